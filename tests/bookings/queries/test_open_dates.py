"""The dates with a free start, and how many."""

import datetime as dt

from bookings import queries
from bookings.models import Booking
from tests.bookings.operations.desk import NOW, OVER, book, hold, house, school, studio
from tests.factories import DAY

FRIDAY = NOW.date()


def dates(shop, service, first=FRIDAY, horizon_days=7, **how):
    """The open dates as day of the month and count."""
    wanted = queries.Wanted(**how.pop("wanted", {}))
    found = queries.open_dates(
        shop.business,
        shop.services[service],
        first=first,
        horizon_days=horizon_days,
        wanted=wanted,
        **{"now": NOW, **how},
    )
    return [(open_date.date.day, open_date.free) for open_date in found]


def test_closed_dates_are_left_out_and_the_free_starts_are_counted(elm):
    assert dates(elm, "Fade") == [(20, 14), (21, 16), (23, 16), (24, 16), (25, 16), (26, 16)]


def test_the_first_so_many_are_given(elm):
    assert dates(elm, "Fade", count=2) == [(20, 14), (21, 16)]
    assert dates(elm, "Fade", horizon_days=1) == [(20, 14)]
    assert dates(elm, "Fade", horizon_days=0) == []


def test_only_dates_of_the_window_are_looked_at(elm):
    long_ago, far = dt.date(2020, 1, 1), dt.date(2027, 1, 18)
    assert dates(elm, "Fade", long_ago) == []
    assert dates(elm, "Fade", long_ago, horizon_days=4000, count=1) == [(20, 14)]
    assert [day for day, _ in dates(elm, "Fade", far, horizon_days=9)] == [18, 19]
    assert dates(elm, "Fade", dt.date.max, horizon_days=9) == []
    assert dates(elm, "Fade", dt.date.min, horizon_days=9) == []


def test_a_date_that_is_sold_out_is_left_out(db):
    shop = house([{"name": "Day", "duration_minutes": 480}], [{"name": "Pia", "services": ["Day"]}])
    assert dates(shop, "Day") == [(23, 1), (24, 1), (25, 1), (26, 1)]
    book(shop, "Day", "09:00")
    assert dates(shop, "Day") == [(23, 1), (25, 1), (26, 1)]


def test_a_hold_counts_until_it_is_over(elm):
    held, _ = hold(elm, "Advice", "10:00")
    assert held.status == Booking.Status.HELD
    assert dates(elm, "Advice", DAY, 1) == [(24, 17)]
    assert dates(elm, "Advice", DAY, 1, now=OVER) == [(24, 18)]


def test_a_person_a_party_and_a_move_narrow_or_widen(db):
    shop = studio()
    booking = book(shop, "Yoga", staff="Yuri", party_size=3)
    yuri = {"staff": shop.staff["Yuri"]}
    assert dates(shop, "Yoga", DAY, 1) == [(24, 15)]
    assert dates(shop, "Yoga", DAY, 1, wanted=yuri) == [(24, 13)]
    assert dates(shop, "Yoga", DAY, 1, wanted=yuri | {"party_size": 2}) == [(24, 12)]
    assert dates(shop, "Yoga", DAY, 1, wanted=yuri | {"party_size": 3, "moving": booking}) == [(24, 15)]


def test_of_a_timetable_only_its_own_dates_are_open(db):
    assert dates(school(), "Yoga", horizon_days=14) == [(24, 1), (1, 1)]


def test_labels_that_show_twice_count_once_where_a_list_shows_labels(db):
    services, staff = [{"name": "Watch", "duration_minutes": 30}], [{"name": "Pia", "services": ["Watch"]}]
    shop = house(services, staff, hours={"sunday": [["00:00", "03:00"]]})
    sunday, now = dt.date(2026, 11, 1), dt.datetime(2026, 10, 30, 15, 0, tzinfo=dt.UTC)
    assert dates(shop, "Watch", sunday, 1, now=now) == [(1, 8)]
    assert dates(shop, "Watch", sunday, 1, now=now, by_label=True) == [(1, 6)]


def test_every_date_agrees_with_the_list_of_its_starts(elm):
    for clock in ("09:00", "10:00", "14:30"):
        book(elm, "Massage", clock)
    hold(elm, "Massage", "16:00")
    for day, count in dates(elm, "Massage", horizon_days=8):
        date = next(FRIDAY + dt.timedelta(n) for n in range(8) if (FRIDAY + dt.timedelta(n)).day == day)
        slots = queries.open_slots(elm.business, elm.services["Massage"], day=date, now=NOW)
        assert count == sum(slot.free for slot in slots)

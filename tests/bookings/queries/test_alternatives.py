"""What to offer instead of a time that is gone."""

import datetime as dt

from bookings import queries
from tests.bookings.operations.desk import NOW, book, studio
from tests.factories import DAY, at, elm_document, load


def instead(shop, service, clock, day=DAY, **how):
    """The alternatives as local labels."""
    found = queries.alternatives(
        shop.business, shop.services[service], starts_at=at(shop, day, clock), **{"now": NOW, **how}
    )
    return [f"{start.astimezone(shop.business.zone):%d %H:%M}" for start in found]


def test_the_nearest_free_starts_are_given_in_order_of_time(elm):
    book(elm, "Advice", "15:00")
    assert instead(elm, "Advice", "15:00") == ["24 14:00", "24 14:30", "24 15:30"]
    assert instead(elm, "Advice", "15:00", limit=1) == ["24 14:30"]
    assert instead(elm, "Advice", "15:00", limit=0) == []


def test_they_go_on_to_other_dates(db):
    shop = load(elm_document(hours={"tuesday": [["09:00", "10:00"]], "thursday": [["09:00", "10:00"]]}))
    book(shop, "Color", "09:00")
    assert instead(shop, "Color", "09:00") == ["26 09:00", "01 09:00", "03 09:00"]


def test_none_is_past_or_too_soon_or_outside_the_window(elm):
    assert instead(elm, "Fade", "10:00", NOW.date()) == ["20 10:00", "20 10:30", "20 11:00"]
    assert instead(elm, "Fade", "18:00", dt.date(2027, 1, 19))[-1] == "19 18:00"
    assert instead(elm, "Fade", "10:00", dt.date(2028, 1, 19)) == []
    assert instead(elm, "Fade", "10:00", dt.date(2020, 1, 19)) != []


def test_they_fit_the_person_and_the_whole_party(db):
    shop = studio()
    book(shop, "Yoga", staff="Yuri", party_size=3)
    wanted = queries.Wanted(shop.staff["Yuri"], 2)
    assert instead(shop, "Yoga", "10:00", wanted=wanted) == ["24 09:00", "24 11:00", "24 11:30"]


def test_every_alternative_can_be_booked(elm):
    for name in ("Ana Ruiz", "Maria Gomez"):
        book(elm, "Fade", "15:00", staff=name)
    for start in queries.alternatives(elm.business, elm.services["Fade"], starts_at=at(elm, DAY, "15:00"), now=NOW):
        book(elm, "Fade", starts_at=start)

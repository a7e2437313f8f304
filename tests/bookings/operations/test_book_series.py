"""A series is booked on every date that its rule gives, or on none."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import errors, operations
from bookings.models import Booking, Event, Series
from bookings.queries.memory import memory
from bookings.recurrence import WEEKDAYS, Recurrence
from businesses.models import Customer
from tests.bookings.operations import desk, threes
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db

WEEKLY = Recurrence("WEEKLY", count=5)
ORDER = operations.Order(desk.GUEST, desk.TAKER)
STAFF = operations.STAFF


def wish(shop, service, clock="10:00", day=DAY, policy=operations.GUEST, **part):
    start = desk.at(shop, day, clock)
    return operations.Wish(shop.business, [operations.Part(shop.services[service], start, **part)], policy)


def book(shop, wanted, rule=WEEKLY, orders=(ORDER,), **how):
    return operations.book_series(wish=wanted, recurrence=rule, orders=orders, now=NOW, **how)


def guests(names, **how):
    return [operations.Order(operations.Guest(name, f"{name}@example.com"), desk.TAKER, **how) for name in names]


def test_every_date_is_a_booking_that_knows_its_series_its_index_and_its_date(elm):
    found = [bookings[0] for bookings in book(elm, wish(elm, "Fade"))]
    starts = [desk.at(elm, DAY + n * dt.timedelta(days=7), "10:00") for n in range(5)]
    assert [booking.starts_at for booking in found] == starts
    rows = Booking.objects.order_by("series_index").values_list("series_index", "series_starts_at", "sequence")
    assert list(rows) == [(n, start, 1) for n, start in enumerate(starts)]
    series = Series.objects.get()
    assert (series.rule, series.occurrences, series.starts_at) == ("FREQ=WEEKLY;COUNT=5", 5, starts[0])
    assert series.recurrence == WEEKLY
    assert Event.objects.filter(type=Event.Type.CREATED).count() == 5


def test_the_guest_of_a_series_is_met_once(elm):
    before = Customer.objects.count()
    book(elm, wish(elm, "Fade"))
    assert Customer.objects.count() == before + 1
    assert Booking.objects.values("customer").distinct().count() == 1


def test_the_wall_time_stays_when_the_clocks_change():
    shop = desk.studio(rules={"window_days": 200})
    found = book(shop, wish(shop, "Yoga", day=dt.date(2027, 3, 9)), Recurrence("WEEKLY", count=2))
    assert [desk.clock_of(shop, booking) for [booking] in found] == ["10:00", "10:00"]
    assert found[1][0].starts_at - found[0][0].starts_at == dt.timedelta(days=7, hours=-1)


def test_all_dates_that_cannot_be_had_are_named_and_nothing_is_written(elm):
    week = dt.timedelta(days=7)
    for n in (1, 3):
        desk.book(elm, "Fade", day=DAY + n * week, staff="Maria Gomez")
    before, versions = desk.everything(), desk.versions(elm)
    with pytest.raises(errors.SeriesTaken) as refused:
        book(elm, wish(elm, "Fade", staff=elm.staff["Maria Gomez"]), Recurrence("WEEKLY", count=10))
    beyond = [DAY + n * week for n in (9,)]  # of the window
    assert refused.value.starts == [desk.at(elm, day, "10:00") for day in (DAY + week, DAY + 3 * week, *beyond)]
    assert [type(each) for each in refused.value.refusals] == [errors.SlotTaken] * 2 + [errors.NotOffered]
    assert (desk.everything(), desk.versions(elm), Series.objects.count()) == (before, versions, 0)


def test_the_house_books_beyond_the_window_and_off_the_grid(elm):
    found = book(elm, wish(elm, "Fade", "10:07", policy=STAFF), Recurrence("WEEKLY", count=52))
    assert len(found) == 52
    assert {desk.clock_of(elm, booking) for [booking] in found} == {"10:07"}


def test_a_series_that_is_too_long_is_refused(elm):
    with pytest.raises(errors.SeriesTooLong):
        book(elm, wish(elm, "Fade", policy=STAFF), Recurrence("DAILY", count=401))


def test_dates_that_overlap_each_other_are_named(elm):
    wanted = wish(elm, "Fade", "23:30", policy=STAFF, staff=elm.staff["Maria Gomez"])
    long = replace(wanted.parts[0], service=elm.services["Fade"])
    found = book(elm, replace(wanted, parts=[long]), Recurrence("DAILY", count=3))
    assert len(found) == 3


def test_an_occurrence_may_be_a_visit_of_several_parts(elm):
    parts = [
        operations.Part(elm.services["Trim"], desk.at(elm, DAY, "13:00")),
        operations.Part(elm.services["Color"], operations.After(30)),
        operations.Part(elm.services["Advice"], operations.Then()),
    ]
    found = book(elm, operations.Wish(elm.business, parts), Recurrence("WEEKLY", count=3))
    for [booking] in found:
        starts = [place.appointment.starts_at - booking.starts_at for place in desk.fresh(booking).places.all()]
        assert starts == [dt.timedelta(minutes=n) for n in (0, 30, 120)]


def test_a_visit_of_a_series_is_planned_like_the_first():
    shop = threes.colourist()
    parts = [
        operations.Part(shop.services["Cut"], desk.at(shop, DAY, "10:00")),
        operations.Part(shop.services["Colour"], operations.Then()),
    ]
    found = book(shop, operations.Wish(shop.business, parts))
    assert {booking.staff.name for [booking] in found} == {"Ana"}
    assert {desk.clock_of(shop, booking) for [booking] in found} == {"10:00"}


def test_it_keeps_the_person_who_is_free_most_often():
    shop = desk.studio()
    for person, n in (("Yuri", 1), ("Yuri", 3), ("Zoe", 2)):
        desk.book(shop, "Yoga", day=DAY + dt.timedelta(weeks=n), staff=person, party_size=4)
    found = book(shop, wish(shop, "Yoga"))
    assert [booking.staff.name for [booking] in found] == ["Zoe", "Zoe", "Yuri", "Zoe", "Zoe"]


def test_of_a_long_one_each_closed_date_is_named_and_each_beyond_the_window():
    closed = DAY + dt.timedelta(weeks=30)
    shop = desk.studio(special_days=[{"date": f"{closed}", "periods": []}])
    rule, starts = (
        Recurrence("WEEKLY", count=40),
        [desk.at(shop, DAY + dt.timedelta(weeks=n), "10:00") for n in range(40)],
    )
    with pytest.raises(errors.SeriesTaken) as refused:
        book(shop, wish(shop, "Yoga", policy=operations.GUEST.but(window=False)), rule)
    assert refused.value.starts == [starts[30]]
    with pytest.raises(errors.SeriesTaken) as refused:
        book(shop, wish(shop, "Yoga"), rule)
    assert refused.value.starts == starts[9:]  # the window is 60 days


def test_many_guests_share_the_appointment_of_each_date_and_each_has_a_series():
    shop = desk.studio()
    found = book(shop, wish(shop, "Yoga"), Recurrence("WEEKLY", count=2), guests(["ana", "bob", "cyd"]))
    assert [[booking.guest_name for booking in bookings] for bookings in found] == [["ana", "bob", "cyd"]] * 2
    for bookings in found:
        assert len({booking.appointment.pk for booking in bookings}) == 1
        assert desk.fresh(bookings[0]).appointment.places_taken == 3
    assert Series.objects.count() == 3
    assert [booking.series_id for booking in found[0]] == [booking.series_id for booking in found[1]]


def test_a_group_that_is_there_is_joined():
    shop = desk.studio()
    there = desk.book(shop, "Yoga")
    found = book(shop, wish(shop, "Yoga"), Recurrence("WEEKLY", count=2), guests(["ana", "bob"]))
    assert {booking.appointment.pk for booking in found[0]} == {there.appointment.pk}


def test_more_guests_than_the_service_has_places_are_refused():
    shop = desk.studio()
    with pytest.raises(errors.PartyTooLarge):
        book(shop, wish(shop, "Yoga"), orders=guests("abcde"))


def test_the_same_token_again_answers_the_same_series_and_another_rule_is_refused(elm):
    orders = [replace(ORDER, token="t")]
    first = book(elm, wish(elm, "Fade"), orders=orders)
    again = book(elm, wish(elm, "Fade"), orders=orders)
    assert [booking.pk for [booking] in again] == [booking.pk for [booking] in first]
    with pytest.raises(errors.AskedOtherwise):
        book(elm, wish(elm, "Fade"), Recurrence("WEEKLY", count=4), orders)


def test_what_is_noted_comes_true_with_the_series_or_not_at_all(elm):
    noted = []
    found = book(elm, wish(elm, "Fade"), noting=noted.append)
    assert noted == [[booking for [booking] in found]]

    def fails(bookings):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        book(elm, wish(elm, "Fade", "11:00"), noting=fails)
    assert Booking.objects.count() == 5


def test_each_date_that_waits_for_a_yes_counts_among_what_a_caller_may_keep(elm):
    cap = operations.Cap(who="x", held=3, held_a_day=3, pending=4, pending_of=9)
    order = replace(ORDER, taker=replace(desk.TAKER, cap=cap), confirmed=False)
    with pytest.raises(errors.KeptEnough):
        book(elm, wish(elm, "Fade"), orders=[order])
    assert len(book(elm, wish(elm, "Fade"), Recurrence("WEEKLY", count=4), [order])) == 4


def test_whoever_may_come_once_is_refused_when_they_come_on_one_of_the_dates_already(elm):
    desk.book(elm, "Fade", day=DAY + dt.timedelta(days=14))
    before = desk.everything()
    with pytest.raises(errors.AlreadyBooked) as refused:
        book(elm, wish(elm, "Fade"), orders=[replace(ORDER, at_most_one=True)])
    assert refused.value.starts_at == desk.at(elm, DAY + dt.timedelta(days=14), "10:00")
    assert desk.everything() == before


def test_an_expired_hold_in_the_way_is_ended(elm):
    held, _ = desk.hold(elm, "Fade", staff="Maria Gomez", day=DAY + dt.timedelta(days=7))
    wanted = wish(elm, "Fade", staff=elm.staff["Maria Gomez"])
    found = operations.book_series(wish=wanted, recurrence=WEEKLY, orders=[ORDER], now=desk.OVER)
    assert len(found) == 5
    assert desk.fresh(held).status == Booking.Status.EXPIRED


@given(
    rule=st.builds(
        Recurrence,
        st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
        st.integers(1, 3),
        st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=3),
        count=st.integers(1, 8),
    ),
    taken=st.sets(st.integers(0, 30), max_size=2),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
def test_what_the_rule_gives_is_what_is_booked_or_nothing_at_all(elm, rule, taken):
    memory.forget()  # what is taken back gives its versions again while the clock stands still
    starts = rule.starts(desk.at(elm, DAY, "10:00"), elm.business.zone)
    blocked = sorted(starts[n] for n in taken if n < len(starts))
    maria = {"staff": elm.staff["Maria Gomez"], "policy": STAFF}
    with transaction.atomic():
        for start in blocked:
            trim = operations.one(elm.business, elm.services["Trim"], start, **maria)
            operations.book(wish=trim, order=ORDER, now=NOW)
        before = desk.everything()
        if blocked:
            with pytest.raises(errors.SeriesTaken) as refused:
                book(elm, wish(elm, "Fade", **maria), rule)
            assert refused.value.starts == blocked
            assert desk.everything() == before
        else:
            found = book(elm, wish(elm, "Fade", **maria), rule)
            assert [booking.starts_at for [booking] in found] == starts
        transaction.set_rollback(True)


def test_a_hold_of_the_same_guest_gives_way_to_it(elm):
    maria = elm.staff["Maria Gomez"]
    held, token = desk.hold(elm, "Fade", staff="Maria Gomez")
    found = book(elm, wish(elm, "Fade", staff=maria), instead_of=held, its_token=token)
    assert len(found) == 5
    held.refresh_from_db()
    assert held.status == "expired"


def test_a_hold_stays_when_the_series_is_not_to_be_had(elm):
    maria = elm.staff["Maria Gomez"]
    held, token = desk.hold(elm, "Fade", staff="Maria Gomez")
    desk.book(elm, "Fade", day=DAY + dt.timedelta(days=7), staff="Maria Gomez")
    with pytest.raises(errors.SeriesTaken):
        book(elm, wish(elm, "Fade", staff=maria), instead_of=held, its_token=token)
    held.refresh_from_db()
    assert held.status == "held"


def test_the_hold_of_somebody_else_is_in_the_way_and_stays(elm):
    maria = elm.staff["Maria Gomez"]
    held, token = desk.hold(elm, "Fade", staff="Maria Gomez")
    with pytest.raises(errors.HoldNotYours):
        book(elm, wish(elm, "Fade", staff=maria), instead_of=held, its_token=token + "x")
    with pytest.raises(errors.SeriesTaken):
        book(elm, wish(elm, "Fade", staff=maria))
    held.refresh_from_db()
    assert held.status == "held"


def test_a_hold_that_is_over_counts_for_nothing(elm):
    held, token = desk.hold(elm, "Fade", staff="Maria Gomez")
    later = NOW + dt.timedelta(minutes=20)
    rule = {"recurrence": WEEKLY, "orders": [ORDER], "now": later, "instead_of": held, "its_token": token}
    assert len(operations.book_series(wish=wish(elm, "Fade", staff=elm.staff["Maria Gomez"]), **rule)) == 5

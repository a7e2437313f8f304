"""Many bookings in one call, of one guest or of many: all of them, or none."""

import datetime as dt
from dataclasses import replace

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking, Event
from bookings.queries import broken_invariants
from businesses.models import Customer
from tests.bookings.operations import desk, threes
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)
DATES = [DAY + n * WEEK for n in range(5)]
ORDER = operations.Order(desk.GUEST, desk.TAKER)


def series(shop, clock="10:00"):
    parts = [operations.Part(shop.services["Yoga"], desk.at(shop, on, clock)) for on in DATES]
    return operations.Wish(shop.business, parts)


def guests(names):
    return [operations.Order(operations.Guest(name, f"{name}@example.com"), desk.TAKER) for name in names]


def together(shop, count, clock="10:00"):
    return operations.Wish(
        shop.business, [operations.Part(shop.services["Yoga"], desk.at(shop, DAY, clock)) for _ in range(count)]
    )


def test_five_dates_are_five_bookings_of_one_guest():
    shop = desk.studio()
    found = operations.book_each(wish=series(shop), orders=[ORDER], now=NOW)
    assert [booking.starts_at for booking in found] == [part.start for part in series(shop).parts]
    assert len({booking.pk for booking in found}) == len({booking.code for booking in found}) == 5
    assert Event.objects.count() == 5
    assert Customer.objects.count() == 1


def test_when_one_date_is_taken_none_is_booked():
    shop = desk.studio(rules={"window_days": 60})
    for person in ("Yuri", "Zoe"):
        desk.book(shop, "Yoga", day=DATES[3], staff=person, party_size=4)
    before, versions = desk.everything(), desk.versions(shop)
    with pytest.raises(errors.SlotTaken):
        operations.book_each(wish=series(shop), orders=[ORDER], now=NOW)
    assert (desk.everything(), desk.versions(shop)) == (before, versions)


def test_many_guests_are_booked_in_one_call_each_with_a_booking_of_their_own():
    shop = desk.studio()
    names = ["ana", "bob", "cyd"]
    desk.book(shop, "Yoga")
    found = operations.book_each(wish=together(shop, 3), orders=guests(names), now=NOW)
    assert [booking.guest_name for booking in found] == names
    assert [booking.customer.email for booking in found] == [f"{name}@example.com" for name in names]
    assert all(booking.places.count() == 1 for booking in Booking.objects.all())
    assert desk.fresh(found[0]).appointment.places_taken == 4


def test_more_guests_than_there_are_places_are_refused_together_with_the_first_ones():
    shop = desk.studio()
    desk.book(shop, "Yoga", staff="Yuri", party_size=2)
    desk.book(shop, "Yoga", staff="Zoe", party_size=3)
    before = desk.everything()
    with pytest.raises(errors.SlotTaken):
        operations.book_each(wish=together(shop, 4), orders=guests("abcd"), now=NOW)
    assert desk.everything() == before


def test_one_whom_the_business_does_not_want_keeps_all_from_being_booked():
    shop = desk.studio(customers=[{"first_name": "Bob", "email": "bob@example.com", "blocked": True}])
    before = desk.everything()
    with pytest.raises(errors.CustomerBlocked):
        operations.book_each(wish=together(shop, 2), orders=guests(["ana", "bob"]), now=NOW)
    assert desk.everything() == before


def test_guests_of_one_call_fill_one_class_and_then_the_other():
    shop = desk.studio()
    desk.book(shop, "Yoga", staff="Yuri", party_size=2)
    desk.book(shop, "Yoga", staff="Zoe", party_size=3)
    found = operations.book_each(wish=together(shop, 3), orders=guests("abc"), now=NOW)
    assert sorted(desk.fresh(booking).appointment.places_taken for booking in found) == [4, 4, 4]


def test_where_every_part_is_asked_for_a_refusal_names_all_that_are_not_to_be_had():
    shop = desk.studio(special_days=[{"date": f"{DATES[1]}", "periods": []}])
    for person in ("Yuri", "Zoe"):
        desk.book(shop, "Yoga", day=DATES[3], staff=person, party_size=4)
    before = desk.everything()
    with pytest.raises(errors.SeriesTaken) as refused:
        operations.book_each(wish=replace(series(shop), every=True), orders=[ORDER], now=NOW)
    wanted = [desk.at(shop, DATES[n], "10:00") for n in (1, 3)]
    assert refused.value.starts == wanted
    assert [type(each) for each in refused.value.refusals] == [errors.NotOffered, errors.SlotTaken]
    assert desk.everything() == before


def test_guests_of_one_call_share_the_class_that_the_first_of_them_opens():
    shop = desk.studio()
    found = operations.book_each(wish=together(shop, 6), orders=guests("abcdef"), now=NOW)
    assert sorted(Appointment.objects.values_list("places_taken", flat=True)) == [2, 4]
    assert len({booking.appointment.pk for booking in found[:4]}) == 1
    assert desk.fresh(found[0]).appointment.places_taken == 4
    operations.cancel(booking=found[0], now=NOW, by="x")
    assert desk.fresh(found[1]).appointment.places_taken == 3
    with pytest.raises(errors.SlotTaken):
        operations.book_each(wish=together(shop, 4), orders=guests("ghij"), now=NOW)
    assert not list(broken_invariants())


def test_a_series_keeps_the_person_who_is_free_most_often():
    shop = desk.studio()
    busy = [("Yuri", 1), ("Yuri", 3), ("Zoe", 2)]
    for person, n in busy:
        desk.book(shop, "Yoga", day=DATES[n], staff=person, party_size=4)
    found = operations.book_each(wish=series(shop), orders=[ORDER], now=NOW)
    assert [booking.staff.name for booking in found] == ["Zoe", "Zoe", "Yuri", "Zoe", "Zoe"]


def test_a_series_beyond_the_window_is_read_at_once_and_closed_dates_are_named():
    shop = desk.studio(special_days=[{"date": f"{DAY + 30 * WEEK}", "periods": []}])
    starts = [desk.at(shop, DAY + n * WEEK, "10:00") for n in range(40)]
    wish = operations.Wish(shop.business, [operations.Part(shop.services["Yoga"], start) for start in starts])
    house = replace(wish, policy=operations.GUEST.but(window=False), every=True)
    with pytest.raises(errors.SeriesTaken) as refused:
        operations.book_each(wish=house, orders=[ORDER], now=NOW)
    assert refused.value.starts == [starts[30]]
    with pytest.raises(errors.SeriesTaken) as refused:
        operations.book_each(wish=replace(wish, every=True), orders=[ORDER], now=NOW)
    assert refused.value.starts == starts[9:]  # the window is 60 days


def test_what_is_years_apart_is_booked_all_the_same():
    shop = desk.studio()
    starts = [desk.at(shop, DAY + n * WEEK, "10:00") for n in (0, 300)]
    parts = [operations.Part(shop.services["Yoga"], start) for start in starts]
    found = operations.book_each(wish=operations.Wish(shop.business, parts, operations.STAFF), orders=[ORDER], now=NOW)
    assert [booking.starts_at for booking in found] == starts


def test_a_visit_of_a_series_is_planned_like_the_first():
    shop = threes.colourist()
    parts = [
        part
        for on in DATES
        for part in (
            operations.Part(shop.services["Cut"], desk.at(shop, on, "10:00")),
            operations.Part(shop.services["Colour"], operations.Then()),
        )
    ]
    found = operations.book_each(wish=operations.Wish(shop.business, parts), orders=[ORDER], now=NOW)
    assert {booking.staff.name for booking in found} == {"Ana"}
    assert len({booking.starts_at.astimezone(shop.business.zone).time() for booking in found}) == 2

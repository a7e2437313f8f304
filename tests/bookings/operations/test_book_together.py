"""One start, a booking for each, one appointment: all of them, or none."""

import contextlib

import pytest
from django.db import transaction

from bookings import errors, operations
from bookings.models import Appointment, Event
from bookings.operations.ordering import Comer, meet_all
from bookings.operations.settling import Stale
from businesses import customers, diary
from businesses.models import Customer
from tests.bookings.operations import desk
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def guests(names, **more):
    return [operations.Order(operations.Guest(name, f"{name}@example.com"), desk.TAKER, **more) for name in names]


def together(shop, names, *, party_size=1, noting=None, **more):
    part = operations.Part(shop.services["Yoga"], desk.at(shop, DAY, "10:00"), party_size=party_size)
    wish = operations.Wish(shop.business, [part], operations.STAFF)
    return operations.book_together(wish=wish, orders=guests(names, **more), now=NOW, noting=noting)


def test_all_come_into_the_appointment_that_the_first_opens():
    shop, noted = desk.studio(), []
    found = together(shop, ["ana", "bob", "cyd"], noting=noted.append)
    appointment = Appointment.objects.get()
    assert [booking.guest_name for booking in found] == ["ana", "bob", "cyd"]
    assert {booking.appointment for booking in found} == {appointment}
    assert (appointment.places_taken, Event.objects.count(), noted) == (3, 3, [found])


def test_they_join_what_has_room_for_all_and_are_never_split():
    shop = desk.studio()
    opened = desk.book(shop, "Yoga").appointment
    assert together(shop, ["ana", "bob"])[0].appointment == opened
    other = together(shop, ["cyd", "dan"])
    assert len({booking.appointment.pk for booking in other}) == 1
    assert other[0].appointment.staff != opened.staff
    assert sorted(Appointment.objects.values_list("places_taken", flat=True)) == [2, 3]


def test_each_brings_the_party_of_the_wish():
    shop = desk.studio()
    assert [booking.party_size for booking in together(shop, ["ana", "bob"], party_size=2)] == [2, 2]
    assert Appointment.objects.get().places_taken == 4


def test_more_than_it_ever_has_places_are_too_many():
    shop = desk.studio()
    before = desk.everything()
    with pytest.raises(errors.PartyTooLarge):
        together(shop, "abcde")
    assert desk.everything() == before


def test_when_nobody_can_have_all_none_is_booked():
    shop = desk.studio()
    for _ in range(2):
        together(shop, "abc")
    before, versions = desk.everything(), desk.versions(shop)
    with pytest.raises(errors.SlotTaken):
        together(shop, "de")
    assert (desk.everything(), desk.versions(shop)) == (before, versions)
    assert together(shop, ["f"])[0].appointment.places_taken == 4


def test_who_may_come_once_comes_once_and_so_does_nobody_with_them():
    shop = desk.studio()
    together(shop, ["ana"])
    before = desk.everything()
    with pytest.raises(errors.AlreadyBooked):
        together(shop, ["bob", "ana"], at_most_one=True)
    with pytest.raises(errors.AlreadyBooked):
        together(shop, ["cyd", "cyd"], at_most_one=True)
    assert desk.everything() == before


def test_one_whom_the_business_does_not_want_keeps_all_from_being_booked():
    shop = desk.studio(customers=[{"first_name": "Bob", "email": "bob@example.com", "blocked": True}])
    before = desk.everything()
    part = operations.Part(shop.services["Yoga"], desk.at(shop, DAY, "10:00"))
    with pytest.raises(errors.CustomerBlocked):
        operations.book_together(wish=operations.Wish(shop.business, [part]), orders=guests(["ana", "bob"]), now=NOW)
    assert desk.everything() == before


def test_what_cannot_be_noted_is_not_booked():
    shop = desk.studio()
    before = desk.everything()
    with pytest.raises(ZeroDivisionError):
        together(shop, ["ana", "bob"], noting=lambda found: 1 / 0)
    assert desk.everything() == before


def test_whom_a_try_made_that_was_taken_back_is_nobody_for_the_next():
    """Two bookings of somebody new, who are recognised anew since the set-up has changed: the second by what the
    first has just made, and once that is taken back, not by it."""
    shop = desk.studio()
    wish = operations.one(shop.business, shop.services["Yoga"], desk.at(shop, DAY, "10:00"))
    comers = [Comer(wish, order, now=NOW) for order in guests(["ana", "ana"])]
    with diary.changing(shop.business.pk):
        pass
    changed = diary.versions(shop.business.pk)
    assert all(comer.is_older_than(changed) for comer in comers)
    with contextlib.suppress(Stale), transaction.atomic():
        meet_all(comers)
        raise Stale
    customers.match_or_create(shop.business, name="Bob", email="bob@example.com", phone="")  # has the row's id now
    meet_all(comers)
    assert {comer.customer for comer in comers} == {Customer.objects.get(email="ana@example.com")}

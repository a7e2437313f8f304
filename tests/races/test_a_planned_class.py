"""A class that the house planned: its last place is raced for by fifty, and it is called off while people join."""

from functools import partial

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking
from tests import factories
from tests.races.cast import NOW, ORDER, TAKER, birch, book, day
from tests.races.runner import SLOTS, assert_fair, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PLACES, FIFTY = 3, 50
GONE = (errors.Taken, errors.NotOffered, errors.WrongStatus)


def plan(shop, on, clock="12:00"):
    """This will plan a class on a date."""
    starts_at = factories.at(shop, on, clock)
    wish = operations.one(shop.business, shop.services["Yoga"], starts_at, policy=operations.STAFF)
    return operations.plan_class(wish=wish, taker=TAKER, now=NOW)


def test_its_places_are_sold_to_as_many_of_fifty_and_nobody_is_refused_while_one_was_left():
    shop = birch()
    for n in range(SLOTS):
        plan(shop, day(n))
    assert_fair(race([[partial(book, shop, "Yoga", day(n))] * FIFTY for n in range(SLOTS)]), winners=PLACES)
    assert list(Appointment.objects.values_list("places_taken", flat=True)) == [PLACES] * SLOTS


def test_the_last_place_is_sold_once_to_one_of_fifty():
    shop = birch()
    for n in range(SLOTS):
        plan(shop, day(n))
        book(shop, "Yoga", day(n), party_size=PLACES - 1)
    assert_fair(race([[partial(book, shop, "Yoga", day(n))] * FIFTY for n in range(SLOTS)]), winners=1)


def test_many_who_plan_the_same_class_plan_one():
    shop = birch(people=1)
    result = race([[partial(plan, shop, day(n))] * 20 for n in range(SLOTS)])
    assert result.faults == []
    assert Appointment.objects.live().count() == SLOTS
    assert_sound()


def test_called_off_while_people_join_nobody_is_left_in_it():
    shop = birch()
    slots = []
    for n in range(SLOTS):
        planned = plan(shop, day(n))
        off = partial(operations.call_off, appointment=planned, now=NOW, by="dashboard:max")
        join = partial(operations.join, appointment=planned, order=ORDER, now=NOW)
        slots.append([off, *[join] * 19])
    result = race(slots, refusals=GONE)
    assert result.faults == []
    assert not Appointment.objects.live().exists()
    assert not Booking.objects.exclude(status=Booking.Status.CANCELLED).exists()
    assert_sound()


def test_moved_while_people_join_everybody_is_where_it_is():
    shop = birch()
    slots = []
    for n in range(SLOTS):
        planned, noon = plan(shop, day(n)), factories.at(shop, day(n), "15:05")
        move = partial(operations.move_appointment, appointment=planned, starts_at=noon, now=NOW, by="dashboard:max")
        join = partial(operations.join, appointment=planned, order=ORDER, now=NOW)
        slots.append([move, *[join] * 19])
    result = race(slots, refusals=GONE)
    assert result.faults == []
    assert {row.starts_at for row in Appointment.objects.live()} == {
        factories.at(shop, day(n), "15:05") for n in range(SLOTS)
    }
    assert_sound()

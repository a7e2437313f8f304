"""One person, one time, twenty who want it."""

from functools import partial

import pytest

from bookings.models import Appointment
from tests.races.cast import LATER, NAMES, NOON, NOW, OVERLAPPING, OVERLAPPING_IN_A_ROOM, birch, book, claim, day, hold
from tests.races.runner import CROWD, SLOTS, assert_fair, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def in_turn(choices, count=CROWD):
    """The choices, over and over, as many as there are in the crowd."""
    return [choices[number % len(choices)] for number in range(count)]


def test_one_start_of_one_person_is_sold_once():
    shop = birch()
    assert_fair(
        race([[partial(book, shop, "Trim", day(n), staff="Ana Ruiz")] * CROWD for n in range(SLOTS)]), winners=1
    )


def test_unequal_starts_that_overlap_are_sold_once_whatever_their_lengths_and_buffers():
    shop = birch()
    slots = [
        [partial(book, shop, service, day(n), clock, staff="Ana Ruiz") for service, clock in in_turn(OVERLAPPING)]
        for n in range(SLOTS)
    ]
    assert_fair(race(slots), winners=1)


def test_any_of_five_gives_five_people_one_guest_each():
    shop = birch(people=5)
    assert_fair(race([[partial(book, shop, "Trim", day(n))] * CROWD for n in range(SLOTS)]), winners=5)


def test_any_with_three_of_five_free_is_sold_three_times_at_unequal_starts():
    shop = birch(people=5)
    for n in range(SLOTS):
        for name in NAMES[3:]:
            book(shop, "Color", day(n), staff=name)
    slots = [
        [partial(book, shop, service, day(n), clock) for service, clock in in_turn(OVERLAPPING)] for n in range(SLOTS)
    ]
    assert_fair(race(slots), winners=3)


def test_five_people_with_three_rooms_are_sold_three_times():
    shop = birch(people=5, rooms=3)
    slots = [
        [partial(book, shop, service, day(n), clock) for service, clock in in_turn(OVERLAPPING_IN_A_ROOM)]
        for n in range(SLOTS)
    ]
    assert_fair(race(slots), winners=3)


def test_named_and_any_together_are_sold_no_more_often_than_there_are_people():
    shop = birch(people=3)
    slots = [
        [partial(book, shop, "Cut", day(n), staff=name) for name in in_turn((None, None, "Ana Ruiz"))]
        for n in range(SLOTS)
    ]
    assert_fair(race(slots), winners=3)


def test_holds_and_bookings_want_one_time_and_one_of_them_gets_it():
    shop = birch()
    slots = [
        [partial(book, shop, "Trim", day(n)), partial(held, shop, "Trim", day(n))] * (CROWD // 2) for n in range(SLOTS)
    ]
    assert_fair(race(slots), winners=1)


@pytest.mark.parametrize("wanted", ["Ana Ruiz", None], ids=["Ana", "anyone"])
def test_an_expired_hold_of_somebody_else_who_has_the_only_room_is_swept_once(wanted):
    shop = birch(people=2, rooms=1)
    for n in range(SLOTS):
        hold(shop, "Facial", day(n), "11:30", staff="Bea Holt")
    slots = [[partial(book, shop, "Massage", day(n), staff=wanted, now=LATER)] * CROWD for n in range(SLOTS)]
    assert_fair(race(slots), winners=1)
    assert not Appointment.objects.live().filter(hold_until__isnull=False).exists()


def test_two_expired_holds_in_the_way_of_one_booking_are_swept_together():
    shop = birch()
    for n in range(SLOTS):
        hold(shop, "Trim", day(n), "12:00")
        hold(shop, "Trim", day(n), "12:30")
    assert_fair(
        race([[partial(book, shop, "Color", day(n), "12:15", now=LATER)] * CROWD for n in range(SLOTS)]), winners=1
    )


@pytest.mark.parametrize("now", [NOW, LATER], ids=["while it runs", "after it is over"])
def test_a_hold_that_is_claimed_while_others_want_its_time_ends_as_one_booking(now):
    shop = birch()
    slots = []
    for n in range(SLOTS):
        mine, token = hold(shop, "Trim", day(n))
        slots.append(
            [
                *[partial(claim, mine, token, now=now)] * 4,
                *[partial(book, shop, "Cut", day(n), NOON, now=now)] * 8,
                *[partial(held, shop, "Trim", day(n), now=now)] * 8,
            ]
        )
    assert_fair(race(slots), winners=1)


def held(*wanted, **how):
    """A hold without its token."""
    return hold(*wanted, **how)[0]

"""A time is cancelled, moved away from, or runs out, while others want it."""

import threading
from dataclasses import replace
from functools import partial

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking
from bookings.operations import placing
from tests import factories
from tests.races.cast import LATER, NAMES, NOON, birch, book, cancel, claim, day, hold, move
from tests.races.runner import CROWD, SLOTS, assert_fair, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def clocks(count, first=14):
    """So many starts in the afternoon, half an hour apart."""
    return [f"{first + number // 2}:{'30' if number % 2 else '00'}" for number in range(count)]


def test_a_cancelled_time_is_free_once():
    shop = birch()
    slots, again = [], []
    for n in range(SLOTS):
        old = book(shop, "Cut", day(n))
        new = partial(book, shop, "Trim", day(n))
        slots.append([*[partial(cancel, old)] * 2, *[new] * (CROWD - 2)])
        again.append([new] * CROWD)
    result = race(slots, refusals=(errors.Taken, errors.WrongStatus))
    assert result.faults == []
    for prizes, refusals in zip(result.won, result.refused, strict=True):
        assert [booking.status for booking in prizes].count(Booking.Status.CANCELLED) == 1
        assert sum(isinstance(refusal, errors.WrongStatus) for refusal in refusals) == 1  # cancelled once, not twice
    second = race(again)
    assert second.faults == []
    assert [a - 1 + b for a, b in zip(result.winners, second.winners, strict=True)] == [1] * SLOTS
    assert_sound()


def test_ten_bookings_moved_to_one_time_and_one_of_them_gets_there():
    shop = birch(people=2)
    slots = []
    for n in range(SLOTS):
        noon = factories.at(shop, day(n), NOON)
        movers = [book(shop, "Trim", day(n), clock, staff="Ana Ruiz") for clock in clocks(10)]
        slots.append([partial(move, mover, noon) for mover in movers])
    assert_fair(race(slots), winners=1)
    assert Appointment.objects.live().count() == 10 * SLOTS


def test_moves_and_bookings_want_one_time_and_one_of_them_gets_it():
    shop = birch()
    slots = []
    for n in range(SLOTS):
        noon = factories.at(shop, day(n), NOON)
        movers = [book(shop, "Trim", day(n), clock) for clock in clocks(6)]
        new = [partial(book, shop, "Cut", day(n))] * (CROWD - len(movers))
        slots.append([*[partial(move, mover, noon) for mover in movers], *new])
    assert_fair(race(slots), winners=1)


def test_two_who_want_each_others_time_both_stay_and_nobody_waits_for_ever():
    shop = birch(people=2, rooms=2)
    slots = []
    for n in range(SLOTS):
        anas = book(shop, "Massage", day(n), staff="Ana Ruiz")
        beas = book(shop, "Massage", day(n), staff="Bea Holt")
        swap = [
            partial(move, anas, anas.starts_at, staff=shop.staff["Bea Holt"]),
            partial(move, beas, beas.starts_at, staff=shop.staff["Ana Ruiz"]),
        ]
        slots.append(swap * (CROWD // 2))
    assert_fair(race(slots), winners=0)


def test_one_booking_moved_to_ten_times_at_once_ends_at_one_of_them():
    shop = birch()
    slots = []
    for n in range(SLOTS):
        mine = book(shop, "Cut", day(n))
        slots.append([partial(move, mine, factories.at(shop, day(n), clock)) for clock in clocks(10)])
    result = race(slots)
    assert_fair(result, winners=1)
    assert result.losers == [0] * SLOTS  # one after the other, each of them may
    assert Appointment.objects.count() == SLOTS


def test_a_booking_that_is_moved_away_leaves_its_time_to_one():
    shop = birch()
    slots, again = [], []
    for n in range(SLOTS):
        old = book(shop, "Trim", day(n))
        new = partial(book, shop, "Trim", day(n))
        slots.append([partial(move, old, factories.at(shop, day(n), "15:00")), *[new] * (CROWD - 1)])
        again.append([new] * CROWD)
    first = race(slots)
    second = race(again)
    assert first.faults + second.faults == []
    assert [a - 1 + b for a, b in zip(first.winners, second.winners, strict=True)] == [1] * SLOTS
    assert_sound()


def test_a_booking_that_is_cancelled_while_it_is_moved_ends_cancelled():
    shop = birch()
    slots, mine = [], []
    for n in range(SLOTS):
        mine.append(book(shop, "Trim", day(n)))
        moves = [partial(move, mine[n], factories.at(shop, day(n), clock)) for clock in clocks(8)]
        slots.append([*moves, *[partial(cancel, mine[n])] * 2])
    result = race(slots, refusals=(errors.WrongStatus,))
    assert result.faults == []
    assert {booking.status for booking in Booking.objects.all()} == {Booking.Status.CANCELLED}
    assert not Appointment.objects.live().exists()
    assert_sound()


def test_the_worker_a_claim_and_new_guests_meet_at_an_expired_hold():
    shop = birch()
    slots = []
    for n in range(SLOTS):
        mine, token = hold(shop, "Trim", day(n))
        slots.append(
            [
                *[partial(no_prize, operations.expire, now=LATER)] * 4,
                *[partial(claim, mine, token, now=LATER)] * 4,
                *[partial(book, shop, "Trim", day(n), now=LATER)] * 12,
            ]
        )
    result = race(slots)
    assert result.faults == []
    assert Booking.objects.filter(status=Booking.Status.CONFIRMED).count() == SLOTS
    assert Appointment.objects.live().count() == SLOTS
    assert_sound()


def test_two_workers_that_tidy_at_once_end_every_hold_once():
    shop = birch(people=5, rooms=2)
    for n in range(SLOTS):
        for clock in clocks(6):
            hold(shop, "Massage", day(n), clock)
    result = race([[partial(operations.expire, now=LATER)] * 4])
    assert result.faults == []
    assert set(Booking.objects.values_list("status", "sequence")) == {(Booking.Status.EXPIRED, 2)}
    assert_sound()


def no_prize(operation, **how):
    """Does it without winning anything."""
    operation(**how)


@pytest.mark.parametrize("people", [5, 2], ids=["people to spare", "nobody to spare"])
def test_a_hold_that_was_lost_is_claimed_by_many_at_once_and_becomes_one_booking(people):
    shop = birch(people=people)
    slots = []
    for n in range(SLOTS):
        mine, token = hold(shop, "Trim", day(n))
        book(shop, "Trim", day(n), staff=mine.staff.name, now=LATER)
        slots.append([partial(claim, mine, token, now=LATER)] * CROWD)
    result = race(slots)
    assert_fair(result, winners=1)
    assert result.losers == [0] * SLOTS
    assert Appointment.objects.live().count() == 2 * SLOTS


def test_two_claims_of_a_lost_hold_that_are_planned_with_two_people_become_one_booking(monkeypatch):
    shop = birch(people=3)
    mine, token = hold(shop, "Trim", day(0))
    book(shop, "Trim", day(0), staff=mine.staff.name, now=LATER)
    others, made_of = iter([name for name in NAMES[:3] if name != mine.staff.name]), placing.plan
    planned = threading.Barrier(2, timeout=20)

    def plan_with_another(wish, house, **how):
        name = next(others, None)
        if name is None:
            return made_of(wish, house, **how)
        made = made_of(replace(wish, parts=[replace(wish.parts[0], staff=shop.staff[name])]), house, **how)
        planned.wait()
        return made

    monkeypatch.setattr(placing, "plan", plan_with_another)
    result = race([[partial(claim, mine, token, now=LATER)] * 2])
    assert_fair(result, winners=1)
    assert Appointment.objects.live().count() == 2

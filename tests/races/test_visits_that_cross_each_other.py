"""Visits whose people come in opposite order, booked and moved at once: each time is sold once, and nobody locks up."""

import datetime as dt
import itertools
import random
from functools import partial

import pytest

from bookings import errors, operations
from tests import factories
from tests.races import cast
from tests.races.runner import CROWD, LONG, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TIMES = 500 if LONG else 3  # of twenty attempts each
ANA, BEA, CLEO = cast.NAMES[:3]
ORDERS = (ANA, BEA, CLEO), (CLEO, BEA, ANA), (BEA, CLEO, ANA)
QUARTER = dt.timedelta(minutes=15)


def visit(shop, start, people):
    """A trim by each of these people, one after the other."""
    parts = [
        operations.Part(shop.services["Trim"], operations.Then() if n else start, shop.staff.get(name))
        for n, name in enumerate(people)
    ]
    return operations.book(wish=operations.Wish(shop.business, parts), order=cast.ORDER, now=cast.NOW)


def start_of(shop, number):
    return factories.at(shop, cast.day(number // 10), "08:00") + number % 10 * 4 * QUARTER


def test_two_who_want_the_same_people_in_opposite_order_both_come():
    shop = cast.birch(people=2)
    slots = [
        [
            partial(visit, shop, start_of(shop, number), people)
            for people in itertools.islice(itertools.cycle([(ANA, BEA), (BEA, ANA)]), CROWD)
        ]
        for number in range(TIMES)
    ]
    result = race(slots)
    assert result.faults == []
    assert result.winners == [2] * TIMES
    assert_sound()


def test_as_many_come_as_there_are_people_when_anyone_will_do():
    shop = cast.birch(people=3)
    slots = [[partial(visit, shop, start_of(shop, number), (None, None))] * CROWD for number in range(TIMES)]
    result = race(slots)
    assert result.faults == []
    assert result.winners == [3] * TIMES
    assert_sound()


def test_visits_move_across_each_other():
    shop = cast.birch(people=3)
    booked = [visit(shop, start_of(shop, 10 * n), people) for n, people in enumerate(ORDERS)]

    def wander(number):
        dice = random.Random(number)
        moved = 0
        for _ in range(TIMES):
            booking, start = dice.choice(booked), start_of(shop, 10 * dice.randrange(2)) + dice.randrange(4) * QUARTER
            try:
                moved += cast.move(booking, start).starts_at == start
            except errors.Taken:
                continue
        return moved

    result = race([[lambda number=number: wander(number) for number in range(CROWD)]])
    assert result.faults == []
    assert sum(result.won[0]) > 0
    assert_sound()
    for booking in booked:
        places = booking.places.select_related("appointment").order_by("position")
        times = [(place.appointment.starts_at, place.appointment.ends_at) for place in places]
        assert all(before[1] == after[0] for before, after in itertools.pairwise(times))

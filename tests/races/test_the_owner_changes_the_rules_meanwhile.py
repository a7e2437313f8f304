"""The owner's document and the guests' bookings at the same moment: either order is right, a mixture is not."""

import dataclasses
import json
from functools import partial

import pytest
from django.db import transaction

from bookings import errors, operations
from bookings.operations import placing
from businesses import document
from businesses.models import Service
from tests import factories
from tests.races.cast import NAMES, NOW, birch, birch_document, book, day, hold, move
from tests.races.runner import CROWD, SLOTS, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE = 3
CLOCKS = ("09:00", "09:30", "10:00", "11:30", "12:00", "12:15", "13:00", "16:00", "17:30")
REFUSALS = (errors.Taken, errors.NotBookable)


@pytest.fixture
def granted(monkeypatch):
    """The seats that were granted under the locks, in their order: a list after each document, [0] before the first."""
    parts, enter = [[]], placing.Attempt.__enter__

    def granted_now(attempt):
        plan = enter(attempt)
        parts[-1].extend(plan.seats)
        return plan

    monkeypatch.setattr(placing.Attempt, "__enter__", granted_now)
    return parts


def load(granted, **changes):
    """The owner loads Birch House's document, changed; what is granted from then on is granted after it."""
    with transaction.atomic():  # until its end the document's locks are held
        document.load(json.dumps(birch_document(people=PEOPLE, **changes)), now=NOW)
        granted.append([])


def book_as_it_is_now(shop, service, on, clock):
    """Books as a request does: the service is read first, then booked."""
    read = Service.objects.get(pk=shop.services[service].pk)
    return book(dataclasses.replace(shop, services={service: read}), service, on, clock)


def guests_of(shop, on, count=CROWD - 1):
    """So many guests who want trims over the whole day, each of whom reads the service first."""
    return [partial(book_as_it_is_now, shop, "Trim", on, CLOCKS[number % len(CLOCKS)]) for number in range(count)]


def test_nobody_gets_into_a_day_after_the_owner_has_closed_it(granted):
    shop = birch(people=PEOPLE)
    closed, slots = [], []
    for n in range(SLOTS):
        old = [book(shop, "Trim", day(SLOTS + n), clock) for clock in CLOCKS[:4]]
        closed.append({"date": day(n).isoformat(), "periods": []})
        slots.append(
            [
                partial(load, granted, special_days=list(closed)),
                *[partial(move, one, factories.at(shop, day(n), "15:00"), policy=operations.GUEST) for one in old],
                *[partial(hold, shop, "Cut", day(n), clock) for clock in CLOCKS[:6]],
                *guests_of(shop, day(n), 9),
            ]
        )
    result = race(slots, refusals=REFUSALS)
    assert result.faults == []
    assert len(granted) == 1 + SLOTS
    for n, after in enumerate(granted[1:]):
        assert day(n) not in [seat.listed_on for seat in after]
    assert_sound()


def test_nobody_gets_to_ana_after_the_owner_has_given_her_the_day_off(granted):
    shop = birch(people=PEOPLE)
    away, slots = [], []
    for n in range(SLOTS):
        away.append({"from": f"{day(n)}T00:00", "to": f"{day(n + 1)}T00:00"})
        staff = birch_document(people=PEOPLE)["staff"]
        staff[0]["time_off"] = list(away)
        slots.append([partial(load, granted, staff=staff), *guests_of(shop, day(n))])
    result = race(slots, refusals=REFUSALS)
    assert result.faults == []
    for n, after in enumerate(granted[1:]):
        persons = [seat.assignment.person for seat in after if seat.listed_on == day(n)]
        assert shop.staff[NAMES[0]].pk not in persons
    assert_sound()


@pytest.mark.parametrize("minutes", [45, 15], ids=["longer", "shorter"])
def test_nobody_is_booked_for_the_old_length_after_the_owner_has_changed_it(granted, minutes):
    shop = birch(people=PEOPLE)
    lengths = [minutes if n % 2 == 0 else 30 for n in range(SLOTS)]
    slots = [
        [partial(load, granted, trim={"duration_minutes": length}), *guests_of(shop, day(n))]
        for n, length in enumerate(lengths)
    ]
    result = race(slots, refusals=REFUSALS)
    assert result.faults == []
    for length, after in zip(lengths, granted[1:], strict=True):
        assert {seat.assignment.length for seat in after} <= {length}
    assert_sound()


def test_nobody_is_booked_for_a_service_after_the_owner_has_withdrawn_it(granted):
    shop = birch(people=PEOPLE)
    slots = [
        [partial(load, granted, trim={"active": n % 2 == 1}), *guests_of(shop, day(n))] for n in range(2 * (SLOTS // 2))
    ]
    result = race(slots, refusals=REFUSALS)
    assert result.faults == []
    for after in granted[1::2]:
        assert after == []
    assert_sound()

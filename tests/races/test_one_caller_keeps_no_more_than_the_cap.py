"""One caller, twenty requests at the same moment, and a cap."""

from functools import partial

import pytest

from bookings import errors, operations
from bookings.models import Booking
from tests.factories import at
from tests.races.cast import NOW, birch, day
from tests.races.runner import CROWD, SLOTS, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CAP = operations.Cap("caller", held=10**6, held_a_day=5, pending=3, pending_of=10**6)
CLOCKS = ("10:00", "11:00", "13:00", "14:00")


def hold(shop, on, clock):
    wish = operations.one(shop.business, shop.services["Trim"], at(shop, on, clock))
    return operations.hold(wish=wish, taker=operations.Taker("wizard", "guest", cap=CAP), now=NOW)[0]


def ask(shop, on, clock, who):
    wish = operations.one(shop.business, shop.services["Trim"], at(shop, on, clock))
    taker = operations.Taker("wizard", "guest", cap=operations.Cap(str(on), 1, 1, CAP.pending, CAP.pending_of))
    order = operations.Order(operations.Guest(name="Jo", email=f"{who}@example.com"), taker, confirmed=False)
    return operations.book(wish=wish, order=order, now=NOW)


def test_of_twenty_holds_of_a_day_as_many_are_kept_as_the_cap_says():
    shop = birch(people=5)
    slots = [[partial(hold, shop, day(n), CLOCKS[k % 4]) for k in range(CROWD)] for n in range(SLOTS)]
    result = race(slots, refusals=(errors.KeptEnough, errors.Busy))
    assert result.faults == []
    assert [len(prizes) for prizes in result.won] == [CAP.held_a_day] * SLOTS
    assert Booking.objects.filter(status="held").count() == CAP.held_a_day * SLOTS


def test_of_twenty_requests_too():
    shop = birch(people=5)
    slots = [[partial(ask, shop, day(n), CLOCKS[k % 4], k) for k in range(CROWD)] for n in range(SLOTS)]
    result = race(slots, refusals=(errors.KeptEnough, errors.Busy))
    assert result.faults == []
    assert [len(prizes) for prizes in result.won] == [CAP.pending] * SLOTS

"""Everybody does everything at the same few times for a while; nothing breaks, and what is left is sound."""

import datetime as dt
import os
import time

import pytest
import time_machine

from bookings import operations
from bookings.models import Appointment, Booking
from tests import clerks, factories
from tests.races import crowd as cast
from tests.races.cast import NOW, birch_document
from tests.races.runner import CROWD, LONG, assert_sound, log, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

STEPS = 100 if LONG else 8  # of each
MINUTES = float(os.environ.get("MIXED_MINUTES", "0"))  # instead of so many steps
PHASES = [{"work": 20}, {"wait": 25}, {"work": 15}]


@pytest.fixture
def shop(as_served):
    """Birch House with two rooms, where a color waits in between."""
    house = birch_document(people=cast.PEOPLE, rooms=2)
    services = house["categories"][0]["services"]
    house["categories"][0]["services"] = [
        {**each, "phases": PHASES} if each["name"] == "Color" else each for each in services
    ]
    return factories.load(house)


def live(person):
    """Lets somebody do as many things as there is time for; gives how many were granted."""
    until, steps, granted = time.monotonic() + 60 * MINUTES, 0, 0
    while steps < STEPS or time.monotonic() < until:
        granted, steps = granted + person.step(), steps + 1
    return granted


def test_everybody_does_everything_at_once_and_nothing_breaks(shop):
    with time_machine.travel(NOW, tick=False) as clock:
        crowd = cast.Crowd(shop, clock, seconds=1 if MINUTES else 2000 / STEPS / CROWD)
        people = [cast.Clerk(crowd, number) for number in range(len(clerks.EVERYBODY))]
        others = CROWD - len(people)
        people += [(cast.Guest, cast.House)[number % 2](crowd, number) for number in range(others)]
        result = race([[lambda each=each: live(each) for each in people]])
        log.info("%s", dict(crowd.done.most_common()))
        assert result.faults == []
        assert sum(result.won[0]) > CROWD  # enough was granted to call it a race
        assert_sound()
        operations.expire(now=crowd.now() + dt.timedelta(days=1), limit=1_000_000)
    assert not Booking.objects.filter(status=Booking.Status.HELD).exists()
    assert not Appointment.objects.live().filter(hold_until__isnull=False).exists()
    assert_sound()

"""Everybody does everything at the same few times for a while; nothing breaks, and what is left is sound."""

import datetime as dt
import itertools
import random

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking
from tests import factories
from tests.races.cast import NAMES, NOW, birch, book, cancel, claim, day, hold, move
from tests.races.runner import CROWD, LONG, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

STEPS = 100 if LONG else 8  # of each of the crowd
PEOPLE = 3


class Guest:
    """Somebody who books, holds, claims, moves and cancels at random, their own and other people's bookings."""

    SERVICES = ("Trim", "Cut", "Color", "Massage", "Facial", "Yoga", "Yoga")
    CLOCKS = ("11:00", "11:30", "12:00", "12:15", "13:00")
    VERBS = {
        "book": 5,
        "hold": 4,
        "claim": 4,
        "move": 4,
        "cancel": 3,
        "release": 1,
        "extend": 1,
        "confirm": 1,
        "tidy": 1,
    }

    def __init__(self, shop, number, crowd):
        self.shop, self.crowd = shop, crowd
        self.dice = random.Random(number)

    def live(self):
        """Does so many things; gives how many of them were granted."""
        return sum(self.step() for _ in range(STEPS))

    def step(self):
        now = self.crowd.now()
        verb = self.dice.choices(list(self.VERBS), list(self.VERBS.values()))[0]
        try:
            getattr(self, verb)(now)
        except (errors.Taken, errors.NotPossible):
            return False
        return True

    def wish(self):
        staff = self.dice.choice((None, None, *NAMES[:PEOPLE]))
        return (self.dice.choice(self.SERVICES), day(self.dice.randrange(2)), self.dice.choice(self.CLOCKS)), staff

    def book(self, now):
        what, staff = self.wish()
        confirmed = self.dice.random() < 0.7
        self.crowd.bookings.append(book(self.shop, *what, staff=staff, now=now, confirmed=confirmed))

    def hold(self, now):
        what, staff = self.wish()
        self.crowd.holds.append(hold(self.shop, *what, staff=staff, now=now))

    def claim(self, now):
        if self.crowd.holds:
            self.crowd.bookings.append(claim(*self.dice.choice(self.crowd.holds), now=now))

    def release(self, now):
        if self.crowd.holds:
            held, token = self.dice.choice(self.crowd.holds)
            operations.release(booking=held, token=token, now=now, by="guest")

    def extend(self, now):
        if self.crowd.holds:
            held, token = self.dice.choice(self.crowd.holds)
            operations.extend(booking=held, token=token, now=now)

    def move(self, now):
        if self.crowd.bookings:
            (_, on, clock), staff = self.wish()
            person = self.shop.staff[staff] if staff else None
            move(self.dice.choice(self.crowd.bookings), factories.at(self.shop, on, clock), staff=person, now=now)

    def cancel(self, now):
        if self.crowd.bookings:
            cancel(self.dice.choice(self.crowd.bookings), now=now)

    def confirm(self, now):
        if self.crowd.bookings:
            verb = self.dice.choice((operations.confirm, operations.unconfirm))
            verb(booking=self.dice.choice(self.crowd.bookings), now=now, by="owner")

    def tidy(self, now):
        operations.expire(now=now)


class Crowd:
    """What everybody sees: the bookings and holds made so far, and a clock on which every step takes a minute or so."""

    def __init__(self):
        self.bookings, self.holds = [], []
        self.steps = itertools.count()

    def now(self):
        return NOW + dt.timedelta(seconds=20 * next(self.steps))


def test_everybody_does_everything_at_once_and_nothing_breaks():
    shop = birch(people=PEOPLE, rooms=2)
    crowd = Crowd()
    result = race([[Guest(shop, number, crowd).live for number in range(CROWD)]])
    assert result.faults == []
    assert sum(result.won[0]) > CROWD  # enough was granted to call it a race
    assert_sound()
    operations.expire(now=NOW + dt.timedelta(days=1), limit=10_000)
    assert not Booking.objects.filter(status=Booking.Status.HELD).exists()
    assert not Appointment.objects.live().filter(hold_until__isnull=False).exists()
    assert_sound()

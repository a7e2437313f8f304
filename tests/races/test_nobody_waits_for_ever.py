"""Wishes of three parts, their moves, holds instead of holds, joins, cancels and owners' changes, all at once.

PostgreSQL ends a deadlock by refusing one of two, who tries again and is never told: so it is counted here. There is
to be none, for everybody locks in one order, and writes nothing before that.
"""

import collections
import json
import random
from dataclasses import replace

import pytest

from bookings import errors, operations
from bookings.operations import settling
from businesses import diary, document
from businesses.models import Resource, Service
from tests import factories
from tests.races import cast
from tests.races.runner import CROWD, LONG, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

STEPS = 150 if LONG else 8  # of each of the crowd
PEOPLE = 3
CLOCKS = ("11:00", "11:15", "12:00", "12:15", "13:00")
PARTS = ("Massage", "Trim", "Color", "Cut", "Facial")
OWNERS = 2
REFUSALS = (errors.Taken, errors.NotPossible, errors.NotBookable)


@pytest.fixture
def tries(monkeypatch):
    """How often something had to be tried again, by PostgreSQL's word for why."""
    found, judge = collections.Counter(), settling._is_to_try_again

    def judged(error):
        found[getattr(error.__cause__, "sqlstate", None) or type(error).__name__] += 1
        return judge(error)

    monkeypatch.setattr(settling, "_is_to_try_again", judged)
    return found


class Somebody:
    """A guest who wants three things in a row, or a place in a class; each is another person, now and then new."""

    VERBS = ("book", "book", "move", "move", "move_one", "hold", "hold_instead", "join", "claim", "cancel", "together")

    def __init__(self, shop, number, bookings):
        self.shop, self.number, self.bookings = shop, number, bookings
        self.dice, self.held, self.granted = random.Random(number), None, collections.Counter()

    def live(self):
        """Does so many things; gives how often which of them was granted."""
        for _ in range(STEPS):
            verb = self.dice.choice(self.VERBS)
            try:
                getattr(self, verb)()
            except REFUSALS:
                continue
            self.granted[verb] += 1
        return self.granted

    def order(self):
        guest = operations.Guest("Jordan Smith", f"jordan{self.dice.randrange(12)}@example.com")
        return replace(cast.ORDER, guest=guest)

    def start(self):
        return factories.at(self.shop, cast.day(self.dice.randrange(4)), self.dice.choice(CLOCKS))

    def wish(self):
        names = self.dice.sample(PARTS, 3)
        starts = [self.start(), operations.After(self.dice.choice((0, 60, 75))), operations.After(150)]
        people = [self.dice.choice((None, None, *self.shop.staff.values())) for _ in names]
        services = [self.shop.services[name] for name in names]
        return operations.Wish(self.shop.business, list(map(operations.Part, services, starts, people)))

    def book(self):
        self.bookings.append(operations.book(wish=self.wish(), order=self.order(), now=cast.NOW))

    def move(self):
        if self.bookings:
            cast.move(self.dice.choice(self.bookings), self.start())

    def move_one(self):
        self.bookings.append(cast.book(self.shop, "Yoga", cast.day(0), self.dice.choice(CLOCKS)))
        cast.move(self.bookings[-1], self.start())

    def hold(self):
        self.held = operations.hold(wish=self.wish(), taker=cast.TAKER, now=cast.NOW)

    def hold_instead(self):
        old, token = self.held or (None, "")
        how = {"wish": self.wish(), "taker": cast.TAKER, "now": cast.NOW}
        self.held = operations.hold(instead_of=old, its_token=token, **how)

    def claim(self):
        if self.held:
            held, token = self.held
            self.bookings.append(operations.claim(booking=held, token=token, order=self.order(), now=cast.NOW))
            self.held = None

    def join(self):
        what = {"day": cast.day(self.dice.randrange(4)), "clock": self.dice.choice(CLOCKS)}
        self.bookings.append(factories.book(self.shop, "Yoga", **what, guest=self.order().guest))

    def together(self):
        wish = operations.one(self.shop.business, self.shop.services["Yoga"], self.start())
        self.bookings += operations.book_together(wish=wish, orders=[self.order(), self.order()], now=cast.NOW)

    def cancel(self):
        if self.bookings:
            cast.cancel(self.dice.choice(self.bookings))


def an_owner(shop, number):
    """Loads the document, switches a room and changes a service, over and over."""
    for step in range(STEPS):
        if (step + number) % 4 == 0:
            document.load(json.dumps(cast.birch_document(people=PEOPLE, rooms=2)), now=cast.NOW)
            continue
        with diary.changing(shop.business.pk):
            if step % 2:
                Resource.objects.filter(business=shop.business, name="Room 2").update(active=bool(step % 4 == 1))
            else:
                Service.objects.filter(pk=shop.services["Trim"].pk).update(duration_minutes=30 + 15 * (number % 2))
    return collections.Counter(changes=STEPS)


def test_everybody_locks_in_one_order_and_nobody_is_the_victim_of_a_deadlock(tries):
    shop = cast.birch(people=PEOPLE, rooms=2)
    bookings = []
    crowd = [Somebody(shop, number, bookings).live for number in range(CROWD - OWNERS)]
    owners = [lambda n=n: an_owner(shop, n) for n in range(OWNERS)]
    result = race([[*crowd, *owners]])
    assert result.faults == []
    granted = sum(result.won[0], collections.Counter())
    assert {"book", "move", "hold", "join", "cancel", "changes"} <= granted.keys()
    assert tries[settling.DEADLOCK] == tries[settling.LOCK_TIMEOUT] == 0
    assert_sound()

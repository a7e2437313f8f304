"""Those who do everything at random at the same few times: guests, the house, and clerks of every kind."""

import datetime as dt
import random
import threading
from collections import Counter
from typing import Any

from bookings import errors, operations
from bookings.models import Appointment, Booking, Series
from bookings.recurrence import Recurrence
from businesses import diary, document
from businesses.models import Customer, Resource
from tests import clerks, factories
from tests.races.cast import NAMES, ORDER, TAKER, book, cancel, claim, day, hold, move

PEOPLE, DAYS = 3, 3
CLOCKS = ("11:00", "11:30", "12:00", "12:15", "13:00")
REFUSALS = (errors.Taken, errors.NotPossible, errors.NotBookable, errors.Busy, Customer.DoesNotExist)
OLIVE = "dashboard:olive"


class Crowd:
    """What everybody sees: what was made so far, and a clock that goes on with every step."""

    def __init__(self, shop: document.Loaded, clock: Any, *, seconds: float) -> None:
        self.shop, self.clock, self.seconds = shop, clock, seconds
        self.bookings: list[Booking] = []
        self.holds: list[tuple[Booking, str]] = []
        self.classes: list[Appointment] = []
        self.series: list[Booking] = []
        self.done: Counter[str] = Counter()
        self._turn = threading.Lock()

    def now(self) -> dt.datetime:
        """This will let time go on, and say how late it is."""
        with self._turn:
            self.clock.shift(dt.timedelta(seconds=self.seconds))
            return dt.datetime.now(dt.UTC)


class Somebody:
    """Does one of `VERBS` after the other, each as often as its number says; what is refused is let be."""

    VERBS: dict[str, int]
    SERVICES: tuple[str, ...] = ("Trim", "Cut", "Color", "Massage", "Facial", "Yoga", "Yoga")

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.crowd, self.shop = crowd, crowd.shop
        self.dice = random.Random(number)

    def step(self) -> bool:
        """Whether what was tried was granted."""
        verb = self.dice.choices(list(self.VERBS), list(self.VERBS.values()))[0]
        try:
            tried = getattr(self, verb)(self.crowd.now())
        except REFUSALS:
            return False
        self.crowd.done[f"{type(self).__name__}.{verb}"] += tried is not False
        return tried is not False

    def one_of(self, things: list[Any]) -> Any:
        """One of those made lately. Raises `WrongStatus` while there is none."""
        if not things:
            raise errors.WrongStatus(status="none", wanted="some")
        return self.dice.choice(things[-40:])

    def when(self) -> tuple[dt.date, str]:
        """A date and a time."""
        return day(self.dice.randrange(DAYS)), self.dice.choice(CLOCKS)

    def start(self) -> dt.datetime:
        """Such a time as an instant."""
        return factories.at(self.shop, *self.when())

    def whom(self) -> str | None:
        """Somebody by name, or anyone."""
        return self.dice.choice((None, None, *NAMES[:PEOPLE]))


class Guest(Somebody):
    """Books, holds, claims, moves and cancels, their own and other people's bookings."""

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

    def book(self, now):
        how = {"staff": self.whom(), "now": now, "confirmed": self.dice.random() < 0.7}
        self.crowd.bookings.append(book(self.shop, self.dice.choice(self.SERVICES), *self.when(), **how))

    def hold(self, now):
        what = self.dice.choice(self.SERVICES)
        self.crowd.holds.append(hold(self.shop, what, *self.when(), staff=self.whom(), now=now))

    def claim(self, now):
        self.crowd.bookings.append(claim(*self.one_of(self.crowd.holds), now=now))

    def release(self, now):
        held, token = self.one_of(self.crowd.holds)
        operations.release(booking=held, token=token, now=now, by="guest")

    def extend(self, now):
        held, token = self.one_of(self.crowd.holds)
        operations.extend(booking=held, token=token, now=now)

    def move(self, now):
        staff = self.whom()
        person = self.shop.staff[staff] if staff else None
        move(self.one_of(self.crowd.bookings), self.start(), staff=person, now=now)

    def cancel(self, now):
        cancel(self.one_of(self.crowd.bookings), now=now)

    def confirm(self, now):
        verb = self.dice.choice((operations.confirm, operations.unconfirm))
        verb(booking=self.one_of(self.crowd.bookings), now=now, by="owner")

    def tidy(self, now):
        operations.expire(now=now)


class House(Somebody):
    """Plans classes, makes visits and series, moves and ends what others are in, merges customers, shuts a room."""

    VERBS = {
        "plan": 4,
        "join": 4,
        "call_off": 2,
        "move_class": 2,
        "visit": 4,
        "series": 2,
        "move_series": 2,
        "cancel_series": 2,
        "arrive": 1,
        "end": 1,
        "correct": 1,
        "merge": 1,
        "shut_a_room": 1,
    }

    def part(self, service: str, start: operations.Start) -> operations.Part:
        """A service with somebody or anyone."""
        staff = self.whom()
        return operations.Part(self.shop.services[service], start, self.shop.staff[staff] if staff else None)

    def wish(self, *parts: operations.Part) -> operations.Wish:
        """These parts, as the house may wish for them."""
        return operations.Wish(self.shop.business, list(parts), operations.STAFF)

    def group(self) -> Appointment:
        """A class that was planned."""
        row: Appointment = self.one_of(self.crowd.classes)
        return Appointment.objects.get(pk=row.pk)

    def plan(self, now):
        start = self.start() + dt.timedelta(minutes=self.dice.choice((0, 5)))
        wish = self.wish(self.part("Yoga", start))
        self.crowd.classes.append(operations.plan_class(wish=wish, taker=TAKER, now=now))

    def join(self, now):
        size = self.dice.choice((1, 1, 2))
        joined = operations.join(appointment=self.group(), order=ORDER, now=now, party_size=size)
        self.crowd.bookings.append(joined)

    def call_off(self, now):
        operations.call_off(appointment=self.group(), now=now, by=OLIVE)

    def move_class(self, now):
        operations.move_appointment(appointment=self.group(), starts_at=self.start(), now=now, by=OLIVE)

    def visit(self, now):
        first, *others = self.dice.sample(("Trim", "Cut", "Color", "Massage"), self.dice.choice((2, 3)))
        parts = [self.part(first, self.start()), *[self.part(each, operations.Then()) for each in others]]
        self.crowd.bookings.append(operations.book(wish=self.wish(*parts), order=ORDER, now=now))

    def series(self, now):
        wish = self.wish(self.part(self.dice.choice(("Trim", "Color", "Yoga")), self.start()))
        made = operations.book_series(wish=wish, recurrence=Recurrence("DAILY", count=3), orders=[ORDER], now=now)
        self.crowd.series += [booking for (booking,) in made]

    def move_series(self, now):
        how = {"scope": self.dice.choice(Series.Scope.values), "now": now, "by": OLIVE}
        operations.move_series(booking=self.one_of(self.crowd.series), starts_at=self.start(), **how)

    def cancel_series(self, now):
        how = {"scope": self.dice.choice(Series.Scope.values), "now": now, "by": OLIVE}
        operations.cancel_series(booking=self.one_of(self.crowd.series), **how)

    def arrive(self, now):
        operations.arrive(booking=self.one_of(self.crowd.bookings), now=now, by=OLIVE)

    def end(self, now):
        verb = self.dice.choice((operations.complete, operations.no_show, operations.reopen))
        verb(booking=self.one_of(self.crowd.bookings), now=now, by=OLIVE)

    def correct(self, now):
        email = f"guest.{self.dice.randrange(5)}@example.com"
        operations.correct(booking=self.one_of(self.crowd.bookings), email=email, now=now, by=OLIVE)

    def merge(self, now):
        people = list(Customer.objects.filter(business=self.shop.business).current().order_by("-pk")[:10])
        if len(people) < 2:
            return False
        kept, merged = self.dice.sample(people, 2)
        return operations.merge(kept=kept, merged=merged, blocked=False, now=now, by=OLIVE)

    def shut_a_room(self, now):
        room = self.dice.choice(list(self.shop.resources.values()))
        for active in (False, True):
            with diary.changing(self.shop.business.pk):
                Resource.objects.filter(pk=room.pk).update(active=active)
            if not active:
                operations.rehouse(resource=Resource.objects.get(pk=room.pk), now=now, by=OLIVE)


class Clerk(Somebody):
    """Books, moves and cancels in the way of one kind of `tests.clerks`."""

    VERBS = {"book": 5, "move": 2, "cancel": 2}
    SERVICES = ("Trim", "Color", "Massage", "Yoga", "Yoga")

    def __init__(self, crowd: Crowd, number: int) -> None:
        super().__init__(crowd, number)
        self.clerk = clerks.EVERYBODY[number % len(clerks.EVERYBODY)](crowd.shop, number)

    def book(self, now):
        booked = self.clerk.book(self.dice.choice(self.SERVICES), *self.when())
        self.crowd.done[self.clerk.name] += booked
        return booked

    def move(self, now):
        return self.clerk.last != "" and self.answered(self.clerk.move(*self.when()))

    def cancel(self, now):
        gone = self.clerk.last != "" and self.answered(self.clerk.cancel())
        if gone:
            self.clerk.last = ""
        return gone

    def answered(self, answer: Any) -> bool:
        """Whether something was done; a fault of the server fails here."""
        assert answer is None or answer.status_code < 500 or answer.status_code == 503, answer.content
        return answer is not None and answer.status_code < 400

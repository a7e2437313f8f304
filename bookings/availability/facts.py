"""What availability is computed from: plain data, loaded by whoever asks. Keys are ids; nothing here looks them up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bookings.availability.localtime import Hours
from bookings.availability.timeline import Interval


@dataclass(frozen=True, slots=True)
class Rules:
    """When a start is offered at all: minutes, days after today, minutes."""

    lead_minutes: int
    window_days: int
    step_minutes: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What one appointment of a service takes beside the person: minutes before and after, places, a kind of thing.

    `waits` are the minutes of it, counted from its start, in which the person is free for others; the thing is not.
    """

    service: int = 0
    before: int = 0
    after: int = 0
    capacity: int = 1
    kind: str = ""  # of the thing that is needed; empty: none
    timetabled: bool = False
    waits: tuple[Interval, ...] = ()

    def whole(self, length: int) -> Interval:
        """This will give all that is taken around a start at minute 0, both buffers in it."""
        return Interval(-self.before, length + self.after)

    def work(self, length: int) -> tuple[Interval, ...]:
        """This will give what of that is taken of the person."""
        return self.whole(length).without(self.waits)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a diary: where they work, when, and when not."""

    key: int
    place: int = 0
    hours: Hours | None = None  # None: those of the business
    time_off: Sequence[Interval] = ()


@dataclass(frozen=True, slots=True)
class Performer:
    """How long somebody takes for the service."""

    key: int
    length: int


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A resource that one appointment can have at a time, at one place."""

    key: int
    kind: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row of the timetable: the wall time of a person's class of a service, every week or on one date. `waits` as in
    `Demand`."""

    person: int
    weekday: int | None
    wall: int
    length: int
    service: int = 0
    before: int = 0
    after: int = 0
    kind: str = ""  # of the thing that it needs
    first: dt.date | None = None
    last: dt.date | None = None
    skipped: frozenset[dt.date] = frozenset()
    waits: tuple[Interval, ...] = ()
    on: dt.date | None = None  # its one date: then it has no weekday

    @property
    def work(self) -> tuple[Interval, ...]:
        """What a class takes of its person, counted from its start, with both buffers."""
        return Interval(-self.before, self.length + self.after).without(self.waits)

    def is_on(self, day: dt.date) -> bool:
        """Whether the timetable has it on that date."""
        if self.on is not None:
            return day == self.on
        return (
            day.weekday() == self.weekday
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and day not in self.skipped
        )

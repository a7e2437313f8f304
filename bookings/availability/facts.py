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
    """What one appointment of the service takes beside the person: minutes before and after, places, a thing."""

    before: int = 0
    after: int = 0
    capacity: int = 1
    needs_thing: bool = False
    timetabled: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a diary. `length` is how long they take for the service; None: they do not perform it."""

    key: int
    length: int | None
    place: int = 0
    hours: Hours | None = None  # None: those of the business
    time_off: Sequence[Interval] = ()
    busy: Sequence[Interval] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource of the kind that the service needs, at one place."""

    key: int
    place: int = 0
    busy: Sequence[Interval] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An appointment of this service that others may join: `left` places are free."""

    key: int
    person: int
    start: int
    left: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row of the timetable: the weekly wall time of a person's class, of this service (`own`) or another."""

    person: int
    weekday: int
    wall: int
    length: int
    own: bool = True
    before: int = 0
    after: int = 0
    needs_thing: bool = False
    first: dt.date | None = None
    last: dt.date | None = None
    skipped: frozenset[dt.date] = frozenset()

    def is_on(self, day: dt.date) -> bool:
        """Whether the timetable has it on that date."""
        return (
            day.weekday() == self.weekday
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and day not in self.skipped
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides what is free of one service."""

    zone: dt.tzinfo
    rules: Rules
    hours: Hours
    demand: Demand
    people: Sequence[Person] = ()
    things: Sequence[Thing] = ()
    groups: Sequence[Group] = ()
    lessons: Sequence[Lesson] = ()

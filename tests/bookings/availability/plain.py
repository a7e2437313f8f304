"""A business in plain words, as the examples are told: one service, everybody with what is in their diary.

Puts together what production keeps apart (set-up, offers, diaries), around the dates asked about or around many more.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bookings import availability
from bookings.availability import (
    GUEST,
    Booked,
    Busy,
    Hours,
    Interval,
    Offers,
    Openings,
    Part,
    Policy,
    Roster,
    Rules,
    Span,
)

SERVICE, ANOTHER, KIND = 1, 2, "room"
EXACT = (0, 0)  # days before and after the dates asked about that a span covers as well


class Hold(NamedTuple):
    """An appointment that only a hold keeps, until a UTC second."""

    time: Interval
    until: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What an appointment of the service takes beside the person."""

    before: int = 0
    after: int = 0
    capacity: int = 1
    needs_thing: bool = False
    timetabled: bool = False
    waits: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a diary. `length` is how long they take for the service; None: they do not perform it."""

    key: int
    length: int | None
    place: int = 0
    hours: Hours | None = None
    time_off: Sequence[Interval] = ()
    busy: Sequence[Interval] = ()
    holds: Sequence[Hold] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource of the kind that the service needs, at one place."""

    key: int
    place: int = 0
    busy: Sequence[Interval] = ()
    holds: Sequence[Hold] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An appointment of the service that others may join: `left` places are free. `holds` as in the kernel."""

    key: int
    person: int
    start: int
    left: int
    taken: int = 1
    thing: int | None = None
    holds: tuple[tuple[int, int], ...] = ()
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row of the timetable, of the service (`own`) or of another one."""

    person: int
    weekday: int | None
    wall: int
    length: int
    own: bool = True
    before: int = 0
    after: int = 0
    needs_thing: bool = False
    first: dt.date | None = None
    last: dt.date | None = None
    skipped: frozenset[dt.date] = frozenset()
    waits: tuple[Interval, ...] = ()
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides what is free of the service."""

    zone: dt.tzinfo
    rules: Rules
    hours: Hours
    demand: Demand
    people: Sequence[Person] = ()
    things: Sequence[Thing] = ()
    groups: Sequence[Group] = ()
    lessons: Sequence[Lesson] = ()


def openings(
    facts: Facts,
    first: dt.date,
    last: dt.date,
    *,
    now: dt.datetime,
    party: int = 1,
    policy: Policy = GUEST,
    around: tuple[int, int] = EXACT,
    leaving: Iterable[Part] = (),
    taken: Iterable[Part] = (),
    asked: Collection[int] | None = None,
) -> Openings:
    """This will give the starts on the dates `first` … `last`, and on as many as `around` says before and after."""
    made, things = offers(facts, first, last, now=now, around=around), facts.things
    return Openings(
        made,
        {person.key: diary(facts, made.span, person) for person in facts.people},
        {availability.Thing(t.key, KIND, t.place): diary(facts, made.span, t) for t in things},
        now=now,
        party=party,
        policy=policy,
        leaving=leaving,
        taken=taken,
        asked=asked,
    )


def offers(facts: Facts, first: dt.date, last: dt.date, *, now: dt.datetime, around: tuple[int, int] = EXACT) -> Offers:
    """This will lay out the service for these dates."""
    span = Span(facts.zone, first - dt.timedelta(days=around[0]), last + dt.timedelta(days=around[1]))
    performers = [availability.Performer(p.key, p.length) for p in facts.people if p.length is not None]
    demand = availability.Demand(
        SERVICE,
        facts.demand.before,
        facts.demand.after,
        facts.demand.capacity,
        KIND if facts.demand.needs_thing else "",
        facts.demand.timetabled,
        facts.demand.waits,
    )
    return Offers(roster(facts, span), demand, facts.rules, performers, now.astimezone(facts.zone).date())


def roster(facts: Facts, span: Span) -> Roster:
    """This will lay out when everybody works and which classes are held."""
    people = [availability.Person(p.key, p.place, p.hours, p.time_off) for p in facts.people]
    lessons = [
        availability.Lesson(
            lesson.person,
            lesson.weekday,
            lesson.wall,
            lesson.length,
            SERVICE if lesson.own else ANOTHER,
            lesson.before,
            lesson.after,
            KIND if lesson.needs_thing else "",
            lesson.first,
            lesson.last,
            lesson.skipped,
            waits=lesson.waits,
            on=lesson.on,
        )
        for lesson in facts.lessons
    ]
    return Roster(span, facts.hours, facts.rules.step_minutes, people, lessons)


def diary(facts: Facts, span: Span, whose: Person | Thing) -> Busy:
    """This will give what is booked with a person or a thing; what is busy was served from end to end."""
    held = [Booked(0, time, time, until) for time, until in whose.holds]
    groups = []
    for group in facts.groups:
        teacher = next((p for p in facts.people if p.key == group.person and p.length is not None), None)
        if teacher and (teacher == whose or (isinstance(whose, Thing) and group.thing == whose.key)):
            end = group.start + (teacher.length or 0) + facts.demand.after
            time = Interval(group.start - facts.demand.before, end)
            places = group.left + group.taken
            known = group.key, SERVICE, group.start, time, places, group.taken, group.holds
            groups.append(availability.Group(*known, planned=group.planned))
    return Busy(span, [*(Booked(0, time, time) for time in whose.busy), *held], groups)

"""One more booking in the facts, and whether two sets of openings answer alike."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from bookings.availability import Interval, Openings, Part, group_to_join, opening_by, reasons
from tests.bookings.availability.plain import Facts, Group, Hold


class Made(NamedTuple):
    """The facts with the booking in them, its part, and whether it joined a group."""

    facts: Facts
    part: Part
    joined: bool


def with_busy(
    facts: Facts,
    time: Interval,
    *,
    person: int | None = None,
    thing: int | None = None,
    until: int | None = None,
    waits: tuple[Interval, ...] = (),
) -> Facts:
    """The same facts with one more busy time of a person, of a thing or of both; `until`: a hold's. The person is free
    in the `waits`."""

    def fuller(whose, times):
        if until is None:
            return dataclasses.replace(whose, busy=[*whose.busy, *times])
        return dataclasses.replace(whose, holds=[*whose.holds, *(Hold(each, until) for each in times)])

    return dataclasses.replace(
        facts,
        people=[fuller(p, time.without(waits)) if p.key == person else p for p in facts.people],
        things=[fuller(t, [time]) if t.key == thing else t for t in facts.things],
    )


def booked(facts: Facts, openings: Openings, start: int, party: int, *, until: int | None = None) -> Made:
    """A party takes a free start; `until`: it only holds it, to that second."""
    if joined := group_to_join(openings, start):
        groups = [join(group, party, until) if group.key == joined.group else group for group in facts.groups]
        time = openings.blocked_time(start, joined.person)
        part = Part(joined.person, None, time, joined.group, party, waits_of(facts, start))
        return Made(dataclasses.replace(facts, groups=groups), part, joined=True)
    chosen = opening_by(openings, start, openings.openers(start)[0])
    time, key = openings.blocked_time(start, chosen.person), max([0, *(group.key for group in facts.groups)]) + 1
    holds = () if until is None else ((until, party),)
    group = Group(key, chosen.person, start, facts.demand.capacity - party, party, chosen.thing, holds)
    waits = waits_of(facts, start)
    facts = with_busy(facts, time, person=chosen.person, thing=chosen.thing, until=until, waits=waits)
    part = Part(chosen.person, chosen.thing, time, key, party, waits)
    return Made(dataclasses.replace(facts, groups=[*facts.groups, group]), part, joined=False)


def waits_of(facts: Facts, start: int) -> tuple[Interval, ...]:
    """When the person is free while the service goes on."""
    return tuple(wait.later(start) for wait in facts.demand.waits)


def join(group: Group, party: int, until: int | None) -> Group:
    """The group with one party more."""
    holds = group.holds if until is None else (*group.holds, (until, party))
    return dataclasses.replace(group, left=group.left - party, taken=group.taken + party, holds=holds)


def same(one: Openings, other: Openings, days: Iterable[dt.date]) -> None:
    """Every question about these dates has one answer."""
    for day in days:
        assert one.offered(day) == other.offered(day)
        for person in (None, *one.performers):
            assert one.free(day, person) == other.free(day, person)
        for start in one.offered(day):
            assert one.free_people(start) == other.free_people(start)
            assert one.places_left(start) == other.places_left(start)
            for person in one.performers:
                assert one.free_things(start, person) == other.free_things(start, person)
                assert reasons(one, start, person) == reasons(other, start, person)

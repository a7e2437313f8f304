"""Who gets it: which group is joined, else which person opens an appointment, and with which thing."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bookings.availability.slots import Openings


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person (and a thing, when one is needed) for a start; `group` when an appointment that exists is joined."""

    person: int
    length: int
    thing: int | None = None
    group: int | None = None


def group_to_join(
    openings: Openings, start: int, key: int | None = None, among: Collection[int] | None = None
) -> Assignment | None:
    """This will give the fullest group at the start (or the one with that key) that can hold the whole party; `among`
    are the people whose it must be."""
    for person, group, _ in openings.rooms(start):
        if key in (None, group.key) and (among is None or person in among):
            return Assignment(person, openings.time_of(start, person).length, group=group.key)
    return None


def in_turn(openings: Openings, people: Sequence[int], day: dt.date, last_booked: Mapping[int, int]) -> list[int]:
    """This will put people in turn: the fewest minutes booked that day, then booked least recently, then lowest id.

    `last_booked` is in UTC seconds; who is not in it never was.
    """

    def rank(person: int) -> tuple[int, int, int]:
        return openings.diaries.minutes_on(day, person), last_booked.get(person, 0), person

    return sorted(people, key=rank) if len(people) > 1 else list(people)


def opening_by(openings: Openings, start: int, person: int) -> Assignment:
    """This will give a new appointment of a person who is free to open one, with the first thing that is free."""
    thing = openings.free_things(start, person)[0] if openings.demand.kind else None
    return Assignment(person, openings.time_of(start, person).length, thing=thing)


def group_however_full(openings: Openings, start: int, key: int | None) -> Assignment | None:
    """This will give the group at a start (with that key), whether or not the party finds room in it."""
    for person, group, _ in openings.diaries.groups(openings.performers):
        if key in (None, group.key) and group.start == start:
            return Assignment(person, openings.time_of(start, person).length, group=group.key)
    return None

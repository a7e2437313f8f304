"""Who gets it: which group is joined, else which person opens an appointment, and with which thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookings.availability.slots import Openings


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person (and a thing, when one is needed) for a start; `group` when an appointment that exists is joined."""

    person: int
    length: int
    thing: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What decides whose turn it is among those who are free."""

    booked_minutes: int = 0  # on the local date of the start
    last_booked: float = 0.0  # UTC seconds; 0: never


def group_to_join(openings: Openings, start: int, key: int | None = None) -> Assignment | None:
    """This will give the fullest group at the start (or the one with that key) that can hold the whole party."""
    for group in openings.joinable(start):
        if key in (None, group.key):
            return Assignment(group.person, openings.time_of(start, group.person).length, group=group.key)
    return None


def in_turn(people: Sequence[int], turns: Mapping[int, Turn]) -> list[int]:
    """This will put people in turn: the fewest minutes booked that day, then booked least recently, then lowest id."""

    def rank(person: int) -> tuple[int, float, int]:
        turn = turns.get(person, Turn())
        return turn.booked_minutes, turn.last_booked, person

    return sorted(people, key=rank)


def opening_by(openings: Openings, start: int, person: int) -> Assignment:
    """This will give a new appointment of a person who is free to open one, with the first thing that is free."""
    thing = openings.free_things(start, person)[0] if openings.facts.demand.needs_thing else None
    return Assignment(person, openings.time_of(start, person).length, thing=thing)

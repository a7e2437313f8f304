"""How many a start has room for, one after another, and how many it would have if nobody were booked."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from bookings.availability.slots import Openings


class Places(NamedTuple):
    """A start as a UTC minute, how many places could be booked one after another, and how many there are in all."""

    start: int
    free: int
    total: int


def places_on(openings: Openings, day: dt.date) -> list[Places]:
    """This will give every start offered on a date, in order, with its places for parties of one.

    `total` counts the places of everybody who is at work for the whole service, booked or not, and of what the house
    planned besides.
    """
    midnight = openings.span.midnight(day)
    shift = midnight - openings.span.start
    at_work = {key: openings.offers.at_work(key, openings.policy) >> shift for key in openings.performers}
    opening = [(key, openings.opening_mask(key) >> shift) for key in openings.performers]
    capacity, needs_thing = openings.demand.capacity, bool(openings.demand.kind)
    found = []
    for start in openings.offered(day):
        bit = 1 << start - midnight
        openers = [key for key, mask in opening if mask & bit]
        count = _with_things(openings, start, openers) if needs_thing else len(openers)
        total = capacity * sum(1 for mask in at_work.values() if mask & bit)
        total += sum(group.places for key, group in openings.planned if group.start == start and not at_work[key] & bit)
        free = count * capacity + sum(left for _, _, left in openings.rooms(start))
        found.append(Places(start, min(free, total), total))
    return found


def _with_things(openings: Openings, start: int, openers: Sequence[int]) -> int:
    """How many of these can have a thing of their own: who takes longest chooses first, for the fewest will do."""
    given: set[int] = set()
    for key in sorted(openers, key=lambda key: -openings.performers[key].length):
        thing = next((thing for thing in openings.free_things(start, key) if thing not in given), None)
        if thing is not None:
            given.add(thing)
    return len(given)

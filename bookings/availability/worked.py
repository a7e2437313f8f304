"""When people are at work, whatever is booked: what a diary is measured against."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from bookings.availability.roster import Roster
from bookings.availability.span import dates
from bookings.availability.timeline import Interval, intervals_of


def times_worked(roster: Roster, first: dt.date, last: dt.date) -> Counter[Interval]:
    """This will give the times, and how many people work then, in the periods of the dates `first` … `last`."""
    opened = roster.span.mask(period for day in dates(first, last) for period in roster.periods(day))
    alike = Counter(roster.on_duty(person) & opened for person in roster.people)
    found: Counter[Interval] = Counter()
    for mask, count in alike.items():
        for time in intervals_of(mask, roster.span.start):
            found[time] += count
    return found


def minutes_worked(roster: Roster, pieces: Sequence[tuple[dt.date, dt.date]]) -> dict[int, list[int]]:
    """This will give how many minutes each person works in the periods of each piece, given as first and last date."""
    opened = [
        roster.span.mask(period for day in dates(first, last) for period in roster.periods(day))
        for first, last in pieces
    ]
    known: dict[int, list[int]] = {}
    found = {}
    for person in roster.people:
        duty = roster.on_duty(person)
        if duty not in known:
            known[duty] = [(duty & mask).bit_count() for mask in opened]
        found[person] = known[duty]
    return found

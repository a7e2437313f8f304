"""When people are at work, whatever is booked: what a diary is measured against."""

import datetime as dt
from collections import Counter

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

"""When people are at work, whatever is booked: what a diary is measured against."""

import datetime as dt
from collections import Counter

from bookings.availability.days import Days
from bookings.availability.diaries import Diaries
from bookings.availability.facts import Facts
from bookings.availability.timeline import Interval, intervals_of


def times_worked(facts: Facts, first: dt.date, last: dt.date) -> Counter[Interval]:
    """This will give the times, and how many people work then, in the periods of the dates `first` … `last`."""
    days = Days(facts, first, last)
    opened = days.mask(period for day in days for period in days.periods(day))
    alike = Counter(mask & opened for mask in Diaries(days, any_time=False).working.values())
    found: Counter[Interval] = Counter()
    for mask, count in alike.items():
        for time in intervals_of(mask, days.window.start):
            found[time] += count
    return found

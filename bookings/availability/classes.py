"""The classes that will be held, each with its teacher and its places: a timetable as guests read it."""

import datetime as dt
from typing import NamedTuple

from bookings.availability.facts import Lesson
from bookings.availability.localtime import DAY
from bookings.availability.slots import Openings
from bookings.availability.span import ONE_DAY
from bookings.availability.timeline import minutes_of


class Class(NamedTuple):
    """A class: its start as a UTC minute, the date it stands under, who gives it, its places left and in all."""

    start: int
    day: dt.date
    person: int
    left: int
    places: int


def classes_held(openings: Openings, first: dt.date, last: dt.date) -> list[Class]:
    """This will give the classes of the dates `first` … `last` in order, those that are full, too.

    `openings` are for parties of one. A class whose teacher is away, or busy with something else, or for which no
    thing is free, is not held.
    """
    groups = {
        (key, group.start): (group.places - taken, group.places)
        for key, group, taken in openings.diaries.groups(openings.performers)
    }
    found = []
    for key in openings.performers:
        opening, starts = openings.opening_mask(key), openings.offered_by(key)
        if not openings.demand.timetabled:  # a grid, with classes on some dates
            classes = openings.offers.own_starts_of(key)
            for who, group in openings.planned:
                classes |= openings.span.bit(group.start) if who == key else 0
            starts &= classes
        for start in minutes_of(starts, openings.span.start):
            day = openings.date_of(start)
            if day is None or not first <= day <= last:
                continue
            if (key, start) in groups:
                left, places = groups[key, start]
                found.append(Class(start, day, key, max(left, 0), places))
            elif opening & openings.span.bit(start):
                found.append(Class(start, day, key, openings.demand.capacity, openings.demand.capacity))
    return sorted(found)


def lessons_meet(one: Lesson, other: Lesson) -> bool:
    """This will tell whether two classes of one person ever touch, buffers included, on dates that both have."""
    dated = [(lesson, lesson.on) for lesson in (one, other) if lesson.on is not None]
    for after in (-1, 0, 1):  # the other one's date, after that of the first
        shift = after * DAY
        later = shift + other.wall - one.wall
        if not any(mine.overlaps(theirs.later(later)) for mine in one.work for theirs in other.work):
            continue
        if dated:
            lesson, day = dated[0]
            if (other if lesson is one else one).is_on(day + (after if lesson is one else -after) * ONE_DAY):
                return True
        elif ((other.weekday or 0) - (one.weekday or 0) - after) % 7 == 0 and _share_dates(one, other):
            return True
    return False


def _share_dates(one: Lesson, other: Lesson) -> bool:
    firsts, lasts = filter(None, (one.first, other.first)), filter(None, (one.last, other.last))
    return max(firsts, default=dt.date.min) <= min(lasts, default=dt.date.max)

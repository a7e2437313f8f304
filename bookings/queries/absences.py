"""The times of a time off: one, or those of its rule."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bookings import availability
from bookings.availability import Interval
from bookings.recurrence import WEEKDAYS, Frequency, Recurrence
from businesses.models.time_off import Absence


class Occurrence(NamedTuple):
    """A time, in UTC minutes, and the local date on which it begins."""

    on: dt.date
    time: Interval


def times_away(row: Absence, zone: ZoneInfo) -> Sequence[Occurrence]:
    """This will give every time of a time off, in order, without what is excepted."""
    return expanded(
        row.starts_at, row.ends_at, row.every_weeks, row.weekdays, row.until, row.excepted_dates, zone
    )  # fmt: skip


def expanded(
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    every_weeks: int | None,
    weekdays: Collection[int],
    until: dt.date | None,
    excepted_dates: Collection[str],
    zone: ZoneInfo,
) -> Sequence[Occurrence]:
    """This will give the same of the columns of a time off.

    It comes again at the same times of the wall. Of a time that comes twice in the night when clocks go back the longer
    reading counts: nobody is booked while they may be away.
    """
    if every_weeks is None or until is None:
        return (Occurrence(starts_at.astimezone(zone).date(), _interval(starts_at, ends_at)),)
    rule = every_weeks, tuple(weekdays), until
    return _expanded(starts_at, ends_at, *rule, frozenset(excepted_dates), zone)


@lru_cache(maxsize=500)  # a set-up is read again after each change, and most rules are as they were
def _expanded(
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    every_weeks: int,
    weekdays: tuple[int, ...],
    until: dt.date,
    excepted: frozenset[str],
    zone: ZoneInfo,
) -> tuple[Occurrence, ...]:
    first, last = (each.astimezone(zone).replace(tzinfo=None) for each in (starts_at, ends_at))
    rule = Recurrence(Frequency.WEEKLY, every_weeks, [WEEKDAYS[day] for day in weekdays], until=until)
    found = []
    for day in rule.dates(first.date()):
        if day.isoformat() in excepted:
            continue
        begin = dt.datetime.combine(day, first.time())
        is_first = day == first.date()
        time = _interval(starts_at, ends_at) if is_first else _on_the_wall(begin, begin + (last - first), zone)
        found.append(Occurrence(day, time))
    return tuple(found)


def _on_the_wall(begin: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> Interval:
    """The time between two clocks: from the first instant that may be meant to the last."""
    first, last = (availability.wall_minute(each.date(), each.hour * 60 + each.minute, zone) for each in (begin, end))
    return Interval(first, max(last, availability.minute_of(end.replace(tzinfo=zone, fold=1))))


def _interval(starts_at: dt.datetime, ends_at: dt.datetime) -> Interval:
    return Interval(availability.minute_of(starts_at), availability.minute_from(ends_at))

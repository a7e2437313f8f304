"""Wall time and instants: what a clock on the wall says, and when that is.

A wall time is counted in minutes after midnight of its date; 1440 and more are on the next date. Instants are whole
UTC minutes since 1970.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bookings.availability.timeline import Interval

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DAY = 1440


def minute_of(instant: dt.datetime) -> int:
    """This will give the UTC minute of an instant, seconds dropped."""
    return (instant - EPOCH) // MINUTE


def minute_from(instant: dt.datetime) -> int:
    """This will give the first whole UTC minute that is not before an instant."""
    return -((EPOCH - instant) // MINUTE)


def instant_of(minute: int) -> dt.datetime:
    """This will give the instant, in UTC, of a UTC minute."""
    return EPOCH + minute * MINUTE


@lru_cache(maxsize=16384)
def wall_minute(day: dt.date, wall: int, zone: dt.tzinfo) -> int:
    """This will give the first instant at which the clock of that date shows `wall` or later.

    A time that occurs twice means the first of the two; one that the clock skips means the moment it skips. So later
    wall times never come before earlier ones, and a period keeps its order across every clock change.
    """
    shown = dt.datetime.combine(day, dt.time()) + wall * MINUTE
    first, second = minute_of(shown.replace(tzinfo=zone)), minute_of(shown.replace(tzinfo=zone, fold=1))
    if first <= second:
        return first
    return second + bisect_left(range(second, first), shown, key=lambda minute: clock_at(minute, zone))  # skipped


def instants(day: dt.date, time: dt.time, zone: dt.tzinfo) -> list[dt.datetime]:
    """This will give the instants, in UTC, at which the wall shows a time: none and two where the clocks change."""
    wall = dt.datetime.combine(day, time.replace(second=0, microsecond=0))
    try:
        found = {wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
        return sorted(each for each in found if each.astimezone(zone).replace(tzinfo=None) == wall)
    except OverflowError:
        return []


def clock_at(minute: int, zone: dt.tzinfo) -> dt.datetime:
    """This will give what the calendar and the clock on the wall show, without a zone."""
    return instant_of(minute).astimezone(zone).replace(tzinfo=None)


def local_date(minute: int, zone: dt.tzinfo) -> dt.date:
    """This will give the date that the calendar on the wall shows."""
    return clock_at(minute, zone).date()


Week = Mapping[int, tuple[Interval, ...]]  # periods of each weekday (Monday is 0) in wall minutes


@dataclass(frozen=True, slots=True)
class Rota:
    """Weeks that take turns from a date on. The first of them is the week, from Monday on, in which that date lies."""

    first: dt.date
    weeks: tuple[Week, ...]

    def turn(self, day: dt.date) -> int:
        """This will say which of the weeks a date has; the first is 0.

        Mondays are counted from the year 1 on, so that no year's end, whatever its last week is called, skips a turn.
        """
        return (_mondays(day) - _mondays(self.first)) % len(self.weeks)


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of periods, the rotas that replace it one after the other, in order of their dates, and the dates that
    have periods of their own instead."""

    weekly: Week = field(default_factory=dict)
    special: Mapping[dt.date, tuple[Interval, ...]] = field(default_factory=dict)
    rotas: tuple[Rota, ...] = ()

    def rota_on(self, day: dt.date) -> Rota | None:
        """This will give the rota of a date; None: it has the plain week."""
        return next((rota for rota in reversed(self.rotas) if rota.first <= day), None)

    def week_on(self, day: dt.date) -> Week:
        """This will give the week that a date has, special or not."""
        rota = self.rota_on(day) if self.rotas else None
        return self.weekly if rota is None else rota.weeks[rota.turn(day)]

    def weeks(self, since: dt.date | None = None) -> list[Week]:
        """This will give every week that some date has, or one from `since` on: at least one, in their order."""
        begun = self.rota_on(since) if since else None
        rotas = self.rotas if begun is None else self.rotas[self.rotas.index(begun) :]
        return [*([self.weekly] if begun is None else []), *(week for rota in rotas for week in rota.weeks)]

    def on(self, day: dt.date, zone: dt.tzinfo) -> list[Interval]:
        """This will give the periods that open on a date, as instants, also those that close on the next one."""
        found = self.special.get(day)
        if found is None:
            found = self.week_on(day).get(day.weekday(), ())
        periods = (Interval(wall_minute(day, opens, zone), wall_minute(day, closes, zone)) for opens, closes in found)
        return [period for period in sorted(periods) if period.length > 0]


def _mondays(day: dt.date) -> int:
    return (day.toordinal() - 1) // 7  # the first day of the year 1 was a Monday

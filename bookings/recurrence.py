"""Recurrence by RFC 5545: a rule and its first start in, every start out.

A recurrence happens on the wall: dates and clock times where the business is, not steps of so many hours. So python-
dateutil expands it without a zone, and each wall time becomes an instant as everywhere in the house.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, takewhile

from dateutil import rrule
from dateutil.relativedelta import relativedelta

from bookings import errors
from bookings.availability import instant_of, wall_minute

MOST = 400  # occurrences
LONGEST_YEARS = 2  # from the first start to the last
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # as RFC 5545 writes them; Monday is 0
KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"})


class Frequency(StrEnum):
    """How often, before the interval."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `interval` days, weeks (from Monday on), months or years, until something or so many times.

    `weekdays` ("MO" …) say on which days: of each week, and where the frequency is a month or a year on each such day
    of it. `until` is inclusive, an instant or a local date. Raises `ValueError` for what is no rule.
    """

    frequency: str
    interval: int = 1
    weekdays: Sequence[str] = ()
    until: dt.datetime | dt.date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.until is None) == (self.count is None):
            raise ValueError("a recurrence ends at a time, or after so many")
        if self.interval < 1 or (self.count is not None and self.count < 1):
            raise ValueError("a recurrence counts from 1")
        if isinstance(self.until, dt.datetime) and self.until.tzinfo is None:
            raise ValueError("an instant has a zone")
        if not set(self.weekdays) <= set(WEEKDAYS):
            raise ValueError(f"the weekdays are {', '.join(WEEKDAYS)}")
        object.__setattr__(self, "frequency", Frequency(self.frequency))
        object.__setattr__(self, "weekdays", tuple(day for day in WEEKDAYS if day in set(self.weekdays)))

    def starts(self, first: dt.datetime, zone: dt.tzinfo) -> list[dt.datetime]:
        """This will give every start in UTC, in order; `first` is always one of them, and counts as one.

        What the calendar or the clock skips is left out, as RFC 5545 says: the 31st of short months, half past two in
        the night when clocks go forward. Raises `SeriesTooLong` beyond 400 or two years.
        """
        local = first.astimezone(zone).replace(tzinfo=None)
        limit = local + relativedelta(years=LONGEST_YEARS)
        too_long = errors.SeriesTooLong(most=MOST, until=limit.date())
        if self.until is not None and self._last_wall(self.until, zone) > limit:
            raise too_long
        found: list[dt.datetime] = []
        for wall in chain([local], self._following(local)):
            start = first if wall == local else _instant(wall, zone)
            if self._is_over(found, wall, start):
                break
            if start.astimezone(zone).replace(tzinfo=None) != wall:
                continue
            if len(found) == MOST or wall > limit:
                raise too_long
            found.append(start.astimezone(dt.UTC))
        if len(found) < (self.count or 0):  # the calendar itself came to its end
            raise too_long
        return found

    def dates(self, first: dt.date) -> Iterator[dt.date]:
        """This will give every date of a rule that ends at a date, in order; `first` is always one of them.

        Nothing is left out for a clock that changes, and no length is too much: who asks has seen to that.
        """
        assert isinstance(self.until, dt.date) and not isinstance(self.until, dt.datetime)  # noqa: S101, PT018
        last, midnight = self.until, dt.datetime.combine(first, dt.time())
        following = takewhile(lambda day: day <= last, (wall.date() for wall in self._following(midnight)))
        return chain([first], following)

    def ending_in(self, zone: dt.tzinfo) -> "Recurrence":
        """This will give the same with an instant for a date at its end, which is all that RFC 5545 knows here."""
        if self.until is None or isinstance(self.until, dt.datetime):
            return self
        last = dt.datetime.combine(self.until, dt.time(23, 59, 59), zone)
        return replace(self, until=last.astimezone(dt.UTC))

    @property
    def text(self) -> str:
        """The rule by RFC 5545, without "RRULE:"."""
        parts = {"FREQ": self.frequency, "INTERVAL": str(self.interval) if self.interval > 1 else ""}
        parts |= {"BYDAY": ",".join(self.weekdays), "WKST": "MO" if self.interval > 1 else ""}
        parts |= {"UNTIL": _written(self.until), "COUNT": str(self.count or "")}
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    @classmethod
    def read(cls, text: str) -> "Recurrence":
        """This will read what `text` gives. Raises `ValueError` for anything else."""
        parts = dict(part.split("=", 1) for part in text.split(";"))
        if not set(parts) <= KNOWN or "FREQ" not in parts or parts.get("WKST", "MO") != "MO":
            raise ValueError(f"not a rule of this house: {text}")
        return cls(
            parts["FREQ"],
            int(parts.get("INTERVAL", 1)),
            parts["BYDAY"].split(",") if "BYDAY" in parts else (),
            until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
        )

    def _following(self, local: dt.datetime) -> Iterator[dt.datetime]:
        """The wall times of the rule after the first start, without an end."""
        days = [getattr(rrule, day) for day in self.weekdays]
        rule = rrule.rrule(
            getattr(rrule, self.frequency), dtstart=local, interval=self.interval, wkst=rrule.MO, byweekday=days or None
        )
        return (wall for wall in rule if wall != local)

    def _is_over(self, found: Sequence[dt.datetime], wall: dt.datetime, start: dt.datetime) -> bool:
        if not found:
            return False
        if self.count is not None:
            return len(found) == self.count
        if isinstance(self.until, dt.datetime):
            return start > self.until
        return self.until is not None and wall.date() > self.until

    @staticmethod
    def _last_wall(until: dt.datetime | dt.date, zone: dt.tzinfo) -> dt.datetime:
        if isinstance(until, dt.datetime):
            return until.astimezone(zone).replace(tzinfo=None)
        return dt.datetime.combine(until, dt.time())


def later(start: dt.datetime, by: dt.timedelta, zone: dt.tzinfo) -> dt.datetime:
    """This will give, in UTC, the start whose calendar and clock show so much later: a day later at the same time."""
    return _instant(start.astimezone(zone).replace(tzinfo=None) + by, zone)


def between(start: dt.datetime, end: dt.datetime, zone: dt.tzinfo) -> dt.timedelta:
    """This will give how much later the calendar and the clock show at `end`: `later` goes so far."""
    return end.astimezone(zone).replace(tzinfo=None) - start.astimezone(zone).replace(tzinfo=None)


def _instant(wall: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    minute = wall_minute(wall.date(), wall.hour * 60 + wall.minute, zone)
    return instant_of(minute) + dt.timedelta(seconds=wall.second, microseconds=wall.microsecond)


def _written(until: dt.datetime | dt.date | None) -> str:
    if isinstance(until, dt.datetime):
        return f"{until.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return "" if until is None else f"{until:%Y%m%d}"


def _until(text: str) -> dt.datetime | dt.date:
    if text.endswith("Z"):
        return dt.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    return dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a date has no zone

"""A plain business to alter by hand, and short ways to ask about it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from bookings.availability import DAY, Hours, Interval, Openings, Rules, instant_of
from tests.bookings.availability import plain
from tests.bookings.availability.plain import Demand, Facts, Person

ONE_DAY = dt.timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = dt.date(2026, 5, 4)
WIDE = (20, 13)  # days of a span around the dates asked about
EARLY = dt.datetime(2026, 5, 1, 8, tzinfo=BERLIN)


def instant(zone: dt.tzinfo, *fields: int, fold: int = 0) -> int:
    """The UTC minute of a local time."""
    return int(dt.datetime(*fields, tzinfo=zone, fold=fold).timestamp()) // 60


def wall(text: str) -> Interval:
    """A period such as 09:00-17:00; a close at or before its open is on the next date."""
    opens, closes = (int(clock[:2]) * 60 + int(clock[3:]) for clock in text.split("-"))
    return Interval(opens, closes if closes > opens else closes + DAY)


def week(*periods: str) -> Hours:
    """The same periods on every day of the week."""
    return Hours(dict.fromkeys(range(7), tuple(wall(period) for period in periods)))


def facts(zone: str = "Europe/Berlin", hours: Hours | None = None, **changed: Any) -> Facts:
    """Open from 09:00 to 12:00, starts every half-hour, one person who takes an hour; but for what is `changed`."""
    plain = {
        "rules": Rules(lead_minutes=0, window_days=60, step_minutes=30),
        "demand": Demand(),
        "people": [Person(1, 60)],
    }
    return Facts(zone=ZoneInfo(zone), hours=hours or week("09:00-12:00"), **{**plain, **changed})


def at(clock: str, day: dt.date = MONDAY, zone: ZoneInfo = BERLIN) -> int:
    return instant(zone, day.year, day.month, day.day, int(clock[:2]), int(clock[3:]))


def between(begin: str, end: str, day: dt.date = MONDAY) -> Interval:
    return Interval(at(begin, day), at(end, day))


def opened(known: Facts, first: dt.date = MONDAY, last: dt.date | None = None, **asked: Any) -> Openings:
    return plain.openings(known, first, last or first, **{"now": EARLY, **asked})


def labels(openings: Openings, starts: list[int]) -> str:
    return " ".join(f"{instant_of(start).astimezone(openings.span.zone):%H:%M}" for start in starts)


def free(known: Facts, day: dt.date = MONDAY, **asked: Any) -> str:
    """The labels of a date's free starts, the same whatever dates a span has beside it."""
    openings, wide = opened(known, day, **asked), opened(known, day, around=WIDE, **asked)
    assert openings.free(day) == wide.free(day)
    return labels(openings, openings.free(day))

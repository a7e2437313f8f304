"""The kernel alone, beside a plain loop over the same calendar."""

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable

from bookings import availability
from bookings.availability import Interval
from load.report import Figure

NOW = dt.datetime(2031, 4, 7, 6, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def figures() -> list[Figure]:
    """Whole months of many people, from facts in memory."""
    small, large = Calendar(10, 60), Calendar(50, 30)
    bits, loop = median_ms(lambda: counts(small, 60)), median_ms(lambda: looped(small, 60), rounds=3)
    return [
        Figure("kernel: 10 staff x 60 days", bits, "ms"),
        Figure("the same by a loop over starts and appointments", loop, "ms"),
        Figure("ratio", loop / bits, "x"),
        Figure("kernel: 50 staff x 30 days", median_ms(lambda: counts(large, 30)), "ms"),
    ]


def median_ms(work: Callable[[], object], rounds: int = 7) -> float:
    """The median time of some rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


class Calendar:
    """Ten hours a day, five appointments of an hour each for everybody, starts every quarter of an hour."""

    def __init__(self, staff: int, days: int) -> None:
        dice = random.Random(1)  # noqa: S311 - the same calendar each time; nothing secret
        origin = availability.wall_minute(TODAY, 0, dt.UTC)
        people = range(1, staff + 1)
        self.diaries = {
            key: [
                Interval(begin, begin + 60)
                for day in range(days)
                for begin in (origin + 1440 * day + 540 + 120 * n + dice.randrange(4) * 15 for n in range(5))
            ]
            for key in people
        }
        hours = availability.Hours({day: (Interval(540, 1140),) for day in range(7)})
        span = availability.Span(dt.UTC, TODAY, TODAY + dt.timedelta(days=days - 1))
        roster = availability.Roster(span, hours, 15, [availability.Person(key) for key in people])
        performers = [availability.Performer(key, 45) for key in people]
        rules = availability.Rules(60, days, 15)
        self.offers = availability.Offers(roster, availability.Demand(), rules, performers, TODAY)
        self.busy = {
            key: availability.Busy(span, (availability.Booked(n, time, time) for n, time in enumerate(diary)))
            for key, diary in self.diaries.items()
        }


def counts(known: Calendar, days: int) -> int:
    """The free starts of all dates, as the product computes them from what it remembers."""
    openings = availability.Openings(known.offers, known.busy, now=NOW)
    return sum(openings.count(TODAY + dt.timedelta(days=n)) for n in range(days))


def looped(known: Calendar, days: int) -> int:
    """The same by looking at every appointment for every start of everybody."""
    free, earliest = set(), availability.minute_from(NOW) + 60
    for day in range(days):
        opens = availability.wall_minute(TODAY + dt.timedelta(days=day), 540, dt.UTC)
        for start in range(opens, opens + 600 - 45 + 1, 15):
            for diary in known.diaries.values():
                if start >= earliest and not any(b.start < start + 45 and start < b.end for b in diary):
                    free.add(start)
    return len(free)

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
    small, large = calendar(10, 60), calendar(50, 30)
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


def calendar(staff: int, days: int) -> availability.Facts:
    """Ten hours a day, five appointments of an hour each for everybody, starts every quarter of an hour."""
    dice = random.Random(1)  # noqa: S311 - the same calendar each time; nothing secret
    origin = availability.wall_minute(TODAY, 0, dt.UTC)
    hours = availability.Hours({day: (Interval(540, 1140),) for day in range(7)})

    def diary() -> list[Interval]:
        starts = (origin + 1440 * day + 540 + 120 * n + dice.randrange(4) * 15 for day in range(days) for n in range(5))
        return [Interval(start, start + 60) for start in starts]

    people = [availability.Person(key, 45, busy=diary()) for key in range(1, staff + 1)]
    return availability.Facts(dt.UTC, availability.Rules(60, days, 15), hours, availability.Demand(), people)


def counts(facts: availability.Facts, days: int) -> int:
    """The free starts of all dates, as the product computes them."""
    openings = availability.Openings(facts, TODAY, TODAY + dt.timedelta(days=days - 1), now=NOW)
    return sum(openings.count(TODAY + dt.timedelta(days=n)) for n in range(days))


def looped(facts: availability.Facts, days: int) -> int:
    """The same by looking at every appointment for every start of everybody."""
    free, earliest = set(), availability.minute_from(NOW) + 60
    for day in range(days):
        opens = availability.wall_minute(TODAY + dt.timedelta(days=day), 540, dt.UTC)
        for start in range(opens, opens + 600 - 45 + 1, 15):
            for person in facts.people:
                if start >= earliest and not any(b.start < start + 45 and start < b.end for b in person.busy):
                    free.add(start)
    return len(free)

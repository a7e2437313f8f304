"""How fast something was answered, whatever asked for it."""

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Pace(NamedTuple):
    """Requests a second (None: other requests came between), milliseconds, and how many answers were wrong."""

    rate: float | None
    p50: float
    p99: float
    wrong: int = 0

    def of(self, floor: "Pace") -> float:
        """The share of the floor's speed: by requests a second, else by the usual time of one."""
        return self.rate / floor.rate if self.rate and floor.rate else floor.p50 / self.p50


def of_times(seconds: Sequence[float], *, rate: float | None, wrong: int) -> Pace:
    """The pace of answers that took so long each."""
    ordered = sorted(seconds)
    if not ordered:
        return Pace(rate, math.nan, math.nan, wrong + 1)
    slowest = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Pace(rate, statistics.median(ordered) * 1000, slowest * 1000, wrong)


def median(paces: Sequence[Pace]) -> Pace:
    """The median of each figure; what was wrong in any round adds up."""
    rates = [pace.rate for pace in paces if pace.rate is not None]
    return Pace(
        statistics.median(rates) if rates else None,
        statistics.median(pace.p50 for pace in paces),
        statistics.median(pace.p99 for pace in paces),
        sum(pace.wrong for pace in paces),
    )

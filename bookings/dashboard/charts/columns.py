"""A column for every piece of time, of one value or of several on each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bookings.dashboard.charts.shapes import WIDTH, Box, Chart, Mark, Table, rounded
from bookings.dashboard.charts.stacks import axis

LEFT, TOP, TALL, BELOW = 44, 8, 110, 20
MARKS = 6  # names below, at most
NARROWEST = 1.5  # what is left of a gap between two columns


class Values(NamedTuple):
    """What is drawn in one look, with its word in the legend."""

    kind: str
    words: str
    values: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Columns(Chart):
    """Boxes on each other, marks of the axis at the left, and names below."""

    boxes: Sequence[Box]
    levels: Sequence[Mark]
    names: Sequence[Mark]
    legend: Sequence[Values] = field(default_factory=list)
    left: int = LEFT


def columns(
    name: str,
    title: str,
    says: str,
    names: Sequence[str],
    stacked: Sequence[Values],
    *,
    table: Table,
    level_words: Callable[[int], str] = lambda level: f"{level:,}",
    top: int = 0,
    note: str = "",
) -> Columns:
    """This will draw a column for each of the `names`; `top` is the end of the axis where it is not the largest."""
    totals = [sum(values) for values in zip(*(each.values for each in stacked), strict=True)]
    step, end = (top // 2, top) if top else axis(max(1, -(-max(totals, default=0) // 1)))
    wide = (WIDTH - LEFT) / max(1, len(names))
    gap = min(wide / 4, NARROWEST)
    boxes = []
    for n in range(len(names)):
        base = float(TOP + TALL)
        for kind, _, values in stacked:
            if tall := min(values[n], end) / end * TALL:
                base -= tall
                x, width = LEFT + n * wide + gap, wide - 2 * gap
                boxes.append(Box(rounded(x), rounded(base), rounded(width), rounded(tall), kind))
    every = -(-len(names) // MARKS)
    return Columns(
        name=name,
        title=title,
        says=says,
        template="admin/charts/columns.html",
        height=TOP + TALL + BELOW,
        drawn=any(totals),
        boxes=boxes,
        levels=[
            Mark(LEFT - 4, rounded(TOP + TALL - n / end * TALL), level_words(n)) for n in range(0, int(end) + 1, step)
        ],
        names=[Mark(rounded(LEFT + n * wide), TOP + TALL, names[n]) for n in range(0, len(names), max(1, every))],
        legend=stacked if len(stacked) > 1 else [],
        table=table,
        note=note,
    )

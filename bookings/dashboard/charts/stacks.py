"""A bar for every date, stacked."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookings.dashboard.charts.shapes import WIDTH, Box, Chart, Mark, Table, rounded
from bookings.dashboard.charts.words import average, number_of
from bookings.queries import Day

LEFT, TOP, TALL = 30, 8, 130


@dataclass(frozen=True, kw_only=True)
class Stacks(Chart):
    """Boxes on each other for every date, marks of the axis at the left, and the months below."""

    boxes: Sequence[Box]
    levels: Sequence[Mark]
    months: Sequence[Mark]


def bookings_per_day(days: Sequence[Day], date_words: Callable[[dt.date], str]) -> Stacks:
    """This will stack kept, missed and cancelled bookings of every date."""
    step, top = axis(max(day.total for day in days))
    wide = (WIDTH - LEFT) / len(days)
    boxes = []
    for n, day in enumerate(days):
        base = float(TOP + TALL)
        for kind, count in (("kept", day.kept), ("missed", day.missed), ("cancelled", day.cancelled)):
            if count:
                tall = count / top * TALL
                base -= tall
                boxes.append(
                    Box(rounded(LEFT + n * wide + 0.3), rounded(base), rounded(wide - 0.6), rounded(tall), kind)
                )
    return Stacks(
        name="days",
        title="Bookings per day",
        says=_says(days, date_words),
        template="admin/charts/stacks.html",
        height=TOP + TALL + 20,
        drawn=any(day.total for day in days),
        boxes=boxes,
        levels=[Mark(LEFT - 4, rounded(TOP + TALL - n / top * TALL), f"{n:,}") for n in range(0, top + 1, step)],
        months=[
            Mark(rounded(LEFT + n * wide), TOP + TALL, f"{day.date:%b}")
            for n, day in enumerate(days)
            if day.date.day == 1
        ],
        table=Table(
            ("Date", "Kept or to come", "Missed", "Cancelled"),
            [
                (date_words(day.date), f"{day.kept:,}", f"{day.missed:,}", f"{day.cancelled:,}")
                for day in reversed(days)
                if day.total
            ],
        ),
    )


def _says(days: Sequence[Day], date_words: Callable[[dt.date], str]) -> str:
    first = next((n for n, day in enumerate(days) if day.total), None)
    if first is None:
        return "Every booking will be counted here, day by day, from the first one on."
    total, busiest = sum(day.total for day in days), max(days, key=lambda day: day.total)
    since = f" since {date_words(days[first].date)}" if first else f" in {len(days)} days"
    return (
        f"{number_of(total, 'booking')}{since}, {average(total, len(days) - first)} a day. "
        f"The busiest day was {date_words(busiest.date)} with {busiest.total:,}."
    )


def axis(most: int) -> tuple[int, int]:
    """This will give the step and the top of an axis: round numbers, at most four steps."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if 4 * step >= most:
                return step, max(step, -(-most // step) * step)
        size *= 10

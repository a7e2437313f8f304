"""A field for every hour of the week."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bookings.dashboard.charts.shapes import WIDTH, Box, Chart, Mark, Table, rounded
from bookings.dashboard.charts.words import percent
from bookings.queries import Cell

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS_OF = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
MARGIN, ROW, HEAD = 42, 22, 18
Words = Callable[[int], str]


@dataclass(frozen=True, kw_only=True)
class Grid(Chart):
    """A box for every hour of the week."""

    boxes: Sequence[Box]
    columns: Sequence[Mark]
    rows: Sequence[Mark]


def utilisation(cells: Sequence[Cell], hour_words: Words) -> Grid:
    """This will draw how full each hour of the week was: a column for every weekday, a row for every hour."""
    hours = sorted({cell.hour for cell in cells if cell.working_minutes})
    span = range(hours[0], hours[-1] + 1) if hours else range(0)
    wide = (WIDTH - MARGIN) / 7
    boxes = [
        Box(
            rounded(MARGIN + cell.weekday * wide + 1),
            HEAD + (cell.hour - span.start) * ROW + 1,
            rounded(wide - 2),
            ROW - 2,
            level(cell.share),
            "" if cell.share is None else f"{round(100 * cell.share)}",
        )
        for cell in cells
        if cell.hour in span
    ]
    return Grid(
        name="week",
        title="How full your week is",
        says=_seen_in_week(cells, hour_words),
        note="Percent of the hours your people work that are booked. Empty fields: nobody works.",
        template="admin/charts/grid.html",
        height=HEAD + len(span) * ROW,
        drawn=any(cell.booked_minutes for cell in cells) and bool(hours),
        boxes=boxes,
        columns=[Mark(rounded(MARGIN + (n + 0.5) * wide), HEAD - 6, name) for n, name in enumerate(WEEKDAYS)],
        rows=[Mark(MARGIN - 5, HEAD + (n + 0.5) * ROW + 4, hour_words(hour)) for n, hour in enumerate(span)],
        table=Table(("Hour", *WEEKDAYS), [(hour_words(h), *_row(cells, h)) for h in span]),
    )


def level(share: float | None) -> str:
    """This will give the class of a cell: shut, or one of five fifths."""
    return "shut" if share is None else f"level-{min(4, int(share * 5))}"


def _row(cells: Iterable[Cell], hour: int) -> list[str]:
    return ["–" if cell.share is None else percent(cell.share) for cell in cells if cell.hour == hour]


def _seen_in_week(cells: Sequence[Cell], hour_words: Words) -> str:
    open_cells = [cell for cell in cells if cell.share is not None]
    if not any(cell.booked_minutes for cell in open_cells):
        return "As soon as guests have booked, you will see here which hours are full and which have room."
    fullest = max(open_cells, key=lambda cell: cell.share or 0)
    quietest = min(open_cells, key=lambda cell: cell.share or 0)
    if fullest.share == quietest.share:
        return f"All hours are {percent(fullest.share or 0)} full."
    full, full_share = _stretch(fullest, open_cells, hour_words)
    quiet, quiet_share = _stretch(quietest, open_cells, hour_words)
    return f"{full} are {full_share} full. Most room: {quiet}, {quiet_share} full."


def _stretch(cell: Cell, cells: Iterable[Cell], hour_words: Words) -> tuple[str, str]:
    """An hour and its neighbours that are about as full: "Saturdays between 10 and 12", "92 %"."""
    alike = {
        each.hour: each
        for each in cells
        if each.weekday == cell.weekday and abs((each.share or 0) - (cell.share or 0)) <= 0.05
    }
    first = last = cell.hour
    while first - 1 in alike:
        first -= 1
    while last + 1 in alike:
        last += 1
    booked = sum(alike[hour].booked_minutes for hour in range(first, last + 1))
    working = sum(alike[hour].working_minutes for hour in range(first, last + 1))
    until = hour_words((last + 1) % 24)
    share = percent(min(1.0, booked / working))
    return f"{DAYS_OF[cell.weekday]} between {hour_words(first)} and {until}", share

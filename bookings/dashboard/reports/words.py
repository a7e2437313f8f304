"""The measures of a report: what each is called, how it is written, and what it was before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from bookings.dashboard.charts.words import hours_words, percent
from bookings.localized import Reader
from bookings.queries import Line, Report
from businesses import money

NOTHING = "–"
MANY_HOURS = 100
Value = int | float | Decimal | None


@dataclass(frozen=True)
class Measure:
    """A column of a report: its kind says how a value is written (count, money, hours, share)."""

    name: str
    title: str
    kind: str
    of: Callable[[Line], Value]


MEASURES = (
    Measure("bookings", "Bookings", "count", lambda line: line.bookings),
    Measure("came", "Took place", "count", lambda line: line.came),
    Measure("open", "Open", "count", lambda line: line.open),
    Measure("missed", "Did not come", "count", lambda line: line.missed),
    Measure("missed_share", "Did not come, share", "share", lambda line: line.missed_share),
    Measure("cancelled", "Cancelled", "count", lambda line: line.cancelled),
    Measure("revenue", "Revenue", "money", lambda line: line.revenue),
    Measure("expected", "Expected", "money", lambda line: line.expected),
    Measure("booked", "Time booked", "hours", lambda line: round(line.booked_minutes)),
    Measure("utilisation", "Of working time", "share", lambda line: line.utilisation),
    Measure("customers", "Customers", "count", lambda line: line.customers),
    Measure("new", "New customers", "count", lambda line: line.new),
    Measure("returning", "Returning customers", "count", lambda line: line.returning),
)
BY_NAME = {each.name: each for each in MEASURES}
THEN = tuple(
    Measure(each, f"{BY_NAME[each].title}, before", BY_NAME[each].kind, BY_NAME[each].of)
    for each in ("bookings", "revenue")
)
SHOWN_FIRST = ("bookings", "revenue", "utilisation", "missed", "new", "returning")


class Tile(NamedTuple):
    """A measure of all of it: its value, what it was before, and by how much it changed."""

    title: str
    value: str
    before: str
    change: str
    help: str


class Writer:
    """How the reader of a report reads its values."""

    def __init__(self, reader: Reader, currency: str) -> None:
        self.reader, self.currency = reader, currency

    def value(self, measure: Measure, line: Line) -> str:
        """This will write a value."""
        found = measure.of(line)
        if found is None:
            return NOTHING
        if measure.kind == "money":
            return self.reader.price(Decimal(found), self.currency)
        if measure.kind == "share":
            return percent(float(found))
        return self.hours(int(found)) if measure.kind == "hours" else self.reader.number(int(found))

    def hours(self, minutes: int) -> str:
        """This will write a length, of many hours without the minutes."""
        hours = round(minutes / 60)
        return f"{self.reader.number(hours)}\xa0h" if hours >= MANY_HOURS else hours_words(minutes)

    def plain(self, measure: Measure, line: Line) -> Any:
        """This will give a value as a spreadsheet reckons with it: hours and per cent as numbers."""
        found = measure.of(line)
        if found is None:
            return ""
        if measure.kind == "money":
            return money.rounded(Decimal(found), self.currency)
        if measure.kind == "share":
            return round(100 * float(found), 1)
        return round(int(found) / 60, 2) if measure.kind == "hours" else int(found)

    def row(self, report: Report, line: Line, *, plain: bool = False) -> list[Any]:
        """This will write all measures of a line, and some of the same person or service before."""
        write = self.plain if plain else self.value
        before = report.lines_before.get(line.key, Line()) if line.key else report.total_before
        beside = [write(each, before) if line is not before else "" for each in then(report)]
        return [*(write(each, line) for each in MEASURES), *beside]

    def tiles(self, report: Report) -> list[Tile]:
        """This will give the measures that say most, of all of a report."""
        total, before = report.total, report.total_before
        return [
            Tile(each.title, self.value(each, total), self.value(each, before), change(each, total, before), help_)
            for each, help_ in ((BY_NAME[name], self._help(name, total)) for name in SHOWN_FIRST)
        ]

    def _help(self, name: str, total: Line) -> str:
        """The value in other words, where one number does not say it."""
        if name == "utilisation":
            return f"{self.hours(round(total.used_minutes))} booked of {self.hours(total.worked_minutes)} worked"
        if name == "revenue" and total.expected:
            return f"and {self.value(BY_NAME['expected'], total)} expected"
        if name == "missed" and total.missed:
            worth = self.reader.price(total.lost, self.currency)
            return f"{percent(total.missed_share or 0)} of the visits that were due, worth {worth}"
        if name == "bookings":
            return f"{self.reader.number(total.cancelled)} of them cancelled" if total.cancelled else ""
        return ""

    def name(self, report: Report, line: Line, names: Mapping[int, str]) -> str:
        """This will say what a line is about; `names` are those of people or services."""
        if report.scope.by != "period":
            return names.get(line.key, "")
        piece = report.pieces[line.key]
        if piece.is_month:
            return self.reader.month(piece.first)
        return self.reader.short_day(piece.first) if piece.days == 1 else self.reader.period(*piece)


def then(report: Report) -> tuple[Measure, ...]:
    """This will give what a line says of the time before; one of a piece of time has no other beside it."""
    return () if report.scope.by == "period" else THEN


def change(measure: Measure, total: Line, before: Line) -> str:
    """This will say by how much a value is more or less than before; "": of nothing there is no part."""
    now, then = measure.of(total), measure.of(before)
    if now is None or then is None:
        return ""
    if measure.kind == "share":
        points = round(100 * (float(now) - float(then)))
        return f"{_signed(points)} point{'' if abs(points) == 1 else 's'}" if points else "no change"
    if now == then:
        return "no change" if now else ""
    if not then:
        return ""
    percents = round(100 * (float(now) - float(then)) / float(then))
    return f"{_signed(percents)}\xa0%" if percents else "about the same"


def _signed(number: int) -> str:
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number < 0 else "0"

"""A report: how business went in some dates, by period, person or service, beside the dates before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from weakref import WeakKeyDictionary

from bookings import availability
from bookings.queries import report_rows, utilisation
from bookings.queries.house import house
from bookings.queries.periods import Dates
from bookings.queries.report_rows import BEFORE, CAME, CANCELLED, MISSED, NOW, OPEN, Scope
from bookings.queries.setup import Setup

MOST_KNOWN = 16  # dates of a business
_known: "WeakKeyDictionary[Setup, dict[tuple[object, ...], dict[int, list[int]]]]" = WeakKeyDictionary()


@dataclass(slots=True)
class Line:
    """What is counted of a piece of time, a person, a service or all of it.

    `came`, `open`, `missed` and `cancelled` are bookings: `open` ones are still to come, or were scope for and never
    answered. `revenue` is what those that took place were worth by the prices agreed, `expected` the same of open ones
    and `lost` of missed ones. `booked_minutes` are those of everybody's diary, `used_minutes` those of the people who
    take bookings now, of which `worked_minutes` are the working time. `customers` came at least once, `new` of them
    for the first time ever.
    """

    key: int = 0
    came: int = 0
    open: int = 0
    missed: int = 0
    cancelled: int = 0
    revenue: Decimal = Decimal(0)
    expected: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    booked_minutes: float = 0
    used_minutes: float = 0
    worked_minutes: int = 0
    customers: int = 0
    new: int = 0

    @property
    def bookings(self) -> int:
        """All of them, whatever became of them."""
        return self.came + self.open + self.missed + self.cancelled

    @property
    def missed_share(self) -> float | None:
        """From 0 to 1: missed ones of those that were due and not cancelled; None: there were none."""
        due = self.came + self.missed
        return self.missed / due if due else None

    @property
    def utilisation(self) -> float | None:
        """From 0 to 1: how much of the working time is booked; None: nobody works."""
        return min(1.0, self.used_minutes / self.worked_minutes) if self.worked_minutes else None

    @property
    def returning(self) -> int:
        """Customers who had been here before."""
        return self.customers - self.new

    def add(self, outcome: int, count: int, worth: Decimal) -> None:
        """This will count bookings of an outcome."""
        if outcome == CAME:
            self.came, self.revenue = self.came + count, self.revenue + worth
        elif outcome == OPEN:
            self.open, self.expected = self.open + count, self.expected + worth
        elif outcome == MISSED:
            self.missed, self.lost = self.missed + count, self.lost + worth
        elif outcome == CANCELLED:
            self.cancelled += count


@dataclass(frozen=True, slots=True)
class Report:
    """The totals of both eras, and the lines. Those of a report by period are in order of time, all others as the
    house has its people and services; a line of the era before has the key of its own beside it in `lines_before`.
    `foreign`: so many parts have prices in another currency than the business's, and are not in any amount."""

    scope: Scope
    total: Line
    total_before: Line
    lines: Sequence[Line]
    lines_before: dict[int, Line]
    pieces: dict[int, Dates]
    foreign: int


def report(scope: Scope, *, now: dt.datetime) -> Report:
    """This will add up a report, in two queries beside those of the set-up, whatever the number of bookings.

    By period every booking counts once, by its first part; by person and by service, or of one of these alone, each of
    its parts counts.
    """
    setup = house(scope.business).setup
    pieces = scope.dates.pieces(scope.grain)
    found = _Found(scope)
    people = [each for each in setup.people.values() if scope.staff in (None, each)]
    foreign = found.count_outcomes(now, [each.pk for each in people if not each.active])
    found.count_customers(now)
    found.count_worked(setup, [each.pk for each in people if each.active], pieces)
    lines = found.lines[NOW]
    keys = list(pieces) if scope.by == "period" else _rows(setup, scope.by, found)
    return Report(
        scope=scope,
        total=found.totals[NOW],
        total_before=found.totals[BEFORE],
        lines=[lines[key] for key in keys],
        lines_before={} if scope.by == "period" else dict(found.lines[BEFORE]),
        pieces=pieces,
        foreign=foreign,
    )


def _rows(setup: Setup, by: str, found: "_Found") -> list[int]:
    """People or services in the house's order: those with something to say, and those who work."""
    known = setup.people if by == "staff" else setup.services
    lines = found.lines[NOW]
    return [key for key in known if key in lines or key in found.lines[BEFORE]]


class _Found:
    """Lines and totals of both eras while they are added up."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.totals = {NOW: Line(), BEFORE: Line()}
        self.lines = {NOW: _Lines(), BEFORE: _Lines()}

    def count_outcomes(self, now: dt.datetime, away: Collection[int]) -> int:
        """This will count bookings, money and minutes, and give how many parts have prices in another currency."""
        by_parts = bool(self.scope.narrowing)
        lines_by_parts = by_parts or self.scope.by != "period"
        foreign = 0
        for row in report_rows.outcomes(self.scope, now, away):
            total, line = self.totals[row.era], self.lines[row.era][row.line]
            total.add(row.outcome, row.parts if by_parts else row.bookings, row.worth)
            line.add(row.outcome, row.parts if lines_by_parts else row.bookings, row.worth)
            for each in (total, line):
                each.booked_minutes += row.minutes
                each.used_minutes += row.minutes - row.away
            line.customers += row.customers if row.outcome == CAME else 0
            foreign += row.foreign if row.era == NOW else 0
        return foreign

    def count_customers(self, now: dt.datetime) -> None:
        """This will say who is new."""
        for row in report_rows.newcomers(self.scope, now):
            self.totals[NOW].customers += row.seen_now
            self.totals[BEFORE].customers += row.seen_before
            if row.era is not None:
                self.totals[row.era].new += row.new
                if row.new:
                    self.lines[row.era][row.line].new += row.new

    def count_worked(self, setup: Setup, people: Collection[int], pieces: Mapping[int, Dates]) -> None:
        """This will say how long people work."""
        scope = self.scope
        for era, dates, cut in ((NOW, scope.dates, list(pieces.values())), (BEFORE, scope.before, [scope.before])):
            self._count_worked(era, _worked(setup, people, dates, cut), list(pieces))

    def _count_worked(self, era: int, worked: dict[int, list[int]], keys: Sequence[int]) -> None:
        total, lines = self.totals[era], self.lines[era]
        total.worked_minutes = sum(map(sum, worked.values()))
        if self.scope.by == "staff":
            for person, minutes in worked.items():
                if sum(minutes):
                    lines[person].worked_minutes = sum(minutes)
        elif self.scope.by == "service":
            for line in lines.values():
                line.worked_minutes = total.worked_minutes
        elif era == NOW:
            for n, key in enumerate(keys):
                lines[key].worked_minutes = sum(minutes[n] for minutes in worked.values())


def _worked(setup: Setup, people: Collection[int], dates: Dates, pieces: Sequence[Dates]) -> dict[int, list[int]]:
    """How long each person works in each piece: reckoned once for a version of the set-up, as an owner turns from one
    page of a report to the next."""
    known = _known.setdefault(setup, {})
    key = tuple(people), dates, tuple(pieces)
    if key not in known:
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[key] = availability.minutes_worked(utilisation.at_work(setup, people, *dates), pieces)
    return known[key]


class _Lines(defaultdict[int, Line]):
    """A line for every key."""

    def __missing__(self, key: int) -> Line:
        self[key] = Line(key)
        return self[key]

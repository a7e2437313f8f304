"""Reading weekly hours and special days: of the business and of each person, in one form."""

import datetime as dt
import itertools
from dataclasses import dataclass

from businesses.document import values
from businesses.document.node import Node, shown
from businesses.document.shape import Rota, SpecialDay, WeeklyPeriod
from businesses.models import Weekday
from businesses.models.rota import MOST_WEEKS, as_weeks

DAY = 24 * 60
MOST_SPECIAL_DAYS, MOST_ROTAS = 2000, 200
WEEKDAYS = tuple(weekday.name.lower() for weekday in Weekday)


@dataclass(frozen=True)
class _Period:
    """Minutes after the midnight with which its date begins; `closes` may be on the next date."""

    opens: int
    closes: int
    node: Node


def week(node: Node) -> list[WeeklyPeriod]:
    """This will read weekly hours; a day left out is closed. Sorted, and no two periods overlap."""
    return _in_turn([node])[0]


def rotas(node: Node) -> list[Rota]:
    """This will read weeks that take turns from a date on, sorted; each date once."""
    seen: set[object] = set()
    found = []
    for item in node.items(MOST_ROTAS):
        fields = item.mapping("from", "weeks")
        begins = values.day(fields["from"].required())
        fields["from"].unique(begins.isoformat() if begins else "", seen, where="among the rotas of a person")
        weeks = _in_turn(fields["weeks"].items(MOST_WEEKS))
        plain = [[(period.weekday, period.opens, period.closes) for period in each] for each in weeks]
        found.append(Rota(begins or dt.date.min, as_weeks(plain)))
    return sorted(found, key=lambda rota: rota.from_on)


def _in_turn(nodes: list[Node]) -> list[list[WeeklyPeriod]]:
    """The periods of weeks that follow each other, and begin anew after the last of them."""
    days = [_periods(child) for node in nodes for child in node.mapping(*WEEKDAYS).values()]
    for number, periods in enumerate(days):
        tomorrow = days[(number + 1) % len(days)]
        if periods and tomorrow and periods[-1].closes > tomorrow[0].opens + DAY:
            into = f"{WEEKDAYS[(number + 1) % 7]}'s period that opens at {values.to_time(tomorrow[0].opens):%H:%M}"
            periods[-1].node.fail(f"runs past midnight into {into}; close it by then")
    return [
        sorted(
            WeeklyPeriod(weekday, values.to_time(period.opens), values.to_time(period.closes))
            for weekday, periods in enumerate(days[first : first + 7])
            for period in periods
        )
        for first in range(0, len(days), 7)
    ]


def special_days(node: Node) -> list[SpecialDay]:
    """This will read dates that replace the weekly hours, sorted; each date once."""
    seen: set[object] = set()
    found = []
    for item in node.items(MOST_SPECIAL_DAYS):
        fields = item.mapping("date", "periods", "note")
        date = values.day(fields["date"].required())
        fields["date"].unique(date.isoformat() if date else "", seen, where="among the special days")
        pairs = [
            [f"{values.to_time(minutes):%H:%M}" for minutes in (period.opens, period.closes)]
            for period in _periods(fields["periods"])
        ]
        found.append(SpecialDay(date or dt.date.min, pairs, fields["note"].line(200)))
    return sorted(found, key=lambda special: special.date)


def _periods(node: Node) -> list[_Period]:
    found = sorted(filter(None, map(_period, node.items())), key=lambda period: period.opens)
    for earlier, later in itertools.pairwise(found):
        if later.opens < earlier.closes:
            later.node.fail(f"overlaps the period that opens at {values.to_time(earlier.opens):%H:%M}")
    return found


def _period(node: Node) -> _Period | None:
    if not isinstance(node.value, list) or len(node.value) != 2:
        node.fail(f'must be a pair of opening and closing such as ["09:00", "17:00"], not {shown(node.value)}')
        return None
    # both ends are named by the period's path: the pair is what a person looks for
    opens = values.clock(Node(node.value[0], node.path, node.errors))
    closes = values.clock(Node(node.value[1], node.path, node.errors), closing=True)
    if opens is None or closes is None:
        return None
    return _Period(opens, closes if closes > opens else closes + DAY, node)

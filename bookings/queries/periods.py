"""The dates of a report: cut into days, weeks or months, and the dates before them that they are compared with."""

import calendar
import datetime as dt
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import F, Func, IntegerField

ONE_DAY = dt.timedelta(days=1)
MONDAY = dt.date(1969, 12, 29).toordinal()  # the first day of the week in which 1970 began
EPOCH = dt.date(1970, 1, 1).toordinal()


class Grain(StrEnum):
    """How long each piece of a report is; weeks begin on Mondays."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Against(StrEnum):
    """What a report is compared with: the time directly before it, or the same dates a year earlier (of more than a
    year, as many years earlier as they need to lie apart)."""

    BEFORE = "before"
    YEAR = "year"


class Dates(NamedTuple):
    """Local dates from the first to the last, both of them included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many dates."""
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """Whether they are all dates of one month."""
        return self.first.day == 1 and self.last == _last_of(self.first, Grain.MONTH)

    def before(self, against: Against = Against.BEFORE) -> "Dates":
        """This will give the dates to compare with.

        Dates that begin with a month are compared with those of as many months before it, so that March is compared
        with February; others with as many days directly before them.
        """
        months = _month(self.last) - _month(self.first) + 1
        if against == Against.YEAR:
            return self._months_earlier(12 if self.last < _shifted(self.first, 12) else 12 * -(-(months + 1) // 12))
        if self.first.day == 1:
            return self._months_earlier(months)
        return Dates(self.first - self.days * ONE_DAY, self.first - ONE_DAY)

    def pieces(self, grain: Grain) -> "dict[int, Dates]":
        """This will give the days, weeks or months in order, by their numbers (see `number`), cut at both ends."""
        found: dict[int, Dates] = {}
        first = self.first
        while first <= self.last:
            last = min(_last_of(first, grain), self.last)
            found[number(first, grain)] = Dates(first, last)
            first = last + ONE_DAY
        return found

    def _months_earlier(self, months: int) -> "Dates":
        whole = self.last == _last_of(self.last, Grain.MONTH)
        last = _shifted(self.last, -months)
        return Dates(_shifted(self.first, -months), _last_of(last, Grain.MONTH) if whole else last)


def number(date: dt.date, grain: Grain) -> int:
    """This will number the day, week or month that a date lies in, from 1970 or (months) from the year 0 on."""
    if grain == Grain.MONTH:
        return _month(date)
    return date.toordinal() - EPOCH if grain == Grain.DAY else (date.toordinal() - MONDAY) // 7


class Number(Func):
    """The same number of a column of dates, in SQL: one that groups fast on both engines."""

    output_field = IntegerField()
    SQLITE = {
        Grain.DAY: "CAST(julianday(%(expressions)s) - 2440587.5 AS INTEGER)",
        Grain.WEEK: "CAST(julianday(%(expressions)s) - 2440584.5 AS INTEGER) / 7",
        Grain.MONTH: "CAST(substr(%(expressions)s, 1, 4) AS INTEGER) * 12 "
        "+ CAST(substr(%(expressions)s, 6, 2) AS INTEGER) - 1",
    }
    POSTGRESQL = {
        Grain.DAY: "(%(expressions)s - DATE '1970-01-01')",
        Grain.WEEK: "(%(expressions)s - DATE '1969-12-29') / 7",
        Grain.MONTH: "(EXTRACT(YEAR FROM %(expressions)s) * 12 + EXTRACT(MONTH FROM %(expressions)s) - 1)::integer",
    }

    def __init__(self, date: F, grain: Grain) -> None:
        super().__init__(date)
        self.grain = grain

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Dates are texts there."""
        return self.as_sql(compiler, connection, template=self.SQLITE[self.grain], **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """And days there."""
        return self.as_sql(compiler, connection, template=self.POSTGRESQL[self.grain], **context)


def _month(date: dt.date) -> int:
    return date.year * 12 + date.month - 1


def _last_of(date: dt.date, grain: Grain) -> dt.date:
    if grain == Grain.DAY:
        return date
    if grain == Grain.WEEK:
        return date + (6 - date.weekday()) * ONE_DAY
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


def _shifted(date: dt.date, months: int) -> dt.date:
    year, month = divmod(_month(date) + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))

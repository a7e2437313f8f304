"""The clock on the wall in SQL: UTC minutes become local ones, whatever changes of the clock lie between."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.db.models import BigIntegerField, Case, Expression, F, Func, IntegerField, Q, Value, When

from bookings import availability
from bookings.availability import Interval

WEEK = 7 * availability.DAY
THURSDAY = 3 * availability.DAY  # 1970 began on one, and weeks begin on Mondays here


class UtcMinute(Func):
    """The UTC minute since 1970 of an instant, seconds dropped."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The text of an instant as seconds, then minutes."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / 60"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same of a timestamp."""
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 60)::bigint"
        return self.as_sql(compiler, connection, template=template, **context)


class WallClock:
    """What the clock of a zone shows between the dates `first` and `last`, as what is to be added to UTC minutes."""

    def __init__(self, zone: dt.tzinfo, first: dt.date, last: dt.date) -> None:
        self.zone = zone
        days = range(first.toordinal(), last.toordinal() + 2)
        midnights = [availability.minute_of(dt.datetime.fromordinal(n).replace(tzinfo=dt.UTC)) for n in days]
        self.changes = [
            self._change_between(low, high)
            for low, high in pairwise(midnights)
            if self._offset_at(low) != self._offset_at(high)
        ]
        self._offsets = [self._offset_at(midnights[0]), *(self._offset_at(minute) for minute in self.changes)]

    def local(self, minute: Expression | F, *, instant: str) -> Expression:
        """This will give a UTC minute of SQL as the local one: minutes of the wall since the wall's 1970.

        `instant` names the column that says which side of a change of the clock it lies on.
        """
        if not self.changes:
            return minute + Value(self._offsets[0])
        until = zip(self.changes, self._offsets, strict=False)
        steps = (
            When(**{f"{instant}__lt": availability.instant_of(change)}, then=Value(offset)) for change, offset in until
        )
        return minute + Case(*steps, default=Value(self._offsets[-1]), output_field=IntegerField())

    def crossing(self, begin: str, end: str) -> Q:
        """This will keep the rows during which the clock changes; none of them when it never does."""
        found = Q(pk__in=())
        for change in self.changes:
            found |= Q(**{f"{begin}__lt": change, f"{end}__gt": change})
        return found

    def pieces(self, time: Interval) -> Iterator[Interval]:
        """This will give a time as minutes of a local week (0: Monday at midnight), cut where the clock changes."""
        cuts = self.changes[bisect_right(self.changes, time.start) : bisect_left(self.changes, time.end)]
        for start, end in zip([time.start, *cuts], [*cuts, time.end], strict=True):
            local = (start + self._offsets[bisect_right(self.changes, start)] + THURSDAY) % WEEK
            yield Interval(local, local + end - start)

    def _offset_at(self, minute: int) -> int:
        away = availability.instant_of(minute).astimezone(self.zone).utcoffset() or dt.timedelta()
        return int(away.total_seconds() // 60)

    def _change_between(self, low: int, high: int) -> int:
        before = self._offset_at(low)
        return low + bisect_left(range(low, high), True, key=lambda minute: self._offset_at(minute) != before)


def local_week(minute: Expression) -> Expression:
    """This will give a local minute of SQL as the minute of its week, 0 for Monday at midnight."""
    return (minute + Value(THURSDAY)) % Value(WEEK)

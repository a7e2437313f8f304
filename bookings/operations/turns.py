"""What takes longer than a request may is done in turns, and whoever does one has leased the row."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db.models import Q, QuerySet

from bookings.models.turns import ByTurns
from businesses import outage

KEPT = dt.timedelta(days=7)
LEASE = dt.timedelta(minutes=2)  # longer than any turn
Row = TypeVar("Row", bound=ByTurns)
Stopwatch = Callable[[], float]  # seconds since whenever


def free(rows: QuerySet[Row], *, now: dt.datetime) -> QuerySet[Row]:
    """This will keep the rows that nobody is at work with."""
    return rows.filter(Q(busy_until=None) | Q(busy_until__lte=now))


@contextlib.contextmanager
def leased(rows: QuerySet[Row], key: int, *, now: dt.datetime) -> Iterator[QuerySet[Row]]:
    """This will lease one of these rows for a block, so that nobody else does anything with it.

    It gives the row as a queryset, which is empty when somebody else has it, when it is none of `rows` any more, and
    when the lease is over before the block is. So whoever writes through it writes nothing that is not theirs.
    """
    until = now + LEASE  # no other lease of this row ends then: one begins only after the one before it
    one = rows.filter(pk=key)
    if not free(one, now=now).update(busy_until=until):
        yield rows.none()
        return
    try:
        yield one.filter(busy_until=until)
    finally:
        rows.model._default_manager.filter(pk=key, busy_until=until).update(busy_until=None)


def carry_on_all(
    rows: QuerySet[Row],
    turn: Callable[[Row, dt.datetime, float], object],
    *,
    now: dt.datetime,
    seconds: float,
    stopwatch: Stopwatch,
) -> int:
    """This will give these rows their turns until some seconds are over, at least one, and give how many had theirs.

    `turn` takes a row, the time it is and the seconds that are left. Its fault keeps no other row from its turn and is
    raised at the end; only in an outage none of the others is tried. The dice decide who comes first: by age, the
    oldest would be alone until all of it is done.
    """
    began, count, faults = stopwatch(), 0, list[Exception]()
    for row in list(rows.order_by("?")):
        passed = stopwatch() - began
        if count and passed >= seconds:
            break
        count += 1
        try:
            turn(row, now + dt.timedelta(seconds=passed), seconds - passed)
        except Exception as fault:
            faults.append(fault)
            if outage.is_outage(fault):
                break
    if len(faults) > 1:
        raise ExceptionGroup("several that are done turn by turn failed", faults)
    if faults:
        raise faults[0]
    return count


def forget(rows: QuerySet[Row], *, now: dt.datetime) -> int:
    """This will delete those of these rows that nobody is at work with, and give the number of them."""
    count = 0
    for key in list(rows.values_list("pk", flat=True)):
        with leased(rows, key, now=now) as mine:
            count += bool(mine.delete()[0])
    return count

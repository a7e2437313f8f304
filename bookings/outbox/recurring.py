"""Work that recurs: each time it is due, one of the workers does it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from bookings.models import Pulse


class Work(NamedTuple):
    """Something that is done every so many seconds; `do` says in a word what came of it."""

    name: str
    every_seconds: int
    do: Callable[[dt.datetime], str]


def due_work(works: Iterable[Work], *, now: dt.datetime) -> list[Work]:
    """This will give the works whose turn has come, each to one caller only, however many ask at once."""
    return [work for work in works if _is_mine(work, now)]


def _is_mine(work: Work, now: dt.datetime) -> bool:
    name, never = f"work:{work.name}", now - dt.timedelta(days=36500)
    Pulse.objects.get_or_create(name=name, defaults={"at": never})
    before = now - dt.timedelta(seconds=work.every_seconds)
    return Pulse.objects.filter(name=name, at__lte=before).update(at=now) == 1

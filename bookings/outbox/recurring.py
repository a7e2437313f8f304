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
    works = list(works)
    begun = dict(Pulse.objects.filter(name__in=[_name(work) for work in works]).values_list("name", "at"))
    return [work for work in works if _is_due(work, begun.get(_name(work)), now) and _is_mine(work, now)]


def _name(work: Work) -> str:
    return f"work:{work.name}"


def _is_due(work: Work, begun: dt.datetime | None, now: dt.datetime) -> bool:
    return begun is None or begun <= now - dt.timedelta(seconds=work.every_seconds)


def _is_mine(work: Work, now: dt.datetime) -> bool:
    never = now - dt.timedelta(days=36500)
    Pulse.objects.get_or_create(name=_name(work), defaults={"at": never})
    before = now - dt.timedelta(seconds=work.every_seconds)
    return Pulse.objects.filter(name=_name(work), at__lte=before).update(at=now) == 1

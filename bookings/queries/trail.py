"""What was done in a business, newest first: the trail of its set-up, keys, people and files, and what happened to its
bookings, read together."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from bookings.models import Event
from businesses.models import Business, TrailEntry

BOOKINGS = "bookings"  # the kind of what the events say
GUESTS, PROGRAMS, ITSELF = "guests", "programs", "itself"  # who did it, when it was nobody who signs in
BY_ITSELF = ("worker:", "house:", "system:")
HOLDS = (Event.Type.HELD, Event.Type.EXTENDED, Event.Type.EXPIRED, Event.Type.HOLD_REHOUSED)  # nobody's booking yet
BY_PEOPLE = ("dashboard:", "guest:", *BY_ITSELF)


class TrailPosition(NamedTuple):
    """Where in the trail somebody is: after the row of that instant, table (`Event` is 1) and id."""

    at: dt.datetime
    table: int
    id: int


class TrailAsked(NamedTuple):
    """What is looked for. `kinds`: those of `TrailEntry`, and BOOKINGS. `who`: the id and the name of a user, or one of
    GUESTS, PROGRAMS, ITSELF. `things`: tables and ids of rows, one of which it was done to; None: whatever it was done
    to. `named` adds to these what was called so then."""

    kinds: Collection[str]
    who: tuple[int, str] | str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    things: Collection[tuple[str, int]] | None = None
    named: str = ""


Row = TrailEntry | Event


def trail(business: Business, asked: TrailAsked, *, after: TrailPosition | None, count: int) -> list[Row]:
    """This will give the next `count` rows after a position, or the first ones, newest first, events with bookings."""
    entries, events = _entries(business, asked), _events(business, asked)
    found: list[Row] = [*_next(entries, 0, after, count), *_next(events, 1, after, count)]
    return sorted(found, key=trail_position, reverse=True)[:count]


def trail_position(row: Row) -> TrailPosition:
    """This will give where a row stands."""
    return TrailPosition(row.occurred_at, int(isinstance(row, Event)), row.pk)


def _next(rows: QuerySet, table: int, after: TrailPosition | None, count: int) -> QuerySet:  # type: ignore[type-arg]
    if after is not None:
        same = Q(occurred_at=after.at)
        if table == after.table:
            same &= Q(pk__lt=after.id)
        later = Q(occurred_at__lt=after.at)
        rows = rows.filter(occurred_at__lte=after.at).filter(later | same if table <= after.table else later)
    return rows.order_by("-occurred_at", "-id")[:count]


def _entries(business: Business, asked: TrailAsked) -> QuerySet[TrailEntry]:
    kinds = set(asked.kinds) - {BOOKINGS}
    if not kinds or isinstance(asked.who, str):
        return TrailEntry.objects.none()
    rows = TrailEntry.objects.filter(_span(asked), business=business)
    if kinds != set(TrailEntry.Kind):
        rows = rows.filter(kind__in=kinds)
    if asked.who is not None:
        rows = rows.filter(user=asked.who[0])
    if asked.things is not None:
        same = _any(Q(table=table, row=row) | _of_staff(table, row) for table, row in asked.things)
        rows = rows.filter(same | Q(label__icontains=asked.named) if asked.named else same)
    return rows


def _events(business: Business, asked: TrailAsked) -> QuerySet[Event]:
    if BOOKINGS not in asked.kinds:
        return Event.objects.none()
    rows = Event.objects.filter(_span(asked), business=business).exclude(type__in=HOLDS).select_related("booking")
    if isinstance(asked.who, tuple):
        rows = rows.filter(by=f"dashboard:{asked.who[1]}")
    elif asked.who == GUESTS:
        rows = rows.filter(by__startswith="guest")
    elif asked.who is not None:
        by = _any(Q(by__startswith=each) for each in (BY_ITSELF if asked.who == ITSELF else BY_PEOPLE))
        rows = rows.filter(by) if asked.who == ITSELF else rows.exclude(by)
    if asked.things is not None:
        rows = rows.filter(_any(_of_booking(table, row) for table, row in asked.things))
    return rows


def _span(asked: TrailAsked) -> Q:
    found = Q()
    if asked.since is not None:
        found &= Q(occurred_at__gte=asked.since)
    if asked.until is not None:
        found &= Q(occurred_at__lt=asked.until)
    return found


def _of_staff(table: str, row: int) -> Q:
    return Q(staff=row) if table == "staffmember" else Q(pk__in=[])


def _of_booking(table: str, row: int) -> Q:
    """Events of a booking, of a customer's bookings; of nothing else."""
    if table == "booking":
        return Q(booking=row)
    return Q(booking__customer=row) if table == "customer" else Q(pk__in=[])


def _any(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for each in parts:
        found |= each
    return found

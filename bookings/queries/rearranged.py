"""What came of the bookings of a rearrangement, as far as it is: read from the bookings and their events."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from bookings.models import Booking, Event, Rearrangement

Deed = Rearrangement.Deed
MADE = {Event.Type.MOVED: (Deed.TIME, Deed.PERSON, Deed.BACK), Event.Type.CANCELLED: (Deed.CANCEL,)}


class Chosen(NamedTuple):
    """A booking of it, by id: its sequence as it was seen, what is done with it, and where it was or goes back to."""

    booking: int
    sequence: int
    deed: str
    starts_at: dt.datetime
    staff: int


class Rearranged(NamedTuple):
    """Its lines by what came of them. `stuck`: nothing else was free, or somebody else did something meanwhile."""

    kept: list[Chosen]
    moved: list[Chosen]
    cancelled: list[Chosen]
    stuck: list[Chosen]
    waiting: list[Chosen]


def lines_of(rearrangement: Rearrangement) -> list[Chosen]:
    """This will read the lines, in their order."""
    return [
        Chosen(booking, sequence, deed, dt.datetime.fromisoformat(start), staff)
        for booking, sequence, deed, start, staff in rearrangement.lines
    ]


def rearranged(rearrangement: Rearrangement) -> Rearranged:
    """This will say what came of each line by now: what follows next on what was seen of a booking, by the same hand
    and of its kind, is what was chosen for it. In two statements."""
    lines = lines_of(rearrangement)
    keys = [line.booking for line in lines]
    now = _as_they_are(rearrangement, keys)
    events = Event.objects.filter(booking__in=keys, by=rearrangement.by, type__in=list(MADE)).order_by()
    made = {(booking, number): kind for booking, number, kind in events.values_list("booking_id", "sequence", "type")}
    found = Rearranged([], [], [], [], [])
    for line in lines:
        kind = made.get((line.booking, line.sequence + 1))
        if line.deed == Deed.KEEP:
            found.kept.append(line)
        elif kind is not None and line.deed in MADE[Event.Type(kind)]:
            (found.cancelled if kind == Event.Type.CANCELLED else found.moved).append(line)
        elif _is_waiting(line, now, rearrangement):
            found.waiting.append(line)
        else:
            found.stuck.append(line)
    return found


def not_yet_rearranged(rearrangement: Rearrangement) -> list[Chosen]:
    """This will give the lines of which nothing came yet, in one statement."""
    lines = [line for line in lines_of(rearrangement) if line.deed != Deed.KEEP]
    now = _as_they_are(rearrangement, [line.booking for line in lines])
    return [line for line in lines if _is_waiting(line, now, rearrangement)]


def _as_they_are(rearrangement: Rearrangement, keys: Collection[int]) -> Mapping[int, int]:
    """The sequence of each of these bookings that still can be moved or cancelled."""
    rows = Booking.objects.filter(business=rearrangement.business_id, pk__in=keys, status__in=Booking.OPEN)
    return dict(rows.order_by().values_list("pk", "sequence"))


def _is_waiting(line: Chosen, now: Mapping[int, int], rearrangement: Rearrangement) -> bool:
    return now.get(line.booking) == line.sequence and line.booking not in rearrangement.stuck

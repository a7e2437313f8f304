"""What the reader of a mail about a move knows: when the booking was until now, and with whom."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from bookings.models import Booking, Delivery, Event
from bookings.notifications import said
from businesses.models import StaffMember

Span = tuple[dt.datetime, dt.datetime]
Place = dict[str, Any]  # as the facts of events have it


class Known(NamedTuple):
    """A booking before it moved: its start and end, those of its reader's part of it, and who was to serve (ids)."""

    span: Span
    own_span: Span
    people: list[int]

    def names(self) -> list[str]:
        """This will give the names of who was to serve."""
        rows = StaffMember.objects.in_bulk(self.people)
        return [rows[key].name for key in self.people if key in rows]


def before(delivery: Delivery, booking: Booking) -> Known | None:
    """This will give what a booking was before the move that a mail tells of; None: the mail tells of no move.

    Of several moves of which its reader was told the last alone, it is what was before the first.
    """
    if delivery.event is None or said.happened(delivery.event) != said.Happened.MOVED:
        return None
    places: list[Place] = []
    for move in _moves(delivery.event, booking):
        if places and not _was_needless(move, delivery):
            break
        places = [place for place in move.facts["previous"].get("places", []) if place.get("live", True)]
    if not places:
        return None
    mine = _reader_of(delivery)
    theirs = [place for place in places if place["staff"] in mine] or places
    return Known(_around(places), _around(theirs), list(dict.fromkeys(place["staff"] for place in places)))


def is_at_the_same_time(delivery: Delivery, booking: Booking) -> bool:
    """This will tell whether a mail tells of a move to somebody else that leaves the times as its reader knows them."""
    was = before(delivery, booking)
    return was is not None and (was.span, was.own_span) == (_span_of(booking), _own_span_of(delivery, booking))


def times_before(delivery: Delivery, bookings: Sequence[Booking]) -> dict[int, Span]:
    """This will give the times that the reader of a mail knows of these bookings, by their ids, if they are others.

    Who lost a part of a visit knows when that was; everybody else reads when the whole visit was, and is.
    """
    own = delivery.kind == said.LOST
    found = {each.pk: was.own_span if own else was.span for each in bookings if (was := before(delivery, each))}
    return {each.pk: found[each.pk] for each in bookings if each.pk in found and found[each.pk] != _span_of(each)}


def _around(places: list[Place]) -> Span:
    starts, ends = ([dt.datetime.fromisoformat(place[name]) for place in places] for name in ("starts_at", "ends_at"))
    return min(starts), max(ends)


def _span_of(booking: Booking) -> Span:
    return booking.starts_at, booking.ends_at


def _own_span_of(delivery: Delivery, booking: Booking) -> Span:
    mine = _reader_of(delivery)
    parts = [place.appointment for place in booking.parts if place.appointment.staff_id in mine]
    return (min(each.starts_at for each in parts), max(each.ends_at for each in parts)) if parts else _span_of(booking)


def _reader_of(delivery: Delivery) -> list[int]:
    """The people (ids) whom a mail to the house is for."""
    people: list[int] = delivery.about.get("staff", []) if delivery.audience != said.GUEST else []
    return people


def _moves(event: Event, booking: Booking) -> list[Event]:
    """The moves of a booking up to an event, the last first; the event may be another's, of the same deed."""
    rows = Event.objects.filter(booking=booking, type__in=(Event.Type.MOVED, Event.Type.AMENDED))
    own = event.booking_id == booking.pk
    rows = rows.filter(sequence__lte=event.sequence) if own else rows.filter(occurred_at__lte=event.occurred_at)
    return [each for each in rows.order_by("-sequence") if said.happened(each) == said.Happened.MOVED]


def _was_needless(move: Event, delivery: Delivery) -> bool:
    """Whether the reader was not told of a move in any words, since something else was true when the mail was to go.

    To a reader whom it did not concern it is as if it had not been when nobody else was told of it either.
    """
    rows = list(Delivery.objects.filter(event=move, channel=Delivery.Channel.MAIL))
    mine = [row for row in rows if row.audience == delivery.audience]
    if delivery.audience != said.GUEST:
        mine = [row for row in mine if row.recipient == delivery.recipient]
    unsaid = [row.status == Delivery.Status.SKIPPED and (row in mine or row.attempts > 0) for row in mine or rows]
    return bool(unsaid) and all(unsaid)

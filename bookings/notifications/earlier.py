"""When a booking was, as far as somebody was told: what a mail about a move strikes through."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from bookings.models import Booking, Delivery, Event
from businesses.models import MessageText

Span = tuple[dt.datetime, dt.datetime]


def times_before(delivery: Delivery, bookings: Sequence[Booking]) -> dict[int, Span]:
    """This will give the times that the reader of a mail knows of these bookings, by their ids, if they are others.

    Of two moves in a row the first may never have been told: then the time before both of them is what is known.
    """
    if delivery.kind != MessageText.Kind.MOVED or delivery.event is None:
        return {}
    known = {each.pk: _known(delivery, delivery.event, each) for each in bookings}
    now = {each.pk: (each.starts_at, each.ends_at) for each in bookings}
    return {pk: span for pk, span in known.items() if span is not None and span != now[pk]}


def _known(delivery: Delivery, event: Event, booking: Booking) -> Span | None:
    events = Event.objects.filter(booking=booking)
    if booking.pk == event.booking_id:
        events = events.filter(sequence__gt=_told(delivery, event), sequence__lte=event.sequence)
    else:  # the mail of many: what was done to the others was done at the same instant
        events = events.filter(occurred_at=event.occurred_at)
    previous = ((row.facts.get("previous") or {}).get("places") for row in events.order_by("sequence"))
    places = next(filter(None, previous), None)
    return _span(places) if places else None


def _told(delivery: Delivery, event: Event) -> int:
    """The number of the last event before this one that its reader heard of; 0: of none."""
    same: dict[str, Any] = {"booking": event.booking_id, "channel": delivery.channel, "audience": delivery.audience}
    if delivery.recipient:
        same["recipient"] = delivery.recipient
    told = Delivery.objects.filter(status=Delivery.Status.DELIVERED, event__sequence__lt=event.sequence, **same)
    return told.exclude(pk=delivery.pk).aggregate(last=Max("event__sequence"))["last"] or 0


def _span(places: Sequence[dict[str, Any]]) -> Span:
    starts, ends = ([dt.datetime.fromisoformat(place[name]) for place in places] for name in ("starts_at", "ends_at"))
    return min(starts), max(ends)

"""What happened, for partners who ask instead of being told."""

import datetime as dt

from django.db.models import Prefetch, QuerySet

from bookings.models import Booking, Event, EventCount
from businesses.models import Business

KEPT = dt.timedelta(days=30)


class CursorLost(LookupError):
    """Nobody was given that cursor, or what followed it is not kept any more; events are kept since `kept_from`."""

    def __init__(self, kept_from: dt.datetime) -> None:
        super().__init__(kept_from)
        self.kept_from = kept_from


def events_after(business: Business, *, after: int, limit: int, now: dt.datetime) -> list[Event]:
    """This will give up to `limit` events of a business after the one with that position, oldest first, 30 days back,
    with their bookings' details.

    Whoever has not asked before begins after 0, and goes on after the `position` of the last event they were given.
    Positions are given out by the worker, so that whatever can be seen later has a higher one, and nobody who asks
    again and again misses an event. What partners are not told is left out. Raises `CursorLost`.
    """
    kept_from = now - KEPT
    if after and _is_lost(business, after, kept_from):
        raise CursorLost(kept_from)
    rows = _told(business).filter(position__gt=after, occurred_at__gte=kept_from)
    bookings = Prefetch("booking", queryset=Booking.objects.with_details())
    return list(rows.prefetch_related(bookings).order_by("position")[:limit])


def _is_lost(business: Business, after: int, kept_from: dt.datetime) -> bool:
    """Whether no event has had that position yet, or one that followed it is too old to be given."""
    known = EventCount.objects.filter(business=business, last__gte=after).exists()
    return after < 0 or not known or _told(business).filter(position__gt=after, occurred_at__lt=kept_from).exists()


def _told(business: Business) -> QuerySet[Event]:
    return Event.objects.filter(business=business).exclude(type__in=Event.UNTOLD)

"""Tidies what ran out: holds, and pending bookings that nobody confirmed in time. Run by the worker."""

import datetime as dt

from bookings.models import Booking, Event
from bookings.operations import locking, releasing
from bookings.operations.recording import record

BATCH = 200
Status = Booking.Status


def expire(*, now: dt.datetime, limit: int = BATCH) -> int:
    """This will end up to `limit` holds and unconfirmed bookings whose time is over, each in a transaction of its own.

    Gives how many it ended. Nobody waits for this: an expired hold occupies nothing, tidied or not.
    """
    holds = Booking.objects.expired_holds(now).order_by("hold_expires_at")[:limit]
    pending = Booking.objects.filter(status=Status.PENDING, pending_expires_at__lte=now)
    ended = sum(_hold_ended(hold, now) for hold in holds)
    return ended + sum(_pending_ended(booking, now) for booking in pending.order_by("pending_expires_at")[:limit])


def _hold_ended(hold: Booking, now: dt.datetime) -> bool:
    for attempt in locking.attempts(hold, time=True):
        with attempt as current:
            over = current.hold_expires_at is not None and current.hold_expires_at <= now
            if current.status == Status.HELD and over:
                releasing.end(current, now=now, by=releasing.BY_THE_HOUSE)
    return current.status == Status.EXPIRED


def _pending_ended(booking: Booking, now: dt.datetime) -> bool:
    for attempt in locking.attempts(booking, time=True):
        with attempt as current:
            over = current.pending_expires_at is not None and current.pending_expires_at <= now
            if current.status == Status.PENDING and over:
                places = releasing.leave(current)
                current.status, current.cancel_reason = Status.CANCELLED, "It was not confirmed in time."
                record(
                    current,
                    Event.Type.CANCELLED,
                    *("status", "cancel_reason"),
                    now=now,
                    by=releasing.BY_THE_HOUSE,
                    previous={"status": Status.PENDING.value},
                )
                releasing.give_back(places)
    return current.status == Status.CANCELLED

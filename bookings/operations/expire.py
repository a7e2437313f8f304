"""Tidies what ran out: holds, and pending bookings that nobody confirmed in time. Run by the worker."""

import datetime as dt

from bookings.models import Booking, Event
from bookings.operations import releasing
from bookings.operations.locking import changed
from bookings.operations.recording import record

BATCH = 200


def expire(*, now: dt.datetime, limit: int = BATCH) -> int:
    """This will end up to `limit` holds and unconfirmed bookings whose time is over, each in a transaction of its own.

    Gives how many it ended. Nobody waits for this: an expired hold occupies nothing, tidied or not.
    """
    holds = Booking.objects.expired_holds(now).order_by("hold_expires_at")[:limit]
    pending = Booking.objects.filter(status=Booking.Status.PENDING, pending_expires_at__lte=now)
    ended = sum(_hold_ended(hold, now) for hold in holds)
    return ended + sum(_pending_ended(booking, now) for booking in pending.order_by("pending_expires_at")[:limit])


def _hold_ended(hold: Booking, now: dt.datetime) -> bool:
    def change(current: Booking) -> None:
        over = current.hold_expires_at is not None and current.hold_expires_at <= now
        if current.status == Booking.Status.HELD and over:
            releasing.expire([current], now=now)

    return changed(hold, change).status == Booking.Status.EXPIRED


def _pending_ended(booking: Booking, now: dt.datetime) -> bool:
    def change(current: Booking) -> None:
        over = current.pending_expires_at is not None and current.pending_expires_at <= now
        if current.status == Booking.Status.PENDING and over:
            releasing.release(current)
            current.status = Booking.Status.CANCELLED
            current.cancel_reason = "It was not confirmed in time."
            previous = {"status": Booking.Status.PENDING.value}
            record(current, Event.Type.CANCELLED, now=now, by=releasing.BY_THE_HOUSE, previous=previous)

    return changed(booking, change).status == Booking.Status.CANCELLED

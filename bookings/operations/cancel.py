"""Cancels a booking; the time is free at once."""

import datetime as dt

from bookings import errors
from bookings.models import Booking, Event
from bookings.operations import releasing
from bookings.operations.locking import changed
from bookings.operations.recording import record

CANCELLABLE = (Booking.Status.PENDING, Booking.Status.CONFIRMED)


def cancel(*, booking: Booking, now: dt.datetime, by: str, reason: str = "", as_guest: bool = False) -> Booking:
    """This will cancel a pending or confirmed booking, for ever.

    `as_guest`: the business's cancel notice binds, and what has begun cannot be cancelled.
    Raises `WrongStatus` or `TooLate`.
    """

    def change(current: Booking) -> None:
        if current.status not in CANCELLABLE:
            raise errors.WrongStatus(status=current.status, wanted=Booking.Status.CANCELLED)
        if as_guest:
            refuse_too_late(current, now=now)
        previous = {"status": current.status}
        releasing.release(current)
        current.status, current.cancel_reason = Booking.Status.CANCELLED, reason
        record(current, Event.Type.CANCELLED, now=now, by=by, previous=previous)

    return changed(booking, change)


def refuse_too_late(booking: Booking, *, now: dt.datetime) -> None:
    """This will raise `TooLate` once the booking has begun or the business's cancel notice has."""
    starts_at = booking.starts_at
    until = starts_at - dt.timedelta(minutes=booking.business.cancel_notice_minutes)
    if now > until or now >= starts_at:
        raise errors.TooLate(until=until)

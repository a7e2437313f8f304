"""The owner's yes to a pending booking, and taking it back."""

import datetime as dt

from bookings import errors
from bookings.models import Booking, Event
from bookings.operations.locking import changed
from bookings.operations.recording import record

Status = Booking.Status


def confirm(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will confirm a pending booking; one that is confirmed stays as it is. Raises `WrongStatus` otherwise."""
    return _turned(booking, Status.PENDING, Status.CONFIRMED, Event.Type.CONFIRMED, now=now, by=by)


def unconfirm(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will make a confirmed booking pending again; a pending one stays so. Raises `WrongStatus` otherwise."""
    return _turned(booking, Status.CONFIRMED, Status.PENDING, Event.Type.UNCONFIRMED, now=now, by=by)


def _turned(booking: Booking, old: str, new: str, event_type: str, *, now: dt.datetime, by: str) -> Booking:
    def change(current: Booking) -> None:
        if current.status == new:
            return
        if current.status != old:
            raise errors.WrongStatus(status=current.status, wanted=new)
        current.status, current.pending_expires_at = new, None
        record(current, event_type, now=now, by=by, previous={"status": old})

    return changed(booking, change)

"""The owner's yes to a pending booking, and taking it back."""

import datetime as dt

from bookings.models import Booking, Event
from bookings.operations.complete import turned

Status = Booking.Status


def confirm(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will confirm a pending booking; one that is confirmed stays as it is. Raises `WrongStatus` otherwise."""
    kind = Event.Type.CONFIRMED
    return turned(booking, (Status.PENDING,), Status.CONFIRMED, kind, now=now, by=by, stays=True)


def unconfirm(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will make a confirmed booking pending again; a pending one stays so. Raises `WrongStatus` otherwise."""
    kind = Event.Type.UNCONFIRMED
    return turned(booking, (Status.CONFIRMED,), Status.PENDING, kind, now=now, by=by, stays=True)

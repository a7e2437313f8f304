"""What became of a visit: it took place, or nobody came; and taking a slip back."""

import datetime as dt

from bookings import errors
from bookings.models import Booking, Event
from bookings.operations.locking import changed
from bookings.operations.recording import record

Status = Booking.Status


def complete(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will say that a confirmed booking took place. Raises `WrongStatus`."""
    return _closed(booking, Status.COMPLETED, Event.Type.COMPLETED, now=now, by=by)


def no_show(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will say that nobody came to a confirmed booking. Raises `WrongStatus`."""
    return _closed(booking, Status.NO_SHOW, Event.Type.NO_SHOW, now=now, by=by)


def reopen(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will make a completed or missed booking confirmed again, for a slip. Raises `WrongStatus`."""

    def change(current: Booking) -> None:
        if current.status not in (Status.COMPLETED, Status.NO_SHOW):
            raise errors.WrongStatus(status=current.status, wanted=Status.CONFIRMED)
        previous = {"status": current.status}
        current.status = Status.CONFIRMED
        record(current, Event.Type.REOPENED, now=now, by=by, previous=previous)

    return changed(booking, change)


def _closed(booking: Booking, status: str, event_type: str, *, now: dt.datetime, by: str) -> Booking:
    def change(current: Booking) -> None:
        if current.status != Status.CONFIRMED:
            raise errors.WrongStatus(status=current.status, wanted=status)
        current.status = status
        record(current, event_type, now=now, by=by, previous={"status": Status.CONFIRMED.value})

    return changed(booking, change)

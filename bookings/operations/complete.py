"""What became of a visit: it took place, or nobody came; and taking a slip back."""

import datetime as dt

from bookings import errors
from bookings.models import Booking, Event
from bookings.operations import locking
from bookings.operations.recording import record

Status = Booking.Status


def complete(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will say that a confirmed booking took place. Raises `WrongStatus`."""
    return turned(booking, (Status.CONFIRMED,), Status.COMPLETED, Event.Type.COMPLETED, now=now, by=by)


def no_show(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will say that nobody came to a confirmed booking. Raises `WrongStatus`."""
    return turned(booking, (Status.CONFIRMED,), Status.NO_SHOW, Event.Type.NO_SHOW, now=now, by=by)


def reopen(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will make a completed or missed booking confirmed again, for a slip. Raises `WrongStatus`."""
    over = (Status.COMPLETED, Status.NO_SHOW)
    return turned(booking, over, Status.CONFIRMED, Event.Type.REOPENED, now=now, by=by)


def turned(
    booking: Booking, old: tuple[str, ...], new: str, event_type: str, *, now: dt.datetime, by: str, stays: bool = False
) -> Booking:
    """This will give a booking a new status that takes no time and gives none back.

    With `stays` one that has it already stays as it is. Raises `WrongStatus` for any but the old ones.
    """
    for attempt in locking.attempts(booking):
        with attempt as current:
            if stays and current.status == new:
                continue
            if current.status not in old:
                raise errors.WrongStatus(status=current.status, wanted=new)
            previous = {"status": current.status}
            current.status, current.pending_expires_at = new, None
            record(current, event_type, "status", "pending_expires_at", now=now, by=by, previous=previous)
    return current

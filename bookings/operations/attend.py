"""What the house notes about a booking: that its guest is here, and words that no guest sees."""

import datetime as dt

from bookings import errors
from bookings.models import Booking, Event
from bookings.operations import locking
from bookings.operations.recording import record

EXPECTED = (Booking.Status.PENDING, Booking.Status.CONFIRMED)


def arrive(*, booking: Booking, now: dt.datetime, by: str, arrived: bool = True) -> Booking:
    """This will note that the guest of a pending or confirmed booking is here, or take that back.

    Raises `WrongStatus`. What is noted already stays as it is.
    """
    for attempt in locking.attempts(booking):
        with attempt as current:
            if current.status not in EXPECTED:
                raise errors.WrongStatus(status=current.status, wanted="arrived")
            if current.arrived != arrived:
                current.arrived = arrived
                record(current, Event.Type.ARRIVED, "arrived", now=now, by=by, previous={"arrived": not arrived})
    return current


def annotate(*, booking: Booking, staff_notes: str, now: dt.datetime, by: str) -> Booking:
    """This will replace the house's own notes, whatever the status; the event does not repeat them."""
    for attempt in locking.attempts(booking):
        with attempt as current:
            if current.staff_notes != staff_notes:
                current.staff_notes = staff_notes
                record(current, Event.Type.ANNOTATED, "staff_notes", now=now, by=by)
    return current

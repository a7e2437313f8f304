"""Several changes of one appointment at once: its time, and what the house notes. All of them, or none."""

import datetime as dt

from django.db import transaction

from bookings import queries
from bookings.models import Appointment
from bookings.operations.attend import annotate
from bookings.operations.move_appointment import move_appointment


def amend_appointment(
    *, appointment: Appointment, starts_at: dt.datetime, now: dt.datetime, by: str, staff_notes: str | None = None
) -> Appointment:
    """This will move an appointment with everybody in it, and replace the house's notes of each; None stays.

    Raises what `move_appointment` raises; nothing is changed then.
    """
    with transaction.atomic():
        moved = move_appointment(appointment=appointment, starts_at=starts_at, now=now, by=by)
        inside = queries.appointment_by_number(moved.business_id, moved.pk)
        if staff_notes is not None and inside is not None:
            for booking in queries.bookings_in(inside):
                annotate(booking=booking, now=now, by=by, staff_notes=staff_notes)
    return moved

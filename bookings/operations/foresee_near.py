"""Finds out where `move_near` would put bookings, by moving them and taking it back: so it never says anything else."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import transaction

from bookings import errors, queries
from bookings.models import Booking
from bookings.operations.move_near import move_near
from businesses.models import StaffMember


class Foreseen(NamedTuple):
    """Where a booking would be: when it starts, and its first person."""

    starts_at: dt.datetime
    staff: StaffMember


def foresee_near(
    *, bookings: Sequence[Booking], now: dt.datetime, by: str, seconds: float,
    to_somebody_else: bool = False, stopwatch: Callable[[], float] = time.monotonic,
) -> dict[int, Foreseen | None]:  # fmt: skip
    """This will say where `move_near` would put each of these bookings of a business, by id, one after the other; None:
    it would stay. Of as many as is found out within some seconds, at least the first. Nothing is changed."""
    found: dict[int, Foreseen | None] = {}
    if not bookings:
        return found
    began = stopwatch()
    with transaction.atomic():
        for booking in bookings:
            if found and stopwatch() - began >= seconds:
                break
            try:
                moved = move_near(booking=booking, now=now, by=by, to_somebody_else=to_somebody_else)
                found[booking.pk] = Foreseen(moved.starts_at, moved.staff)
            except errors.Refused:
                found[booking.pk] = None
        transaction.set_rollback(True)
    queries.forget_what_was_read(bookings[0].business_id)
    return found

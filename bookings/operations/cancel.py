"""Cancels a booking; the time is free at once."""

import datetime as dt

from bookings import errors, queries
from bookings.availability import STAFF, Policy
from bookings.models import Booking, Event
from bookings.operations import locking, releasing
from bookings.operations.recording import record


def cancel(
    *, booking: Booking, now: dt.datetime, by: str, reason: str = "", policy: Policy = STAFF, seen: int | None = None
) -> Booking:
    """This will cancel a pending or confirmed booking, for ever.

    Where the policy asks for notice, what has begun, or soon will, cannot be cancelled. `seen` is the sequence of the
    booking that the caller looked at. Raises `WrongStatus`, `ChangedMeanwhile` or `TooLate`.
    """
    for attempt in locking.attempts(booking, time=True):
        with attempt as current:
            if current.status not in Booking.OPEN:
                raise errors.WrongStatus(status=current.status, wanted=Booking.Status.CANCELLED)
            if seen is not None and current.sequence != seen:
                raise errors.ChangedMeanwhile
            refuse_too_late(current, policy, now=now)
            previous = {"status": current.status}
            current.status, current.cancel_reason = Booking.Status.CANCELLED, reason
            places = releasing.leave(current)
            record(current, Event.Type.CANCELLED, "status", "cancel_reason", now=now, by=by, previous=previous)
            releasing.give_back(places)
    return current


def refuse_too_late(booking: Booking, policy: Policy, *, now: dt.datetime) -> None:
    """This will raise `TooLate` once the booking has begun, or the notice that the policy asks for has."""
    until = queries.changeable_until(booking)
    if policy.notice and (now > until or now >= booking.starts_at):
        raise errors.TooLate(until=until)

"""Cancels one booking of a series, that one and all after it, or all that are to come."""

import datetime as dt

from bookings import errors, queries
from bookings.availability import STAFF, Policy
from bookings.models import Booking, Event, Series
from bookings.operations import locking, releasing
from bookings.operations.cancel import refuse_too_late
from bookings.operations.recording import record_all, together


def cancel_series(
    *, booking: Booking, scope: str, now: dt.datetime, by: str, reason: str = "", policy: Policy = STAFF
) -> list[Booking]:
    """This will cancel a booking and those of its series that the `Series.Scope` takes with it: all of them, or none.

    What is over or cancelled already stays as it is; each of the others gets its event. Raises `WrongStatus` when the
    booking itself cannot be cancelled, and `TooLate` when one of them cannot by the policy.
    """
    scope = Series.Scope(scope)
    for attempt in locking.attempts_at_all(lambda: queries.occurrences(booking, scope, now=now)):
        with attempt as found:
            refuse_what_cannot_change(found, booking, policy, now=now, wanted=Booking.Status.CANCELLED)
            previous = [{"status": each.status} for each in found]
            places = [place for each in found for place in releasing.leave(each)]
            for each in found:
                each.status, each.cancel_reason = Booking.Status.CANCELLED, reason
            changed, more = ("status", "cancel_reason"), together(found)
            record_all(found, Event.Type.CANCELLED, *changed, now=now, by=by, previous=previous, more=more)
            releasing.give_back(places)
    return found


def refuse_what_cannot_change(
    found: list[Booking], booking: Booking, policy: Policy, *, now: dt.datetime, wanted: str
) -> None:
    """This will raise `WrongStatus` for a booking that is settled, and `TooLate` for the first that it is too late for.

    Raises `Booking.DoesNotExist` when it is gone.
    """
    this = next((each for each in found if each.pk == booking.pk), None)
    if this is None:
        raise Booking.DoesNotExist(booking.pk)
    if this.status not in Booking.OPEN:
        raise errors.WrongStatus(status=this.status, wanted=wanted)
    for each in found:
        refuse_too_late(each, policy, now=now)

"""What is noted about a booking: that its guest is here, what the guest says, and words that no guest sees."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bookings import errors
from bookings.models import Booking, Event
from bookings.operations import locking
from bookings.operations.recording import record


def arrive(*, booking: Booking, now: dt.datetime, by: str, arrived: bool = True) -> Booking:
    """This will note that the guest of a pending or confirmed booking is here, or take that back.

    Raises `WrongStatus`. What is noted already stays as it is.
    """
    for attempt in locking.attempts(booking):
        with attempt as current:
            if current.status not in Booking.OPEN:
                raise errors.WrongStatus(status=current.status, wanted="arrived")
            if current.arrived != arrived:
                current.arrived = arrived
                record(current, Event.Type.ARRIVED, "arrived", now=now, by=by, previous={"arrived": not arrived})
    return current


def annotate(
    *,
    booking: Booking,
    now: dt.datetime,
    by: str,
    staff_notes: str | None = None,
    customer_notes: str | None = None,
) -> Booking:
    """This will replace the house's own notes, or the guest's, whatever the status; the event does not repeat them."""
    wanted = {"staff_notes": staff_notes, "customer_notes": customer_notes}
    for attempt in locking.attempts(booking):
        with attempt as current:
            new = {name: text for name, text in wanted.items() if text not in (None, getattr(current, name))}
            for name, text in new.items():
                setattr(current, name, text)
            if new:
                kind = Event.Type.AMENDED if "customer_notes" in new else Event.Type.ANNOTATED
                record(current, kind, *new, now=now, by=by)
    return current


def keep_facts(booking: Booking, facts: Mapping[str, Any], *, now: dt.datetime) -> None:
    """This will keep what a partner says of a booking, by dialect, beside what it said before.

    Nobody else reads it, so nobody is told. The transaction is the caller's.
    """
    kept = booking.partner_facts
    found = kept | {dialect: {**kept.get(dialect, {}), **said} for dialect, said in facts.items()}
    if found != kept:
        booking.partner_facts, booking.updated_at = found, now
        Booking.objects.filter(pk=booking.pk).update(partner_facts=found, updated_at=now)

"""Several changes of one booking at once: its time, its status, its notes. All of them, or none."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from bookings import errors
from bookings.availability import STAFF, Policy
from bookings.models import Booking
from bookings.operations.attend import annotate, arrive, keep_facts
from bookings.operations.cancel import cancel
from bookings.operations.complete import complete, no_show, reopen
from bookings.operations.confirm import confirm, unconfirm
from bookings.operations.move import move
from bookings.operations.wish import Listed
from businesses.models import StaffMember

Status = Booking.Status
INTO: dict[str, Callable[..., Booking]] = {
    Status.PENDING: unconfirm,
    Status.CONFIRMED: confirm,
    Status.CANCELLED: cancel,
    Status.COMPLETED: complete,
    Status.NO_SHOW: no_show,
}


def amend(
    *,
    booking: Booking,
    now: dt.datetime,
    by: str,
    starts_at: dt.datetime | Listed | None = None,
    staff: StaffMember | None = None,
    status: str | None = None,
    reopened: bool = False,
    arrived: bool | None = None,
    reason: str = "",
    staff_notes: str | None = None,
    customer_notes: str | None = None,
    partner_facts: Mapping[str, Any] | None = None,
    facts_alone: bool = False,
    policy: Policy = STAFF,
    seen: int | None = None,
) -> Booking:
    """This will move a booking, give it a status and replace notes, in one transaction; None stays.

    With `reopened` what is over is made confirmed again, before all else. `reason` is why it is cancelled. Each change
    has its own event. `partner_facts` are kept when anything changes, with `facts_alone` in any case. Raises what
    `move` and the status's verb raise; nothing is changed then.
    """
    first = booking.sequence
    with transaction.atomic():
        if reopened:
            booking = reopen(booking=booking, now=now, by=by)
        if starts_at is not None or staff is not None:
            start = booking.starts_at if starts_at is None else starts_at
            booking = move(booking=booking, starts_at=start, staff=staff, now=now, by=by, policy=policy, seen=seen)
        if staff_notes is not None or customer_notes is not None:
            notes = {"staff_notes": staff_notes, "customer_notes": customer_notes}
            booking = annotate(booking=booking, now=now, by=by, **notes)
        if arrived is not None:
            booking = arrive(booking=booking, arrived=arrived, now=now, by=by)
        if status is not None and status != booking.status:
            if status not in INTO:
                raise errors.WrongStatus(status=booking.status, wanted=status)
            more = {"reason": reason} if status == Status.CANCELLED else {}
            booking = INTO[status](booking=booking, now=now, by=by, **more)
        if partner_facts and (facts_alone or booking.sequence != first):
            keep_facts(booking, partner_facts, now=now)
    return booking

"""Several changes of one booking at once: its time, its status, its notes. All of them, or none."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from bookings import errors
from bookings.availability import STAFF, Policy
from bookings.models import Booking
from bookings.operations.attend import annotate
from bookings.operations.cancel import cancel
from bookings.operations.complete import complete, no_show
from bookings.operations.confirm import confirm, unconfirm
from bookings.operations.move import move
from bookings.operations.wish import Listed

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
    status: str | None = None,
    reason: str = "",
    staff_notes: str | None = None,
    customer_notes: str | None = None,
    policy: Policy = STAFF,
    seen: int | None = None,
) -> Booking:
    """This will move a booking, give it a status and replace notes, in one transaction; None stays.

    `reason` is why it is cancelled. Each change has its own event. Raises what `move` and the
    status's verb raise; nothing is changed then.
    """
    with transaction.atomic():
        if starts_at is not None:
            booking = move(booking=booking, starts_at=starts_at, now=now, by=by, policy=policy, seen=seen)
        if staff_notes is not None or customer_notes is not None:
            notes = {"staff_notes": staff_notes, "customer_notes": customer_notes}
            booking = annotate(booking=booking, now=now, by=by, **notes)
        if status is not None and status != booking.status:
            if status not in INTO:
                raise errors.WrongStatus(status=booking.status, wanted=status)
            more = {"reason": reason} if status == Status.CANCELLED else {}
            booking = INTO[status](booking=booking, now=now, by=by, **more)
    return booking

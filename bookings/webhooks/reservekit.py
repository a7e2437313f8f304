"""ReserveKit's booking as plain values: the same in its webhooks and in its API."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from bookings import queries
from bookings.models import Booking
from bookings.webhooks.answered import answered
from businesses.models import Dialect

STATUSES: Mapping[str, str] = {Booking.Status.PENDING: "pending", Booking.Status.CANCELLED: "cancelled"}
CONFIRMED = "confirmed"  # and so is what took place, or did not
GUEST = "Guest"  # who walked in and left no name


class State(NamedTuple):
    """What can be otherwise today than when something happened."""

    status: str
    starts_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def today(cls, row: Booking) -> "State":
        """This will give a booking's state as it is now."""
        return cls(row.status, row.starts_at, row.updated_at)


def booking(row: Booking, house: queries.House, *, state: State | None = None, date: str = "") -> dict[str, Any]:
    """This will show a booking as it is, or in a state that it had; `date` is that of the start, or as it was sent."""
    then = state or State.today(row)
    shown: dict[str, Any] = {
        "id": row.pk,
        "service_id": row.service.pk,
        "date": date or then.starts_at.astimezone(house.business.zone).date().isoformat(),
        "time_slot_id": queries.number_of(house, row.service, then.starts_at),
        "status": STATUSES.get(then.status, CONFIRMED),
        "message": row.customer_notes or None,
        **answered(row),
        "created_at": instant(row.created_at),
        "updated_at": instant(then.updated_at),
        "customer": customer(row, updated_at=then.updated_at),
    }
    if then.status == Booking.Status.CANCELLED:
        shown["cancel_reason"] = row.cancel_reason
    return shown


def customer(row: Booking, *, updated_at: dt.datetime | None = None) -> dict[str, Any]:
    """This will show whom a booking is for, as it keeps them; null where it keeps nothing, or nothing any more."""
    known = None if row.erased_at is not None else row.customer
    return {
        "id": known.pk if known else None,
        "name": row.guest_name or _nameless(row),
        "email": row.guest_email or None,
        "phone": row.guest_phone or None,
        "created_at": instant(known.created_at) if known else None,
        "updated_at": instant(updated_at or row.updated_at) if known else None,
    }


def _nameless(row: Booking) -> str | None:
    """ReserveKit's own booking without a customer has none; who was booked elsewhere is somebody."""
    return None if row.source == Dialect.RESERVEKIT or row.erased_at is not None else GUEST


def instant(moment: dt.datetime) -> str:
    """This will give an instant in UTC, to the second, with `Z`."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

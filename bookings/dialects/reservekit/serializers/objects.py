"""ReserveKit's objects, as plain values."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bookings import queries
from bookings.models import Booking
from businesses.models import Service

STATUSES: Mapping[str, str] = {Booking.Status.PENDING: "pending", Booking.Status.CANCELLED: "cancelled"}
CONFIRMED = "confirmed"  # and so is what took place, or did not


def service(row: Service) -> dict[str, Any]:
    """This will show a service; its provider is the business."""
    return {
        "id": row.pk,
        "name": row.name,
        "description": row.description or None,
        "timezone": row.business.timezone,
        "provider_id": str(row.business.uuid),
        "version": 1,
        "created_at": instant(row.created_at),
        "updated_at": instant(row.updated_at),
    }


def time_slot(start: queries.WeeklyStart, *, today: dt.date, zone: dt.tzinfo) -> dict[str, Any]:
    """This will show a weekly start on the next date that has it, today included."""
    row = start.service
    on = today + dt.timedelta(days=(start.weekday - today.weekday()) % 7)
    starts_at = start.on(on, zone)
    ends_at = starts_at + dt.timedelta(minutes=row.duration_minutes)
    return {
        "id": start.number,
        "service_id": row.pk,
        "day_of_week": start.weekday,
        "start_time": starts_at.astimezone(zone).isoformat(),
        "end_time": ends_at.astimezone(zone).isoformat(),
        "max_bookings": start.places,
        "created_at": instant(row.created_at),
        "updated_at": instant(row.updated_at),
    }


def booking(row: Booking, house: queries.House, *, date: str = "") -> dict[str, Any]:
    """This will show a booking; `date` is that of the start, or as it was sent."""
    shown: dict[str, Any] = {
        "id": row.pk,
        "service_id": row.service.pk,
        "date": date or row.starts_at.astimezone(house.business.zone).date().isoformat(),
        "time_slot_id": queries.number_of(house, row.service, row.starts_at),
        "status": STATUSES.get(row.status, CONFIRMED),
        "message": row.customer_notes or None,
        "version": row.sequence,  # this and the next are read by the vendor's packages, not told on its pages
        "customer_id": row.customer_id,
        "created_at": instant(row.created_at),
        "updated_at": instant(row.updated_at),
        "customer": customer(row),
    }
    if row.status == Booking.Status.CANCELLED:
        shown["cancel_reason"] = row.cancel_reason
    return shown


def customer(row: Booking) -> dict[str, Any]:
    """This will show whom a booking is for, as it keeps them; null where it keeps nothing."""
    known = row.customer
    return {
        "id": known.pk if known else None,
        "name": row.guest_name or None,
        "email": row.guest_email or None,
        "phone": row.guest_phone or None,
        "created_at": instant(known.created_at) if known else None,
        "updated_at": instant(row.updated_at) if known else None,
    }


def instant(moment: dt.datetime) -> str:
    """This will give an instant in UTC, to the second, with `Z`."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

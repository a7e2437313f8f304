"""ReserveKit's services and time slots, as plain values; its webhooks know how a booking is shown."""

import datetime as dt
from typing import Any

from bookings import queries
from bookings.dialects.answering import asks
from bookings.webhooks.reservekit import instant
from businesses.models import Service


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
        **asks(row),
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

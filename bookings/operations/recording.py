"""Writes what happened beside what changed, in the same transaction."""

import datetime as dt
from typing import Any

from bookings.models import Booking, Event, Place


def record(
    booking: Booking,
    event_type: str,
    *,
    now: dt.datetime,
    by: str,
    previous: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> Event:
    """This will save a changed booking and the event that says so.

    `previous` holds the facts that were different, `more` what only this event has to say.
    """
    booking.sequence += 1
    booking.updated_at = now
    booking.save()
    facts = snapshot(booking) | (more or {})
    if previous:
        facts["previous"] = previous
    return Event.objects.create(
        business_id=booking.business_id,
        booking=booking,
        type=event_type,
        sequence=booking.sequence,
        occurred_at=now,
        by=by,
        facts=facts,
    )


def snapshot(booking: Booking) -> dict[str, Any]:
    """This will give the facts of a booking as ids and instants, without anything that names a person."""
    places = Place.objects.filter(booking=booking).select_related("appointment").order_by("position")
    return {"status": booking.status, "places": [_place(place) for place in places]}


def _place(place: Place) -> dict[str, Any]:
    appointment = place.appointment
    return {
        "appointment": appointment.pk,
        "service": appointment.service_id,
        "staff": appointment.staff_id,
        "resource": appointment.resource_id,
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": appointment.ends_at.isoformat(),
        "party_size": place.party_size,
        "live": place.live,
    }

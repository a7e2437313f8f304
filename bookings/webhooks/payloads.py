"""What a partner reads of an event."""

import datetime as dt
import json
from typing import Any

from django.conf import settings

from bookings.models import Booking, Event, WebhookEndpoint

RESERVEKIT_TYPES = {Event.Type.CREATED: "bookings.create", Event.Type.ERASED: "bookings.delete"}
RESERVEKIT_STATUS = {"pending": "pending", "cancelled": "cancelled"}


def body_of(event: Event, booking: Booking, endpoint: WebhookEndpoint, *, now: dt.datetime) -> bytes:
    """This will give the body of a webhook, in the format that its endpoint chose."""
    if endpoint.format == WebhookEndpoint.Format.RESERVEKIT:
        facts = _reservekit(event, booking, now)
    else:
        facts = event_object(event, booking)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def event_object(event: Event, booking: Booking) -> dict[str, Any]:
    """This will give an event as partners see it: ids as UUIDs, instants in UTC; `previous` has what was different."""
    return {
        "id": str(event.uuid),
        "type": event.type,
        "sequence": event.sequence,
        "occurredAt": _instant(event.occurred_at),
        "booking": _booking(booking, event),
        "previous": _previous(event.facts.get("previous")),
    }


def _booking(booking: Booking, event: Event) -> dict[str, Any]:
    """The booking as it was left by the event; what names the guest is as it is today, so that erasing reaches it."""
    then = next(iter(event.facts.get("places", [])), {})
    return {
        "id": str(booking.uuid),
        "code": booking.code,
        "status": event.facts.get("status", booking.status),
        "startsAt": _stamp(then.get("starts_at")) or _instant(booking.starts_at),
        "endsAt": _stamp(then.get("ends_at")) or _instant(booking.ends_at),
        "partySize": then.get("party_size", booking.party_size),
        "service": {"id": str(booking.service.uuid), "name": booking.service_name},
        "staff": {"id": str(booking.staff.uuid), "name": booking.staff.name},
        "location": {"id": str(booking.location.uuid), "name": booking.location.name},
        "price": None if booking.price is None else str(booking.price),
        "currency": booking.currency,
        "customer": {"name": booking.guest_name, "email": booking.guest_email, "phone": booking.guest_phone},
        "notes": booking.customer_notes,
        "cancelReason": booking.cancel_reason,
        "source": booking.source,
        "createdAt": _instant(booking.created_at),
    }


def _previous(facts: dict[str, Any] | None) -> dict[str, Any] | None:
    if not facts:
        return None
    found: dict[str, Any] = {}
    if "status" in facts:
        found["status"] = facts["status"]
    for place in facts.get("places", [])[:1]:
        found |= {"startsAt": _stamp(place["starts_at"]), "endsAt": _stamp(place["ends_at"])}
    return found or None


def _reservekit(event: Event, booking: Booking, now: dt.datetime) -> dict[str, Any]:
    """ReserveKit's webhooks: always a list, and one of three types; cancelling is an update."""
    status = event.facts.get("status", booking.status)
    return {
        "event_type": RESERVEKIT_TYPES.get(Event.Type(event.type), "bookings.update"),
        "bookings": [
            {
                "id": booking.pk,
                "service_id": booking.service.pk,
                "date": booking.starts_at.astimezone(booking.business.zone).date().isoformat(),
                "start_time": _instant(booking.starts_at),
                "end_time": _instant(booking.ends_at),
                "status": RESERVEKIT_STATUS.get(status, "confirmed"),
                "customer": {
                    "name": booking.guest_name,
                    "email": booking.guest_email,
                    "phone": booking.guest_phone,
                },
                "created_at": _instant(booking.created_at),
                "updated_at": _instant(booking.updated_at),
            }
        ],
        "timestamp": _instant(now),
    }


def user_agent() -> str:
    """This will say who calls."""
    return f"bookingsite (+{settings.PUBLIC_URL})"


def _instant(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamp(text: str | None) -> str | None:
    return _instant(dt.datetime.fromisoformat(text)) if text else None

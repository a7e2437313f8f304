"""What a partner reads of an event.

What happened is told as it was then: status, times, who served. What names the guest is told as it is today, so that
erasing reaches everything that is sent later.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from bookings import queries
from bookings.models import Booking, Event, WebhookEndpoint
from bookings.webhooks import answered, reservekit
from bookings.webhooks.reservekit import instant
from businesses import money
from businesses.models import StaffMember

RESERVEKIT_TYPES = {Event.Type.CREATED: "bookings.create", Event.Type.ERASED: "bookings.delete"}
People = Mapping[int, StaffMember]  # by id
# Characters: a body stays under the 20 kB that the standard asks for.
LONGEST_TEXT = 2000
LONGEST_TEXTS = 2 * LONGEST_TEXT  # all together; what the others leave is for answers


def body_of(event: Event, booking: Booking, endpoint: WebhookEndpoint) -> bytes:
    """This will give the body of a webhook, in the format that its endpoint chose; the same at every attempt."""
    form = _reservekit if endpoint.format == WebhookEndpoint.Format.RESERVEKIT else event_object
    return json.dumps(form(event, booking), ensure_ascii=False, separators=(",", ":")).encode()


def event_object(event: Event, booking: Booking, people: People | None = None) -> dict[str, Any]:
    """This will give an event as partners see it: ids as UUIDs, instants in UTC; `previous` has what was different.

    `people` are the business's, where the caller knows them, so that they are not looked up one by one.
    """
    return {
        "id": str(event.uuid),
        "type": event.wire_type,
        "sequence": event.sequence,
        "occurredAt": instant(event.occurred_at),
        "booking": _booking(event, booking, people or {}),
        "previous": _previous(event, booking, people or {}),
    }


def user_agent() -> str:
    """This will say who calls."""
    return f"bookingsite (+{settings.PUBLIC_URL})"


def _booking(event: Event, booking: Booking, people: People) -> dict[str, Any]:
    """The booking as the event left it."""
    starts_at, ends_at = _span(event.facts, booking)
    status = _status(event, booking)
    notes, reason = booking.customer_notes[:LONGEST_TEXT], booking.cancel_reason[:LONGEST_TEXT]
    return {
        "id": str(booking.uuid),
        "code": booking.code,
        "status": status,
        "startsAt": instant(starts_at),
        "endsAt": instant(ends_at),
        "partySize": _first(event.facts).get("party_size", booking.party_size),
        "service": {"id": str(booking.service.uuid), "name": booking.service_name},
        "staff": _staff(_first(event.facts).get("staff"), booking, people),
        "location": {"id": str(booking.location.uuid), "name": booking.location.name},
        "price": None if booking.price is None else money.written(booking.price, booking.currency),
        "currency": booking.currency,
        "customer": _customer(booking),
        "notes": notes,
        **answered.shortly(booking, LONGEST_TEXTS - len(notes) - len(reason)),
        "cancelReason": reason if status == Booking.Status.CANCELLED else "",
        "source": booking.source,
        "createdAt": instant(booking.created_at),
    }


def _customer(booking: Booking) -> dict[str, str] | None:
    if booking.erased_at is not None:
        return None
    return {"name": booking.guest_name, "email": booking.guest_email, "phone": booking.guest_phone}


def _previous(event: Event, booking: Booking, people: People) -> dict[str, Any] | None:
    """What was different before. That it was held, and which room it had, is the house's own business."""
    facts = event.facts.get("previous") or {}
    found: dict[str, Any] = {}
    if facts.get("status") not in (None, Booking.Status.HELD):
        found["status"] = facts["status"]
    if not facts.get("places"):
        return found or None
    span, was, now = _span(facts, booking), _first(facts).get("staff"), _first(event.facts).get("staff")
    if span != _span(event.facts, booking) or was != now:
        found |= {"startsAt": instant(span[0]), "endsAt": instant(span[1])}
        if was != now:
            found["staff"] = _staff(was, booking, people)
    return found or None


def _reservekit(event: Event, booking: Booking) -> dict[str, Any]:
    """ReserveKit's webhooks: always a list, and one of three types; cancelling is an update."""
    return {
        "event_type": RESERVEKIT_TYPES.get(Event.Type(event.type), "bookings.update"),
        "bookings": [_reservekit_booking(event, booking)],
        "timestamp": instant(event.occurred_at),
    }


def _reservekit_booking(event: Event, booking: Booking) -> dict[str, Any]:
    """The object of ReserveKit's API, as the event left it, with texts that keep the body small."""
    then = reservekit.State(_status(event, booking), _span(event.facts, booking)[0], event.occurred_at)
    shown = reservekit.booking(booking, queries.house(booking.business), state=then)
    room = LONGEST_TEXTS
    for name in ("message", "cancel_reason"):
        if shown.get(name):
            shown[name] = shown[name][:LONGEST_TEXT]
            room -= len(shown[name])
    shown.pop("answers", None)
    return shown | answered.shortly(booking, room)


def _status(event: Event, booking: Booking) -> str:
    return str(event.facts.get("status", booking.status))


def _first(facts: dict[str, Any]) -> dict[str, Any]:
    return next(iter(_parts(facts)), {})


def _parts(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts that stood, or all when none did."""
    places: list[dict[str, Any]] = facts.get("places", [])
    return [place for place in places if place.get("live")] or places


def _span(facts: dict[str, Any], booking: Booking) -> tuple[dt.datetime, dt.datetime]:
    """From the first start to the last end."""
    places = _parts(facts)
    if not places:
        return booking.starts_at, booking.ends_at
    starts = min(dt.datetime.fromisoformat(place["starts_at"]) for place in places)
    return starts, max(dt.datetime.fromisoformat(place["ends_at"]) for place in places)


def _staff(key: int | None, booking: Booking, people: People) -> dict[str, str]:
    """The person with that id; without one, who serves today."""
    staff = booking.staff
    if key is not None and key != staff.pk:
        known = people.get(key) or StaffMember.objects.filter(business=booking.business_id, pk=key).first()
        staff = known or staff
    return {"id": str(staff.uuid), "name": staff.name}

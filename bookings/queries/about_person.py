"""Everything that is held about one person, to be handed to them as plain data."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from bookings.models import Attempt, Booking, Delivery, Event, Place
from bookings.queries import loose
from businesses import once
from businesses.models import ApiKey, Customer, Once

CUSTOMER = (
    *("id", "first_name", "last_name", "email", "phone", "home_phone", "address", "blocked"),
    *("created_at", "merged_into_id"),
)
BOOKING = (
    *("code", "status", "source", "came_from", "arrived", "guest_name", "guest_email", "guest_phone", "guest_language"),
    *("guest_timezone", "customer_notes", "staff_notes", "answers", "cancel_reason", "currency", "partner_facts"),
    *("created_at", "updated_at"),
)
DELIVERY = ("kind", "channel", "recipient", "about", "status", "due_at", "delivered_at", "last_answer")
KEY = ("dialect", "prefix", "created_at", "last_used_at", "last_used_from", "expires_at", "revoked_at")


def about_person(customer: Customer, *, now: dt.datetime) -> dict[str, Any]:
    """This will give what the business's tables hold about a customer, in plain values that JSON has.

    Instants are ISO 8601, UTC; amounts are texts. What was sent, and what a partner was answered, stands there as it
    went out.
    """
    bookings = list(Booking.objects.filter(customer=customer).with_details().order_by("pk"))
    keys = [booking.pk for booking in bookings]
    events = _by_booking(Event.objects.filter(booking__in=keys).order_by("booking_id", "sequence"))
    sent = _by_booking(Delivery.objects.filter(booking__in=keys).order_by("pk"))
    tries = defaultdict(list)
    for each in Attempt.objects.filter(delivery__booking__in=keys).order_by("pk"):
        tries[each.delivery_id].append(_columns(each, ("started_at", "request", "status", "answer")))
    answered = {each.about: each for each in Once.objects.filter(about__in=[once.about(each) for each in bookings])}
    return {
        "business": customer.business.name,
        "written_at": _plain(now),
        "person": _columns(customer, CUSTOMER),
        "also_known_as": [_columns(each, CUSTOMER) for each in customer.merged.filter(erased_at=None)],
        "bookings": [
            _columns(booking, BOOKING)
            | {
                "visits": [_visit(place) for place in booking.places.all()],
                "series": booking.series.rule if booking.series else None,
                "events": [_columns(each, ("type", "occurred_at", "by", "facts")) for each in events[booking.pk]],
                "sent": [_columns(each, DELIVERY) | {"tries": tries[each.pk]} for each in sent[booking.pk]],
                "answered_to_a_program": answered[about].answer if (about := once.about(booking)) in answered else None,
            }
            for booking in bookings
        ],
        "keys": [_columns(each, KEY) for each in ApiKey.objects.filter(customer=customer)],
        "forms_not_sent": [_columns(each, ("typed", "kept_until")) for each in loose.drafts_of(customer)],
        "lines_of_files": [
            dict(zip(file.header, cells, strict=False))
            for file, lines in loose.lines_about(customer)
            for _, cells, _ in lines
        ],
        "asked_for_by_mail": [_columns(each, DELIVERY) for each in loose.asked_by(customer)],
    }


def _by_booking(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.booking_id].append(row)
    return found


def _visit(place: Place) -> dict[str, Any]:
    appointment = place.appointment
    return {
        "service": place.service_name,
        "staff": appointment.staff.name,
        "location": appointment.location.name,
        "starts_at": _plain(appointment.starts_at),
        "ends_at": _plain(appointment.ends_at),
        "people": place.party_size,
        "price": _plain(place.price),
    }


def _columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value if value is None or isinstance(value, str | int | list | dict) else str(value)

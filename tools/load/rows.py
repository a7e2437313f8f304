"""Bookings written in bulk, as the operations would have left them: `check_invariants` finds nothing.

Through the operations a hundred thousand of them take an hour. It needs Django to be set up: `manage.py shell`.
"""

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any, NamedTuple

from bookings.availability import Interval
from bookings.models import Appointment, Booking, Delivery, Event, Place
from businesses.models import Customer, Service, StaffMember

CHUNK = 2000
Status = Booking.Status
ENDS = {
    Status.CANCELLED: Event.Type.CANCELLED,
    Status.COMPLETED: Event.Type.COMPLETED,
    Status.NO_SHOW: Event.Type.NO_SHOW,
}


class Visit(NamedTuple):
    """One booking of one appointment."""

    appointment: Appointment
    booking: Booking
    place: Place


def visit(
    service: Service,
    person: StaffMember,
    customer: Customer | None,
    starts_at: dt.datetime,
    *,
    listed_on: dt.date,
    ordered_at: dt.datetime,
    status: str = Status.CONFIRMED,
) -> Visit:
    """This will make the rows of a booking, not yet written."""
    live = status != Status.CANCELLED
    business_id = service.business_id
    appointment = Appointment(
        business_id=business_id, service=service, staff=person, location_id=person.location_id,
        live=live, places=1, places_taken=int(live),
    )  # fmt: skip
    waits = [Interval(*wait) for wait in service.waits]
    length = service.duration_minutes
    appointment.set_time(starts_at, minutes=length, buffers=(0, 0), listed_on=listed_on, waits=waits)
    booking = Booking(
        business_id=business_id, customer=customer, status=status, source="wizard", currency="EUR",
        guest_name=str(customer or ""), guest_email=customer.email if customer else "", guest_phone="+49 30 1234567",
        sequence=1 if status in (Status.PENDING, Status.CONFIRMED) else 2, created_at=ordered_at, updated_at=ordered_at,
    )  # fmt: skip
    place = Place(
        business_id=business_id, booking=booking, appointment=appointment, live=live,
        service_name=service.name, duration_minutes=service.duration_minutes, price=service.price,
    )  # fmt: skip
    return Visit(appointment, booking, place)


def write(visits: Iterable[Visit]) -> None:
    """This will write bookings with their events and the mail that told of them, some thousand rows a statement."""
    rest = iter(visits)
    while chunk := list(itertools.islice(rest, CHUNK)):
        _write(chunk)


def _write(visits: list[Visit]) -> None:
    Appointment.objects.bulk_create(visit.appointment for visit in visits)
    Booking.objects.bulk_create(visit.booking for visit in visits)
    for _, booking, place in visits:
        place.booking, place.appointment = booking, place.appointment  # they have their keys now
    Place.objects.bulk_create(visit.place for visit in visits)
    Event.objects.bulk_create(
        _event(visit.booking, n) for visit in visits for n in range(1, visit.booking.sequence + 1)
    )
    Delivery.objects.bulk_create(_mail(visit.booking) for visit in visits)


def _event(booking: Booking, sequence: int) -> Event:
    told: dict[str, Any] = {"status": booking.status, "places": []}
    return Event(
        business_id=booking.business_id, booking=booking, sequence=sequence, by="guest", facts=told,
        type=Event.Type.CREATED if sequence == 1 else ENDS[Status(booking.status)],
        occurred_at=booking.created_at, routed_at=booking.created_at,
    )  # fmt: skip


def _mail(booking: Booking) -> Delivery:
    return Delivery(
        business_id=booking.business_id, booking=booking, channel="mail", kind="confirmed", audience="guest",
        dedupe=f"made:{booking.pk}", status=Delivery.Status.DELIVERED, due_at=booking.created_at, attempts=1,
    )  # fmt: skip

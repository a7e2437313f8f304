"""Appointments by their number, and what one customer has in them."""

from django.db.models import Q

from bookings.models import Appointment, Booking, Event, Place
from businesses.models import Customer

WHOLE = ("business", "service", "staff", "location", "resource")
HIDDEN = (Booking.Status.HELD, Booking.Status.EXPIRED)


def appointment_by_number(business_id: int, number: int) -> Appointment | None:
    """This will give the appointment of a business with that number. One that was only ever held is not found, nor
    one of which everything was erased."""
    found = Appointment.objects.filter(business=business_id, pk=number).select_related(*WHOLE).first()
    return found if found is not None and _is_seen(found) else None


def booking_in(number: int, customer: Customer) -> Booking | None:
    """This will give what a customer has in the appointment with that number, with its details.

    Of several the one that stands, else the latest. What was moved from there into another appointment is found, too:
    it is still the same booking.
    """
    own = Booking.objects.visible().filter(
        Q(customer=customer) | Q(customer__merged_into=customer), business=customer.business_id
    )
    there = Place.objects.filter(appointment=number, booking__in=own).order_by("-live", "-booking__created_at", "-pk")
    key = there.values_list("booking_id", flat=True).first() or _moved_from(number, own)
    return None if key is None else Booking.objects.filter(pk=key).whole()


def _is_seen(appointment: Appointment) -> bool:
    places = Place.objects.filter(appointment=appointment, booking__erased_at__isnull=True)
    return places.exclude(booking__status__in=HIDDEN).exists()


def _moved_from(number: int, own: "object") -> int | None:
    """The booking, among some, that left an appointment last."""
    moves = Event.objects.filter(booking__in=own, type=Event.Type.MOVED).order_by("-pk")
    for booking_id, facts in moves.values_list("booking_id", "facts"):
        left = (facts.get("previous") or {}).get("places") or []
        if any(place.get("appointment") == number for place in left):
            return int(booking_id)
    return None

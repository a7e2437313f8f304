"""Appointments by their number, who is in them, and what one customer has in them."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from bookings.models import Appointment, Booking, Event, Place
from businesses.models import Customer

HIDDEN = (Booking.Status.HELD, Booking.Status.EXPIRED)


def appointment_by_number(business_id: int, number: int) -> Appointment | None:
    """This will give an appointment of a business by its id, live or over, with whoever is or was in it; None: there is
    none, or nobody but a hold was ever in it and the house did not plan it.

    `bookings_in` of it gives its bookings without another statement.
    """
    booked = Place.objects.filter(appointment=OuterRef("pk"), booking__in=Booking.objects.visible())
    rows = Appointment.objects.filter(Q(planned=True) | Exists(booked), business=business_id, pk=number)
    places = Place.objects.select_related("booking__customer").order_by("booking_id")
    return (
        rows.select_related("business", "service", "staff", "location", "resource")
        .prefetch_related(Prefetch("taken_places", queryset=places))
        .first()
    )


def bookings_in(appointment: Appointment) -> list[Booking]:
    """This will give the bookings that have a part in an appointment now, held ones left out, in order of booking."""
    return [
        place.booking
        for place in appointment.taken_places.all()
        if place.live and place.booking.status not in HIDDEN and place.booking.erased_at is None
    ]


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


def _moved_from(number: int, own: "QuerySet[Booking]") -> int | None:
    """The booking, among some, that left an appointment last."""
    moves = Event.objects.filter(booking__in=own, type=Event.Type.MOVED).order_by("-pk")
    for booking_id, facts in moves.values_list("booking_id", "facts"):
        left = (facts.get("previous") or {}).get("places") or []
        if any(place.get("appointment") == number for place in left):
            return int(booking_id)
    return None

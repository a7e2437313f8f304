"""The shared appointments of a start."""

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch, Q

from bookings.models import Appointment, Booking, Place
from businesses.models import Business, Service, StaffMember


def group_at(
    business: Business, service: Service, *, starts_at: dt.datetime, staff: StaffMember | None = None
) -> Appointment | None:
    """This will give the group of a service that starts at an instant, the fullest first; None: there is none.

    `staff` narrows to one person.
    """
    rows = Appointment.objects.live().filter(business=business, service=service, starts_at=starts_at)
    if staff is not None:
        rows = rows.filter(staff=staff)
    return rows.select_related("business", "service", "staff").order_by("-places_taken", "id").first()


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
    hidden = (Booking.Status.HELD, Booking.Status.EXPIRED)
    return [
        place.booking
        for place in appointment.taken_places.all()
        if place.live and place.booking.status not in hidden and place.booking.erased_at is None
    ]

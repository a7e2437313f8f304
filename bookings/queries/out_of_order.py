"""What is still to come with a room or a machine that is switched off."""

import datetime as dt

from django.db.models import Q, QuerySet

from bookings.models import LONGEST_MINUTES, Appointment, Booking, Place, to_minute
from businesses.models import Business, Resource, Service


def coming_with(resource: Resource, *, now: dt.datetime) -> list[int]:
    """This will give the appointments of a resource, by id, that have not begun, in order of time."""
    rows = Appointment.objects.live().filter(
        business=resource.business_id, resource=resource, busy_from__gt=to_minute(now) - LONGEST_MINUTES
    )
    return list(rows.filter(starts_at__gt=now).order_by("starts_at", "pk").values_list("pk", flat=True))


def out_of_order(*, now: dt.datetime, business: Business | None = None) -> list[Resource]:
    """This will give the resources that are switched off and have appointments to come; of one business, or of all."""
    off = Resource.objects.filter(active=False, **({"business": business} if business else {}))
    return [each for each in off.select_related("business").order_by("pk") if coming_with(each, now=now)]


def unhoused(business: Business, *, now: dt.datetime) -> QuerySet[Booking]:
    """This will give the bookings with a part to come in a resource that is switched off."""
    return Booking.objects.visible().filter(pk__in=booked_with(business, Q(resource__active=False), now=now))


def booked_with(business: Business, which: Q, *, now: dt.datetime) -> QuerySet[Place, int]:
    """This will give the bookings, by id, with a part to come in appointments of some kind."""
    rows = Appointment.objects.live().filter(
        which, business=business, busy_from__gt=to_minute(now) - LONGEST_MINUTES, starts_at__gt=now
    )
    return Place.objects.filter(appointment__in=rows, live=True).order_by().values_list("booking", flat=True)


def has_coming(service: Service, *, now: dt.datetime) -> bool:
    """This will tell whether an appointment of a service is still to come."""
    return Appointment.objects.live().filter(business=service.business_id, service=service, starts_at__gt=now).exists()

"""What one caller keeps from others before the house knows that they come: holds that run, and requests."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q

from bookings.models import Booking, Place
from businesses.models import ApiKey, Business

Status = Booking.Status


class Kept(NamedTuple):
    """How many bookings: held, held of one date, and asked for."""

    held: int = 0
    held_that_day: int = 0
    pending: int = 0


def kept_by(
    business: Business, who: str, *, day: dt.date | None, now: dt.datetime, beside: Booking | None = None
) -> Kept:
    """This will count what a caller keeps at a business; `day` is local, `beside` is a hold that they give back."""
    waiting = Q(booking__status=Status.HELD, booking__hold_expires_at__gt=now) | Q(
        booking__status=Status.PENDING, appointment__starts_at__gt=now
    )
    places = Place.objects.filter(waiting, business=business, live=True, booking__kept_by=who)
    if beside is not None:
        places = places.exclude(booking=beside)
    rows = set(places.order_by().values_list("booking", "booking__status", "appointment__starts_at"))
    held = {key for key, status, _ in rows if status == Status.HELD}
    that_day = {key for key, _, starts_at in rows if key in held and starts_at.astimezone(business.zone).date() == day}
    return Kept(len(held), len(that_day), len({key for key, *_ in rows} - held))


def starts_held(business: Business, key: ApiKey, *, now: dt.datetime) -> list[tuple[int, dt.datetime]]:
    """This will give the service, by id, and the start of each hold that a partner's key keeps at a business."""
    held = Place.objects.filter(
        booking__business=business,
        booking__status=Status.HELD,
        booking__hold_expires_at__gt=now,
        booking__api_key=key,
        live=True,
    )
    return list(held.order_by().values_list("appointment__service", "appointment__starts_at"))


def pending_of(business: Business, customer: int, *, now: dt.datetime) -> int:
    """This will count the requests for times to come that a customer, by id, has at a business."""
    asked = Booking.objects.filter(business=business, customer=customer, status=Status.PENDING)
    return asked.filter(places__live=True, places__appointment__starts_at__gt=now).distinct().count()

"""Bookings by when they start, some at a time."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q

from bookings.models import Booking, Place
from businesses.models import Customer


class Position(NamedTuple):
    """Where in such a list somebody is: after the booking with that start and number."""

    starts_at: dt.datetime
    number: int


def bookings_starting(
    business_ids: Collection[int],
    *,
    since: dt.datetime,
    until: dt.datetime,
    count: int,
    after: Position | None = None,
    backwards: bool = False,
    customer: Customer | None = None,
    shared: bool | None = None,
) -> list[Booking]:
    """This will give the first `count` bookings that start in [since, until), by start, with their details.

    `shared` keeps those of groups, or those that are not; None: both. What is booked meanwhile moves nothing that
    follows a position.
    """
    firsts = Place.objects.filter(
        business__in=business_ids,
        position=0,
        appointment__starts_at__gte=since,
        appointment__starts_at__lt=until,
        booking__in=Booking.objects.visible(),
    )
    if customer is not None:
        firsts = firsts.filter(booking__customer=customer)
    if shared is not None:
        firsts = firsts.filter(appointment__places__gt=1) if shared else firsts.filter(appointment__places=1)
    if after is not None:
        firsts = firsts.filter(_beyond(after, backwards=backwards))
    sign = "-" if backwards else ""
    keys = firsts.order_by(f"{sign}appointment__starts_at", f"{sign}booking_id").values_list("booking_id", flat=True)
    wanted = list(keys[:count])
    found = Booking.objects.filter(pk__in=wanted).with_details().in_bulk()
    return [found[key] for key in wanted if key in found]


def _beyond(after: Position, *, backwards: bool) -> Q:
    way = "lt" if backwards else "gt"
    later = Q(**{f"appointment__starts_at__{way}": after.starts_at})
    return later | Q(**{"appointment__starts_at": after.starts_at, f"booking_id__{way}": after.number})

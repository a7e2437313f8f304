"""Takes more guests into a group than it has places, on purpose and with a reason."""

import datetime as dt
from dataclasses import replace

from bookings import errors
from bookings.availability import COUNTER
from bookings.models import Appointment, Booking
from bookings.operations.book import book, wish_to_join
from bookings.operations.wish import Order


def overbook(*, appointment: Appointment, order: Order, now: dt.datetime, party_size: int = 1) -> Booking:
    """This will give a group the places that a party lacks, and the party these places; the order's reason stays in
    the event.

    Only the places grow: no second appointment is put beside another one. The same order's token again answers the
    booking that it made before. Raises `ServiceNotOffered` for a service that is not shared, `ValueError` without a
    reason, and what `join` raises; nothing is changed then.
    """
    if not order.reason.strip():
        raise ValueError("A group is overbooked for a reason.")
    if not appointment.service.is_group:
        raise errors.ServiceNotOffered
    wish = wish_to_join(appointment, party_size=party_size, policy=COUNTER, overbooked=True)
    return book(wish=wish, order=replace(order, confirmed=True, reason=order.reason.strip()), now=now)

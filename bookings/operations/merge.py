"""Makes one customer of two who are the same person."""

import datetime as dt
from typing import NamedTuple

from bookings.models import Booking, Event
from bookings.operations import whole_house
from bookings.operations.recording import record
from businesses import same_person
from businesses.models import ApiKey, Customer


class Merged(NamedTuple):
    """Who is left, what they have of the other by field, and how many bookings came to them."""

    customer: Customer
    filled: list[str]
    bookings: int


def merge(*, kept: Customer, merged: Customer, blocked: bool, now: dt.datetime, by: str) -> Merged:
    """This will give one customer the bookings and keys of another, and what they themselves have not.

    The other is nobody's any more: their e-mail and phone lead to who is left. Bookings keep what was typed, and get an
    event that partners do not read. `blocked` is whether who is left may book no more. There is no way back. Raises
    `Customer.DoesNotExist` when either of them is erased or was merged meanwhile, `ValueError` for one and the same or
    for another business's, and `Busy`.
    """
    if kept.pk == merged.pk or kept.business_id != merged.business_id:
        raise ValueError("Two customers of one business can be merged.")
    for attempt in whole_house.attempts(kept.business_id, customers=[kept.pk, merged.pk]):
        with attempt:
            known = Customer.objects.current().in_bulk([kept.pk, merged.pk])
            if len(known) < 2:
                raise Customer.DoesNotExist
            left, gone = known[kept.pk], known[merged.pk]
            left.blocked = blocked
            filled = same_person.absorb(left, gone)
            moved = list(Booking.objects.filter(customer=gone).with_details().order_by("pk"))
            for booking in moved:
                booking.customer = left
                record(booking, Event.Type.MERGED, "customer", now=now, by=by)
            ApiKey.objects.filter(customer=gone).update(customer=left)
    return Merged(left, filled, len(moved))

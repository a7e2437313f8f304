"""Corrects who a booking is for: what its guest typed, and whom the business knows by it alone."""

import datetime as dt

from bookings.models import Booking, Event
from bookings.operations import locking
from bookings.operations.recording import record
from businesses import customers
from businesses.models import Customer


def correct(
    *,
    booking: Booking,
    now: dt.datetime,
    by: str,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> Booking:
    """This will replace the name, e-mail or phone that a booking keeps; None stays. The event does not repeat them.

    The customer follows when no other booking is theirs and nobody else is known by the new e-mail or phone.
    """
    wanted = {"guest_name": name, "guest_email": email, "guest_phone": phone}
    for attempt in locking.attempts(booking):
        with attempt as current:
            new = {field: text for field, text in wanted.items() if text not in (None, getattr(current, field))}
            if not new:
                continue
            for field, text in new.items():
                setattr(current, field, text)
            if current.customer is None:
                current.customer = _known_by(current)
                new["customer"] = ""
            elif not current.customer.bookings.exclude(pk=current.pk).exists():
                _follow(current.customer, current)
            record(current, Event.Type.AMENDED, *new, now=now, by=by)
    return current


def _known_by(booking: Booking) -> Customer | None:
    words = {"name": booking.guest_name, "email": booking.guest_email, "phone": booking.guest_phone}
    person = customers.match_or_create(booking.business, **words)
    return customers.held(person) if person else None


def _follow(customer: Customer, booking: Booking) -> None:
    """What the booking says now, as the customer's; but for what somebody else is known by."""
    there = customers.recognise(customer.business, email=booking.guest_email, phone=booking.guest_phone)
    if there.person not in (None, customer) or customer.merged.exists():  # known by more than this booking
        return
    customers.rename(customer, name=booking.guest_name, email=booking.guest_email, phone=booking.guest_phone)

"""What is known of a customer, besides what the form has."""

import datetime as dt
from typing import Any

from bookings import queries
from bookings.dashboard.frame import words
from bookings.models import Booking
from businesses import same_person
from businesses.models import Customer

SUGGESTED = 5


def of(customer: Customer, *, now: dt.datetime) -> dict[str, Any]:
    """This will give what a customer has booked, and who may be the same person."""
    found = queries.history(customer, now=now)
    return {
        "customer": customer,
        "history": found,
        "lists": [("To come", list(map(_row, found.coming))), ("Before", list(map(_row, found.past)))],
        "alike": same_person.alike(customer, limit=SUGGESTED),
        "also": [row for row in customer.merged.filter(erased_at=None) if row.email or row.phone],
    }


def _row(booking: Booking) -> dict[str, Any]:
    text, _, look = words.STATUS[Booking.Status(booking.status)]
    when = words.moment(booking.starts_at.astimezone(booking.business.zone))
    return {"booking": booking, "when": when, "status": text, "look": look}

"""Erases what names the guest of a booking, and ends the booking if it was still to come."""

import datetime as dt

from bookings.models import Attempt, Booking, Delivery, Event
from bookings.operations import locking, releasing
from bookings.operations.recording import record
from businesses import customers, once
from businesses.models import Customer

TYPED = ("guest_name", "guest_email", "guest_phone", "guest_timezone", "customer_notes", "staff_notes", "cancel_reason")


def erase(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will empty what a guest gave with a booking, here and in what was sent; its time is free at once.

    Whom the business knows by this booking alone is erased with it. What took place stays in the figures. Again
    changes nothing.
    """
    for attempt in locking.attempts(booking, time=True):
        with attempt as current:
            if current.erased_at is not None:
                continue
            previous = {"status": current.status}
            places = releasing.leave(current) if current.status in Booking.OPEN else []
            if current.status in Booking.OPEN:
                current.status = Booking.Status.CANCELLED
            customer, current.customer, current.erased_at = current.customer, None, now
            for name in TYPED:
                setattr(current, name, "")
            current.partner_facts, current.answers = {}, []
            changed = ("status", "customer", "erased_at", "partner_facts", "answers", *TYPED)
            record(current, Event.Type.ERASED, *changed, now=now, by=by, previous=previous)
            releasing.give_back(places)
            _forget(current, customer, now=now)
    return current


def forget_what_was_sent(booking: Booking) -> None:
    """This will empty what was sent, and answered, about a booking, and what somebody wrote as its reason."""
    once.erase(once.about(booking))
    sent = Delivery.objects.filter(booking=booking)
    Attempt.objects.filter(delivery__in=sent).update(request="", answer="")
    sent.filter(about__has_key="email").update(about={})
    sent.update(recipient="", last_answer="")
    for event in Event.objects.filter(booking=booking, facts__has_key="overbooked"):
        event.facts["overbooked"]["reason"] = ""
        event.save(update_fields=["facts"])


def _forget(booking: Booking, customer: Customer | None, *, now: dt.datetime) -> None:
    forget_what_was_sent(booking)
    customer = customers.held(customer) if customer is not None else None  # they may be another by now
    # who was known before this booking stays: the house wrote them down, or they came otherwise
    if customer is not None and customer.created_at >= booking.created_at and not customer.bookings.exists():
        customers.erase(customer, now=now)

"""A customer's card: the first thing that is seen of somebody, with what can be done about them."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from bookings import queries
from bookings.dashboard.frame import pages, sent, words
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.models import Booking, Delivery
from businesses import phone, same_person
from businesses.models import Business, Customer

SUGGESTED = 5
SHOWN_BOOKINGS, SHOWN_MAILS = 10, 10


def show(request: HttpRequest, customer: Customer) -> HttpResponse:
    """The page."""
    customer.business = pages.business(request, OWNER, MANAGER)  # it was found there, and is read already
    called = customer.full_name or customer.email or customer.phone or "Guest"
    return pages.show(request, "admin/customer.html", of(customer, now=timezone.now()), title=called)


def of(customer: Customer, *, now: dt.datetime) -> dict[str, Any]:
    """This will give what is known of a customer, and who may be the same person."""
    summary = queries.summary(customer, now=now, shown=SHOWN_BOOKINGS)
    theirs = Booking.objects.filter(business=customer.business_id, customer=customer).order_by()
    told = Delivery.objects.filter(
        business=customer.business_id, booking__in=theirs, channel=Delivery.Channel.MAIL, audience="guest"
    )
    return {
        "customer": customer,
        "dial": phone.dialled(customer.phone),
        "summary": summary,
        "figures": _figures(customer.business, summary),
        "lists": [("To come", list(map(_row, summary.coming))), ("Before", list(map(_row, summary.past)))],
        "notes": [_note(customer.business, each) for each in summary.said if each.notes or each.wishes],
        "answers": _answers(customer.business, summary.said),
        "told": sent.described(told.select_related("endpoint").order_by("-due_at", "-pk")[:SHOWN_MAILS]),
        "alike": same_person.alike(customer, limit=SUGGESTED),
        "also": [row for row in customer.merged.filter(erased_at=None) if row.email or row.phone],
        "new_booking": f"{reverse('admin:book')}?{urlencode({'customer': customer.pk})}",
        "all_bookings": f"{reverse('admin:bookings_booking_changelist')}?customer__id__exact={customer.pk}",
    }


def _figures(business: Business, summary: queries.Summary) -> list[tuple[str, str]]:
    """The facts in words; what is not known is left out."""
    spent = " + ".join(words.price(amount, currency) for currency, amount in summary.spent.items())
    return [
        (label, text)
        for label, text in (
            ("Next visit", _moment(business, summary.next_at) or "none"),
            ("Last visit", _moment(business, summary.last_at) or "none yet"),
            ("Visits", str(summary.visits)),
            ("Nobody came", _times(summary.missed)),
            ("Cancelled", _times(summary.cancelled)),
            ("Cancelled late", _times(summary.late)),
            ("Spent", spent),
            ("Usual service", summary.service),
            ("Usually with", summary.person),
        )
        if text
    ]


def _times(count: int) -> str:
    return "" if not count else "once" if count == 1 else f"{count} times"


def _moment(business: Business, at: dt.datetime | None) -> str:
    return words.moment(at.astimezone(business.zone)) if at else ""


def _row(booking: Booking) -> dict[str, Any]:
    text, _, look = words.STATUS[Booking.Status(booking.status)]
    when = words.moment(booking.starts_at.astimezone(booking.business.zone))
    return {"booking": booking, "when": when, "status": text, "look": look}


def _note(business: Business, said: queries.Said) -> dict[str, Any]:
    return {"key": said.booking, "when": _moment(business, said.starts_at), "house": said.notes, "guest": said.wishes}


def _answers(business: Business, said: list[queries.Said]) -> list[tuple[str, str]]:
    """Each question once, with the latest answer."""
    found: dict[str, str] = {}
    for each in said:
        for kept in each.answers:
            found.setdefault(kept["question"], words.answer(kept, business.zone))
    return list(found.items())

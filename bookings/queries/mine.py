"""Which bookings a browser has shown to be its guest's, and which of them are in the way of another one.

A mark names a booking and the version of its links, sealed: it opens nothing by itself, and ends with those links.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bookings.models import Booking
from bookings.queries import sealed
from businesses import normal, phone
from businesses.models import Business

MADE, SEEN = "bookings.made-here", "bookings.seen-here"  # booked in that browser; opened there by its link

Span = tuple[dt.datetime, dt.datetime]


class Contact(NamedTuple):
    """By which e-mail and phone somebody wants to be reached, as typed; "": by none."""

    email: str
    phone: str


def mark_made(booking: Booking) -> str:
    """This will give the mark of a booking for the browser in which it was made."""
    return sealed.seal(MADE, booking.pk, booking.link_version)


def mark_seen(booking: Booking) -> str:
    """This will give the mark of a booking for a browser in which its link was opened."""
    return sealed.seal(SEEN, booking.pk, booking.link_version)


def overlapping(
    business: Business, marks: Iterable[str], *, spans: Sequence[Span], contact: Contact, hold: Booking | None = None
) -> list[Booking]:
    """This will give the bookings to come that these marks prove and that were made with the same e-mail or phone, and
    that overlap one of these times, the soonest first. What a `hold` has become is not one of them."""
    named = dict(filter(None, (sealed.opened(MADE, mark) or sealed.opened(SEEN, mark) for mark in marks)))
    if not named:
        return []
    rows = Booking.objects.visible().filter(pk__in=named, business=business, status__in=Booking.OPEN)
    if hold is not None and hold.token_hash:  # a booking has the secret of the hold that it was
        rows = rows.exclude(token_hash=hold.token_hash)
    mine = [row for row in rows.order_by().with_details() if named[row.pk] == row.link_version]
    return _in_the_way([row for row in mine if _is_same(row, contact, business.country)], spans)


def at_the_same_time(bookings: Sequence[Booking]) -> list[Booking]:
    """This will give the other bookings to come of the same e-mail address that overlap one of these, which all have
    one guest, the soonest first.

    Only a mail to that address may name them: whoever typed it on a page has proved nothing by that.
    """
    if not bookings or not bookings[0].guest_email or bookings[0].customer_id is None:
        return []
    first, key = bookings[0], normal.email_key(bookings[0].guest_email)
    rows = Booking.objects.visible().filter(
        business=first.business_id,
        customer=first.customer_id,
        status__in=Booking.OPEN,
        places__live=True,
        places__appointment__starts_at__lt=max(each.ends_at for each in bookings),
        places__appointment__ends_at__gt=min(each.starts_at for each in bookings),
    )
    found = rows.exclude(pk__in=[each.pk for each in bookings]).order_by().distinct().with_details()
    same = [row for row in found if normal.email_key(row.guest_email) == key]
    return _in_the_way(same, [(each.starts_at, each.ends_at) for each in bookings])


def _in_the_way(rows: Iterable[Booking], spans: Sequence[Span]) -> list[Booking]:
    hit = [row for row in rows if any(row.starts_at < end and start < row.ends_at for start, end in spans)]
    return sorted(hit, key=lambda row: (row.starts_at, row.pk))


def _is_same(booking: Booking, contact: Contact, country: str) -> bool:
    key, number = normal.email_key(contact.email), phone.to_e164(contact.phone, country)
    by_email = bool(key) and key == normal.email_key(booking.guest_email)
    return by_email or (bool(number) and number == phone.to_e164(booking.guest_phone, country))

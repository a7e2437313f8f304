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
COMING = (Booking.Status.PENDING, Booking.Status.CONFIRMED)

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
    rows = Booking.objects.visible().filter(pk__in=named, business=business, status__in=COMING)
    if hold is not None and hold.token_hash:  # a booking has the secret of the hold that it was
        rows = rows.exclude(token_hash=hold.token_hash)
    mine = [row for row in rows.order_by().with_details() if named[row.pk] == row.link_version]
    return _in_the_way([row for row in mine if _is_same(row, contact, business.country)], spans)


def at_the_same_time(booking: Booking) -> list[Booking]:
    """This will give the other bookings to come of the same e-mail address that overlap this one, the soonest first.

    Only a mail to that address may name them: whoever typed it on a page has proved nothing by that.
    """
    if not booking.guest_email or booking.customer_id is None:
        return []
    rows = Booking.objects.visible().filter(
        business=booking.business_id,
        customer=booking.customer_id,
        status__in=COMING,
        places__live=True,
        places__appointment__starts_at__lt=booking.ends_at,
        places__appointment__ends_at__gt=booking.starts_at,
    )
    found = rows.exclude(pk=booking.pk).order_by().distinct().with_details()
    key = normal.email_key(booking.guest_email)
    return _in_the_way(
        [row for row in found if normal.email_key(row.guest_email) == key], [(booking.starts_at, booking.ends_at)]
    )


def _in_the_way(rows: Iterable[Booking], spans: Sequence[Span]) -> list[Booking]:
    hit = [row for row in rows if any(row.starts_at < end and start < row.ends_at for start, end in spans)]
    return sorted(hit, key=lambda row: (row.starts_at, row.pk))


def _is_same(booking: Booking, contact: Contact, country: str) -> bool:
    key, number = normal.email_key(contact.email), phone.to_e164(contact.phone, country)
    by_email = bool(key) and key == normal.email_key(booking.guest_email)
    return by_email or (bool(number) and number == phone.to_e164(booking.guest_phone, country))

"""How a guest comes back to a booking: by the link in every message, by its code, by the hold that they took."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.core import signing

from bookings.models import Booking
from bookings.queries import sealed
from businesses import normal, phone
from businesses.models import ApiKey, Business, Service

# A link names the booking and the version of its links; raising `Booking.link_version` ends every link given before.
LINK, STOP = "bookings.guest-link", "bookings.no-more-mails"
# So were links written that were mailed before: `pk-version~signature`. They open as long as any other.
_signed = signing.Signer(sep="~", salt=LINK)
WHOLE_FOR = dt.timedelta(days=30)  # after the visit
READ_FOR = dt.timedelta(days=365)
# Whoever asks for a code that there is not is compared with this, so that it takes as long.
NOBODY = (None, "nobody@example.com", "+12025550185", "nobody@example.org", "+12025550186")


def link_token(booking: Booking) -> str:
    """This will give the token of a guest's link: nobody can read or make one, and no database holds one."""
    return sealed.seal(LINK, booking.pk, booking.link_version)


def booking_by_link(token: str) -> Booking | None:
    """This will give the booking that a link opens, with its details; None for a forged, revoked or erased one.

    Whether the link has ended meanwhile is the caller's to ask: `link_is_read_only`, `link_has_ended`.
    """
    named = _named(token)
    if named is None:
        return None
    return Booking.objects.visible().filter(pk=named[0], link_version=named[1]).whole()


def link_is_read_only(booking: Booking, *, now: dt.datetime) -> bool:
    """This will tell whether the visit is so long over that the link shows it and does nothing any more."""
    return now >= booking.ends_at + WHOLE_FOR


def link_ends_at(booking: Booking) -> dt.datetime:
    """This will give the instant from which a booking's links open nothing."""
    return booking.ends_at + READ_FOR


def link_has_ended(booking: Booking, *, now: dt.datetime) -> bool:
    """This will tell whether a booking's links open nothing any more."""
    return now >= link_ends_at(booking)


def stop_token(booking: Booking) -> str:
    """This will give the token with which a guest refuses mails. It does not end, and opens nothing else."""
    return sealed.seal(STOP, booking.pk, 0)


def booking_by_stop(token: str) -> Booking | None:
    """This will give the booking whose guest wants no more mails, revoked links or not.

    In mails that were sent before, the link to the booking says so, too.
    """
    named = sealed.opened(STOP, token) or _named(token)
    return Booking.objects.visible().filter(pk=named[0]).whole() if named else None


def booking_by_uuid(business_id: int, uuid: uuid.UUID) -> Booking | None:
    """This will give the booking of a business with that UUID, with its details; holds are not found."""
    return Booking.objects.visible().filter(business=business_id, uuid=uuid).whole()


def booking_by_code(business: Business, *, code: str, contact: str, now: dt.datetime) -> Booking | None:
    """This will give the booking with that code, for somebody who also knows the e-mail or the phone it was made with.

    Letter case, blanks and dashes of the code do not matter, nor does the prefix that a vendor's API puts before it.
    A code that there is not takes as much work as a wrong contact. What links open no more is not found either.
    """
    digits, contact = normal.code(code)[-12:], normal.visible(contact).strip()
    made_with = ("guest_email", "guest_phone", "customer__email", "customer__phone")
    rows = Booking.objects.visible().filter(business=business, code=digits).order_by().values_list("pk", *made_with)
    pk, *known = next(iter(rows), NOBODY)
    if not _is_contact(contact, known, business.country) or pk is None:
        return None
    booking = Booking.objects.visible().filter(pk=pk).whole()
    return booking if booking and not link_has_ended(booking, now=now) else None


def coming_of(business: Business, email: str, *, now: dt.datetime, limit: int) -> list[Booking]:
    """This will give the bookings that an address has before it at a business, in their order, with their details."""
    rows = Booking.objects.visible().filter(business=business, guest_email__iexact=email, status__in=Booking.OPEN)
    key = normal.email_key(email)
    found = [row for row in rows.order_by().with_details() if normal.email_key(row.guest_email) == key]
    coming = sorted((row for row in found if row.ends_at > now), key=lambda row: (row.starts_at, row.pk))
    return coming[:limit]


def booking_by_number(business_id: int, number: int) -> Booking | None:
    """This will give the booking of a business with that number, with its details; holds are not found."""
    return Booking.objects.visible().filter(business=business_id, pk=number).whole()


def booking_among(business_ids: Collection[int], number: int) -> Booking | None:
    """This will give the booking with that number of one of these businesses, with its details."""
    return Booking.objects.visible().filter(business__in=business_ids, pk=number).whole()


def bookings_of(business_id: int, service: Service, *, first: int, count: int) -> tuple[list[Booking], int]:
    """This will give bookings of a service in the order in which they were made, and how many there are in all."""
    found = Booking.objects.visible().filter(
        business=business_id, places__position=0, places__appointment__service=service
    )
    return list(found.order_by("created_at", "pk").with_details()[first : first + count]), found.count()


def booking_of_code(business_id: int, code: str) -> Booking | None:
    """This will give the booking of a business with that code, in any letter case, with its details."""
    return Booking.objects.visible().filter(business=business_id, code=code.upper()).whole()


def hold_of_key(key: ApiKey, uuid: uuid.UUID, business_ids: Collection[int]) -> Booking | None:
    """This will give what became of something that a partner's key took at one of these businesses, with its details:
    a hold, a booking, or what was a hold."""
    return Booking.objects.filter(business__in=business_ids, api_key=key, uuid=uuid, token_hash="").whole()


def booking_by_hold(business: Business, key: uuid.UUID, *, since: dt.datetime | None = None) -> Booking | None:
    """This will give what became of a hold taken after `since`: itself, its booking, or an expired row."""
    holds = Booking.objects.filter(business=business, uuid=key).exclude(token_hash="")
    return (holds if since is None else holds.filter(created_at__gte=since)).whole()


def _named(token: str) -> tuple[int, int] | None:
    """The booking's key and the version of its links; None: the token was not made here."""
    if "~" not in token:
        return sealed.opened(LINK, token)
    try:
        pk, version = _signed.unsign(token).split("-")
        return int(pk), int(version)
    except (signing.BadSignature, ValueError):
        return None


def _is_contact(contact: str, known: Sequence[str | None], country: str) -> bool:
    emails, numbers = set(filter(None, known[::2])), set(filter(None, known[1::2]))
    if "@" in (key := normal.email_key(contact)):
        return key in {normal.email_key(email) for email in emails}
    return phone.to_e164(contact, country) in {phone.to_e164(number, country) for number in numbers} - {""}

"""How a guest comes back to a booking: by the signed link in every message, by its code, by the hold that they took."""

import uuid

from django.core import signing

from bookings.models import Booking
from businesses import normal, phone
from businesses.models import Business, Service

# A link names the booking and the version of its links; raising `Booking.link_version` ends every link given before.
_links = signing.Signer(sep="~", salt="bookings.guest-link")


def link_token(booking: Booking) -> str:
    """This will give the token of a guest's link: signed, so that no copy of the database holds one."""
    return _links.sign(f"{booking.pk}-{booking.link_version}")


def booking_by_link(token: str) -> Booking | None:
    """This will give the booking that a link opens, with its details; None for a forged, revoked or erased one."""
    try:
        pk, version = _links.unsign(token).split("-")
    except (signing.BadSignature, ValueError):
        return None
    return Booking.objects.visible().filter(pk=pk, link_version=version).whole()


def booking_by_uuid(business_id: int, uuid: uuid.UUID) -> Booking | None:
    """This will give the booking of a business with that UUID, with its details; holds are not found."""
    return Booking.objects.visible().filter(business=business_id, uuid=uuid).whole()


def booking_by_code(business: Business, *, code: str, contact: str) -> Booking | None:
    """This will give the booking with that code, for somebody who also knows the e-mail or the phone it was made with.

    Letter case, blanks and dashes of the code do not matter, nor does the prefix that a vendor's API puts before it.
    """
    digits, contact = normal.code(code)[-12:], normal.visible(contact).strip()
    booking = Booking.objects.visible().filter(business=business, code=digits).whole()
    return booking if booking and contact and _is_contact(booking, contact) else None


def booking_by_number(business_id: int, number: int) -> Booking | None:
    """This will give the booking of a business with that number, with its details; holds are not found."""
    return Booking.objects.visible().filter(business=business_id, pk=number).whole()


def bookings_of(business_id: int, service: Service, *, first: int, count: int) -> tuple[list[Booking], int]:
    """This will give bookings of a service in the order in which they were made, and how many there are in all."""
    found = Booking.objects.visible().filter(
        business=business_id, places__position=0, places__appointment__service=service
    )
    return list(found.order_by("created_at", "pk").with_details()[first : first + count]), found.count()


def booking_of_code(business_id: int, code: str) -> Booking | None:
    """This will give the booking of a business with that code, in any letter case, with its details."""
    return Booking.objects.visible().filter(business=business_id, code=code.upper()).whole()


def booking_by_hold(business: Business, key: uuid.UUID) -> Booking | None:
    """This will give what became of a hold: itself, the booking it was turned into, or an expired row."""
    return Booking.objects.filter(business=business, uuid=key).exclude(token_hash="").whole()


def _is_contact(booking: Booking, contact: str) -> bool:
    customer = booking.customer
    emails = {booking.guest_email, customer.email if customer else ""} - {""}
    if "@" in (key := normal.email_key(contact)):
        return key in {normal.email_key(email) for email in emails}
    country = booking.business.country
    numbers = {phone.to_e164(number, country) for number in (booking.guest_phone, customer.phone if customer else "")}
    return phone.to_e164(contact, country) in numbers - {""}

"""What a mail says: our words in the reader's language, or the business's own, and the facts below them."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications.calendar import where
from bookings.notifications.parts import sum_of
from bookings.notifications.tone import Tone
from businesses import names
from businesses.models import MessageText

Kind = MessageText.Kind
SEVERAL = (Kind.CONFIRMED, Kind.PENDING, Kind.MOVED, Kind.CANCELLED)  # what is said of many dates at once


@dataclass(frozen=True)
class Words:
    """Subject and first lines of a mail, with placeholders filled in."""

    subject: str
    text: str


def values_of(booking: Booking, reader: Reader, link: str, *, reason: str = "") -> dict[str, str]:
    """This will give what stands for each placeholder, as plain text: of what a guest typed, only what is a name."""
    shows = booking.business
    return {
        "first_name": names.greeted(booking.guest_name),
        "service": booking.service_names,
        "staff": booking.staff.name if shows.show_staff_selection else "",
        "business": shows.name,
        "day": reader.day(booking.starts_at),
        "time": reader.clock(booking.starts_at),
        "when": reader.short_moment(booking.starts_at),
        "zone": reader.zone_name(booking.starts_at),
        "code": booking.code,
        "price": price_of(booking, reader) if shows.show_service_prices else "",
        "place": where(booking),
        "link": link,
        "reason": reason,
    }


def price_of(booking: Booking, reader: Reader) -> str:
    """This will write the price of a booking, of a party also in all; nothing to pay and nothing agreed have words."""
    if len(booking.parts) > 1:
        return sum_of([place.price for place in booking.parts], booking.currency, reader)
    if booking.price is None:
        return gettext("Price on request")
    if booking.price <= Decimal(0):
        return gettext("Free")
    each = reader.price(booking.price, booking.currency)
    if booking.party_size == 1:
        return each
    total = reader.price(booking.price * booking.party_size, booking.currency)
    return gettext("{each} for each person, {total} in all").format(each=each, total=total)


def prices_of(bookings: Sequence[Booking], reader: Reader) -> str:
    """This will write what bookings cost that are told of at once: 3 × €35.00 where three cost the same."""
    each, first = list(dict.fromkeys(price_of(booking, reader) for booking in bookings)), bookings[0]
    is_counted = len(bookings) > 1 and len(each) == 1 and first.price and first.party_size == 1
    return f"{len(bookings)} × {each[0]}" if is_counted else "; ".join(each)


def waiting_of(booking: Booking, reader: Reader) -> str:
    """This will say for how much of a visit its guest waits; nothing where they do not."""
    if not booking.waiting_minutes:
        return ""
    return gettext("of which %(minutes)s waiting time") % {"minutes": reader.minutes(booking.waiting_minutes)}


def words_for(
    kind: str,
    values: Mapping[str, str],
    own: MessageText | None,
    text: str = "",
    *,
    tone: Tone = Tone.PLAIN,
    several: bool = False,
) -> Words:
    """This will give subject and text of a kind of mail to a guest: the business's own words where it has some.

    `several`: it is the first of some dates that are told of at once.
    """
    subject, lines = _of_several(kind, tone) if several and kind in SEVERAL else _ours(kind, tone)
    if own:
        subject, lines = own.subject or subject, own.text or lines
    return Words(one_line(filled(subject, values)), filled(text or lines, values))


def filled(text: str, values: Mapping[str, str]) -> str:
    """This will put values in the place of placeholders, once: what a value says is never read again.

    Where nobody is greeted by name, the comma before the name goes with it.
    """
    said = ""
    for literal, name, _, _ in string.Formatter().parse(text):
        value = values.get(name, "") if name is not None else ""
        said += literal if value or name != "first_name" else literal.rstrip(" ,،")
        said += value
    return said


def one_line(text: str) -> str:
    """This will give a text that can stand in a header."""
    return " ".join(text.split())[:200]


def ours(kind: str) -> tuple[str, str]:
    """This will give our own subject and text of a kind, in the language that is active, placeholders and all."""
    return _ours(kind, Tone.PLAIN)


def _ours(kind: str, tone: Tone) -> tuple[str, str]:
    known = f"{tone} {kind}".strip()
    subjects = {
        Kind.CONFIRMED: gettext("Confirmed: {service} on {when}"),
        Kind.PENDING: gettext("Your request: {service} on {when}"),
        Kind.MOVED: gettext("Moved: {service}, now on {when}"),
        Kind.CANCELLED: gettext("Cancelled: {service} on {when}"),
        Kind.REMINDER: gettext("Reminder: {service} on {when}"),
        Kind.THANKS: gettext("Thank you for your visit at {business}"),
        Kind.MISSED: gettext("We missed you at {business}"),
        "unconfirmed moved": gettext("Moved: {service}, now on {when}"),
        "unconfirmed reminder": gettext("Reminder of your request: {service} on {when}"),
        "stays moved": gettext("Changed: {service} on {when}"),
        "stays unconfirmed moved": gettext("Changed: {service} on {when}"),
        "again pending": gettext("No longer confirmed: {service} on {when}"),
        "unconfirmed cancelled": gettext("Cancelled: {service} on {when}"),
        "declined cancelled": gettext("Not confirmed: {service} on {when}"),
    }
    texts = {
        Kind.CONFIRMED: gettext("Hello {first_name}, your booking is confirmed. We look forward to seeing you."),
        Kind.PENDING: gettext("Hello {first_name}, thank you for your request. {business} will confirm it."),
        Kind.MOVED: gettext("Hello {first_name}, your booking has been moved. This is the new time."),
        Kind.CANCELLED: gettext("Hello {first_name}, your booking is cancelled. {reason}"),
        Kind.REMINDER: gettext("Hello {first_name}, this is a reminder of your booking."),
        Kind.THANKS: gettext("Hello {first_name}, thank you for coming. We would be glad to see you again."),
        Kind.MISSED: gettext(
            "Hello {first_name}, you had a booking with us and did not come. Shall we find another time?"
        ),
        "unconfirmed moved": gettext(
            "Hello {first_name}, your request has been moved. This is the new time. "
            "{business} has not confirmed it yet."
        ),
        "unconfirmed reminder": gettext(
            "Hello {first_name}, this is a reminder of your request. {business} has not confirmed it yet."
        ),
        "stays moved": gettext(
            "Hello {first_name}, your booking stays at the same time. Somebody else serves you now."
        ),
        "stays unconfirmed moved": gettext(
            "Hello {first_name}, your request stays at the same time. Somebody else would serve you now. "
            "{business} has not confirmed it yet."
        ),
        "again pending": gettext(
            "Hello {first_name}, your booking has to be confirmed again. {business} will confirm it."
        ),
        "unconfirmed cancelled": gettext("Hello {first_name}, your request is cancelled. {reason}"),
        "declined cancelled": gettext("Hello {first_name}, {business} could not confirm your request. {reason}"),
    }
    return subjects.get(known, subjects[kind]), texts.get(known, texts[kind])


def _of_several(kind: str, tone: Tone) -> tuple[str, str]:
    known = f"{tone} {kind}".strip()
    subjects = {
        Kind.CONFIRMED: gettext("Confirmed: {service}, several dates from {day} on"),
        Kind.PENDING: gettext("Your request: {service}, several dates from {day} on"),
        Kind.MOVED: gettext("Moved: {service}, several dates, now from {day} on"),
        "unconfirmed moved": gettext("Moved: {service}, several dates, now from {day} on"),
        Kind.CANCELLED: gettext("Cancelled: {service}, several dates from {day} on"),
    }
    texts = {
        Kind.CONFIRMED: gettext("Hello {first_name}, your bookings are confirmed. We look forward to seeing you."),
        Kind.PENDING: gettext("Hello {first_name}, thank you for your request. {business} will confirm these dates."),
        Kind.MOVED: gettext("Hello {first_name}, your bookings have been moved. These are the new times."),
        "unconfirmed moved": gettext(
            "Hello {first_name}, your request has been moved. These are the new times. "
            "{business} has not confirmed them yet."
        ),
        Kind.CANCELLED: gettext("Hello {first_name}, your bookings on these dates are cancelled. {reason}"),
        "unconfirmed cancelled": gettext("Hello {first_name}, your request for these dates is cancelled. {reason}"),
        "declined cancelled": gettext(
            "Hello {first_name}, {business} could not confirm your request for these dates. {reason}"
        ),
    }
    return subjects.get(known, subjects[kind]), texts.get(known, texts[kind])

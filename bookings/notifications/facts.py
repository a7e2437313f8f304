"""The lines of facts of a mail: what was booked, when, where and for whom."""

from collections.abc import Sequence

from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications import calendar
from bookings.notifications.parts import parts_of
from bookings.notifications.wording import prices_of, waiting_of


def facts_of(bookings: Sequence[Booking], reader: Reader, *, to_guest: bool) -> list[tuple[str, str]]:
    """This will give the lines of facts of a mail as pairs of label and value, in the language that is on.

    They are always right, whatever the words above them say: the venue's time first, the guest's own when it differs. A
    line without a label goes on with the one above it.
    """
    booking = bookings[0]
    business, start = booking.business, booking.starts_at
    own = reader.elsewhere(booking.guest_timezone, start) if to_guest and booking.guest_timezone else None
    parts = parts_of(booking, reader, to_guest=to_guest)
    alone = not parts and (business.show_staff_selection or not to_guest)
    facts = [
        (gettext("When"), f"{_span(booking, reader)} ({reader.zone_name(start)})"),
        ("", gettext("{moment} in {city}").format(moment=own.moment(start), city=own.city()) if own else ""),
        *(("", _span(each, reader)) for each in bookings[1:]),
        ("", waiting_of(booking, reader)),
        (gettext("Services"), "\n".join(parts)) if parts else (gettext("Service"), booking.service_name),
        (gettext("With"), booking.staff.name if alone else ""),
        (gettext("How many"), str(booking.party_size) if booking.party_size > 1 else ""),
        (gettext("Where"), calendar.where(booking)),
        (gettext("Price"), prices_of(bookings, reader) if business.show_service_prices or not to_guest else ""),
        (gettext("Status"), gettext("Not confirmed yet") if booking.status == Booking.Status.PENDING else ""),
        (gettext("Booking code"), booking.code),
    ]
    if not to_guest:
        facts += [
            (gettext("Guest"), booking.guest_name),
            (gettext("Phone"), booking.guest_phone),
            (gettext("Notes"), booking.customer_notes),
        ]
    return [(label, value) for label, value in facts if value]


def _span(booking: Booking, reader: Reader) -> str:
    comma = "،" if reader.rtl else ","
    return f"{reader.day(booking.starts_at)}{comma} {reader.span(booking.starts_at, booking.ends_at)}"

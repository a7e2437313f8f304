"""The services of a visit in words: each on a line, and what they cost in all."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.models import Booking, Place


def sum_of(prices: Iterable[Decimal | None], currency: str, reader: Reader) -> str:
    """This will write what several services cost in all; what has no price yet is named beside the sum."""
    each = list(prices)
    known = [price for price in each if price is not None]
    if not known:
        return gettext("Price on request")
    words = reader.price(sum(known, Decimal()), currency) if any(known) else gettext("Free")
    return words if len(known) == len(each) else gettext("{price}, and a price on request").format(price=words)


def part_of(place: Place, reader: Reader, *, names_people: bool, names_prices: bool) -> str:
    """This will write one service of a visit on a line: "10:00 – 10:45, Cut, with Maria, €35.00"."""
    appointment = place.appointment
    words = [reader.span(appointment.starts_at, appointment.ends_at), place.service_name]
    if names_people:
        words.append(gettext("with {person}").format(person=appointment.staff.name))
    if appointment.waiting_minutes:
        waits = gettext("of which %(minutes)s waiting time") % {"minutes": reader.minutes(appointment.waiting_minutes)}
        words.append(waits)
    if names_prices:
        words.append(sum_of([place.price], place.booking.currency, reader))
    return reader.listed(*words)


def parts_of(booking: Booking, reader: Reader, *, to_guest: bool = True) -> list[str]:
    """This will write each service of a visit on a line; nothing where there is only one. Guests read what their
    business shows them."""
    if len(booking.parts) < 2:
        return []
    business = booking.business
    names_people = business.show_staff_selection or not to_guest
    names_prices = business.show_service_prices or not to_guest
    return [part_of(place, reader, names_people=names_people, names_prices=names_prices) for place in booking.parts]

"""The lines of facts of a mail to somebody in the house."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.models import Booking, Delivery
from bookings.notifications import said
from bookings.notifications.facts import facts_of, span_of
from bookings.notifications.known import Span
from businesses.mail_frame import Fact


def facts_for_house(
    delivery: Delivery, bookings: Sequence[Booking], reader: Reader, before: Mapping[int, Span], *, now: dt.datetime
) -> list[Fact]:
    """This will give the lines of facts of a mail to the house; `before` has the times that bookings had, by their ids,
    where these are others now."""
    if delivery.kind == said.LOST:
        return _lost(bookings, reader, before)
    if len({each.series_id for each in bookings}) == 1 and (len(bookings) == 1 or bookings[0].series_id is not None):
        return facts_of(bookings, reader, to_guest=False, now=now, before=before)
    return _of_class(bookings, reader, before)


def _lost(bookings: Sequence[Booking], reader: Reader, had: Mapping[int, Span]) -> list[Fact]:
    """What somebody has no longer, at the times that they knew. More of the guest is not theirs to know any more."""
    spans = dict.fromkeys(span_of(had.get(each.pk, (each.starts_at, each.ends_at)), reader) for each in bookings)
    names = dict.fromkeys(each.guest_name for each in bookings if each.guest_name)
    return [
        *_lines(gettext("When"), spans),
        Fact(gettext("Service"), bookings[0].service_names),
        *_lines(gettext("Guest"), names),
    ]


def _of_class(bookings: Sequence[Booking], reader: Reader, before: Mapping[int, Span]) -> list[Fact]:
    """One time, and everybody who comes then: each with phone and code."""
    booking = bookings[0]
    was = span_of(before[booking.pk], reader) if booking.pk in before else ""
    guests = [reader.listed(each.guest_name, each.guest_phone, each.code) for each in bookings]
    return [
        Fact(gettext("When"), span_of((booking.starts_at, booking.ends_at), reader), was),
        Fact(gettext("Service"), booking.service_name),
        Fact(gettext("With"), booking.staff.name),
        *_lines(gettext("Guests"), guests),
    ]


def _lines(label: str, values: Sequence[str] | Mapping[str, None]) -> list[Fact]:
    return [Fact("" if n else label, value) for n, value in enumerate(values)]

"""Dates, times and prices in templates: `{{ start|clock:reader }}`, `{% price amount currency reader %}`."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.notifications.parts import sum_of
from businesses import phone

register = template.Library()


@register.filter
def day(date: dt.date, reader: Reader) -> str:
    """This will write "Tuesday 24 November 2026"."""
    return reader.day(date)


@register.filter
def short_day(date: dt.date, reader: Reader) -> str:
    """This will write "Tue 24 Nov"."""
    return reader.short_day(date)


@register.filter
def dated(date: dt.date | None, reader: Reader) -> str:
    """This will write "Tue 24 Nov 2026"; nothing where there is no date."""
    return reader.dated(date) if date else ""


@register.filter
def month(date: dt.date, reader: Reader) -> str:
    """This will write "November 2026"."""
    return reader.month(date)


@register.filter
def clock(instant: dt.datetime, reader: Reader) -> str:
    """This will write "10:30" as the reader's clock shows it."""
    return reader.clock(instant)


@register.filter
def wall(time: dt.time, reader: Reader) -> str:
    """This will write a wall time as `clock` does."""
    return reader.wall(time)


@register.filter
def moment(instant: dt.datetime, reader: Reader) -> str:
    """This will write "Tuesday 24 November 2026, 10:30"."""
    return reader.moment(instant)


@register.filter
def short_moment(instant: dt.datetime, reader: Reader) -> str:
    """This will write "Tue 24 Nov, 10:30"."""
    return reader.short_moment(instant)


@register.filter
def dated_moment(instant: dt.datetime | None, reader: Reader) -> str:
    """This will write "Tue 24 Nov 2026, 10:30"; nothing where there is no instant."""
    return reader.dated_moment(instant) if instant else ""


@register.filter
def exactly(instant: dt.datetime, reader: Reader) -> str:
    """This will write "Tue 24 Nov, 10:30:05"."""
    return reader.exactly(instant)


@register.filter
def iso(instant: dt.datetime) -> str:
    """This will write an instant for machines: 2026-11-24T09:00:00Z."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def zone_name(instant: dt.datetime, reader: Reader) -> str:
    """This will write "Central European Time (Berlin)"."""
    return reader.zone_name(instant)


@register.filter
def minutes(length: int, reader: Reader) -> str:
    """This will write "45 min"."""
    return reader.minutes(length)


@register.filter
def minutes_between(lengths: tuple[int, int], reader: Reader) -> str:
    """This will write "45 min", or "30 min – 45 min" where it is not sure yet."""
    return reader.minutes_between(*lengths)


@register.simple_tag
def span(start: dt.datetime, end: dt.datetime, reader: Reader) -> str:
    """This will write "10:30 – 11:15"."""
    return reader.span(start, end)


@register.filter
def dialled(number: str) -> str:
    """This will write a phone number for a `tel:` link."""
    return phone.dialled(number)


@register.simple_tag
def day_span(start: dt.datetime, end: dt.datetime, reader: Reader) -> str:
    """This will write "Tuesday 24 November 2026, 10:30 – 11:15"."""
    return reader.day_span(start, end)


@register.simple_tag
def price(amount: Decimal | None, currency: str, reader: Reader) -> str:
    """This will write a price; nothing to pay and nothing agreed have words of their own."""
    if amount is None:
        return gettext("Price on request")
    return reader.price(amount, currency) if amount else gettext("Free")


@register.simple_tag
def party_price(amount: Decimal | None, currency: str, party: int, reader: Reader) -> str:
    """This will write what a party pays: "€16.00 for each person, €48.00 in all"."""
    each = price(amount, currency, reader)
    if not amount or party == 1:
        return each
    return gettext("{each} for each person, {total} in all").format(
        each=each, total=price(amount * party, currency, reader)
    )


@register.simple_tag
def series_price(
    amounts: Iterable[Decimal | None], currency: str, reader: Reader, party: int, times: int, least: bool = False
) -> str:
    """This will write what a series costs: "€35.00 each time, €210.00 in all"."""
    each = [None if amount is None else amount * party for amount in amounts]
    once = total_price(each, currency, reader, least)
    if not any(each):
        return once
    whole = total_price([None if amount is None else amount * times for amount in each], currency, reader, least)
    return gettext("{once} each time, {total} in all").format(once=once, total=whole)


@register.simple_tag
def total_price(amounts: Iterable[Decimal | None], currency: str, reader: Reader, least: bool = False) -> str:
    """This will write what several services cost in all; `least`: some may cost more."""
    words = sum_of(amounts, currency, reader)
    return gettext("from %(from)s") % {"from": words} if least else words

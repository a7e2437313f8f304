"""A booking as its customer reads it."""

import datetime as dt
from typing import Any

from rest_framework import serializers

from bookings import queries
from bookings.dialects.answering import Answered
from bookings.dialects.shown import Answer
from bookings.models import Booking
from bookings.webhooks.answered import answered
from businesses import money

ONLINE = "Online"
PRICE_TYPES = ("fixed", "free", "variable")


class Price(Answer):
    """An amount with the decimals of its currency."""

    amount = serializers.RegexField(r"^[0-9]+(\.[0-9]+)?$")
    currency = serializers.RegexField("^[A-Z]{3}$")
    formatted = serializers.CharField()


class OwnBooking(Answered):
    """A booking of the customer whose token it is."""

    from_date = serializers.DateTimeField()
    to_date = serializers.DateTimeField()
    service_name = serializers.CharField()
    cancel_deadline = serializers.IntegerField(min_value=0, help_text="Minutes before the start.")
    formatted_location = serializers.CharField()
    price = Price(allow_null=True, help_text="For one person; null: on request.")
    price_type = serializers.ChoiceField(PRICE_TYPES)
    merchant_name = serializers.CharField()
    is_cancelled = serializers.BooleanField()


class OwnBookingData(Answer):
    """What reading a booking answers."""

    data = OwnBooking()


def own_booking(row: Booking, *, now: dt.datetime) -> dict[str, Any]:
    """This will show a booking to its customer."""
    return {
        "from_date": instant(row.starts_at),
        "to_date": instant(row.ends_at),
        "service_name": row.service_name,
        "cancel_deadline": row.business.cancel_notice_minutes,
        "formatted_location": _place(row, now),
        "price": _price(row),
        "price_type": "variable" if row.price is None else "fixed" if row.price else "free",
        "merchant_name": row.business.name,
        "is_cancelled": row.status == Booking.Status.CANCELLED,
        **answered(row),
    }


def _place(row: Booking, now: dt.datetime) -> str:
    """The address of the place; of an online booking that of the meeting, from when on its customer is told."""
    if not queries.is_online(row):
        return row.location.address
    meeting = queries.meeting(row)
    return ", ".join(meeting.told(now) if meeting else ()) or ONLINE


def instant(moment: dt.datetime) -> str:
    """This will give an instant in UTC, to the second, with `Z`."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _price(row: Booking) -> dict[str, str] | None:
    if row.price is None:
        return None
    amount = money.written(row.price, row.currency)
    return {"amount": amount, "currency": row.currency, "formatted": f"{amount} {row.currency}"}

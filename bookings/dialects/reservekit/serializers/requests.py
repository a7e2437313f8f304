"""What a partner sends, read strictly."""

import datetime as dt
import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects import answering, fields
from bookings.models import Booking

STATUSES = (Booking.Status.PENDING, Booking.Status.CONFIRMED, Booking.Status.CANCELLED)
RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)
DAY_LENGTH = 10  # characters of YYYY-MM-DD


class Page(fields.Request):
    """Which page of a list."""

    page = fields.QueryInteger(required=False, default=1, min_value=1)
    page_size = fields.QueryInteger(required=False, default=10, min_value=1, max_value=100)


class ServicePageQuery(Page):
    """GET /v1/bookings"""

    service_id = fields.QueryInteger()


class TimeSlotQuery(fields.Request):
    """GET /v1/time-slots: all of them, unless a page is asked for."""

    service_id = fields.QueryInteger()
    page = fields.QueryInteger(required=False, min_value=1)
    page_size = fields.QueryInteger(required=False, min_value=1, max_value=100)
    no_pagination = serializers.ChoiceField(["true", "false"], required=False, default="false")


class OrderQuery(fields.Request):
    """The query of POST /v1/bookings"""

    service_id = fields.QueryInteger(required=False, help_text="That of the time slot.")


@extend_schema_field({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]})
class DayAsWritten(fields.Day):
    """A date, or an RFC 3339 time whose date part as written counts: the date and the text."""

    def to_internal_value(self, data: object) -> tuple[dt.date, str]:  # type: ignore[override]
        """This will give both."""
        if not isinstance(data, str):
            return self.fail("invalid")
        if RFC_3339.fullmatch(data):
            try:
                dt.datetime.fromisoformat(data.upper())
            except ValueError:
                return self.fail("invalid")
            return super().to_internal_value(data[:DAY_LENGTH]), data
        return super().to_internal_value(data), data


class Phone(fields.Text):
    """A phone number in E.164."""

    E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
    default_error_messages = {"invalid": "Not a phone number in the form +12025550185."}

    def to_internal_value(self, data: object) -> str:
        """This will give the number."""
        number = super().to_internal_value(data)
        return number if self.E164.fullmatch(number) else self.fail("invalid")


class Order(fields.Request):
    """POST /v1/bookings"""

    date = DayAsWritten(help_text="A date on the weekday of the time slot.")
    time_slot_id = fields.WholeNumber()
    customer_name = fields.Name(required=False, allow_null=True, max_length=200)
    customer_email = fields.Email(required=False, allow_null=True)
    customer_phone = Phone(required=False, allow_null=True)
    message = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    answers = answering.answers()


class Update(fields.Request):
    """PATCH /v1/bookings/{id}"""

    date = DayAsWritten(required=False, allow_null=True, help_text="The same wall time on that date.")
    status = serializers.ChoiceField(STATUSES, required=False, allow_null=True)
    cancel_reason = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    message = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This will refuse to cancel without a reason."""
        if attrs.get("status") == Booking.Status.CANCELLED and not attrs.get("cancel_reason"):
            raise serializers.ValidationError({"cancel_reason": "Say why it is cancelled."}, code="required")
        return attrs


class CustomerChange(fields.Request):
    """PATCH /v1/bookings/{id}/customer"""

    name = fields.Name(required=False, allow_null=True, max_length=200)
    email = fields.Email(required=False, allow_null=True)
    phone = Phone(required=False, allow_null=True)

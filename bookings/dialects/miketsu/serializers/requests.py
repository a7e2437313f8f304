"""What a partner sends, read strictly."""

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects import answering, fields
from bookings.dialects.miketsu.serializers.series import RULE, Rule, Truth


class CustomerOrder(fields.Request):
    """POST /bookings/customer"""

    merchant_name = fields.Text(allow_blank=True)
    service_id = fields.WholeNumber()
    location_id = fields.WholeNumber(help_text="Where the service is to take place.")
    timeStamp = fields.Instant(help_text="The start.")
    customer_note = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    answers = answering.answers()
    booking_id = fields.WholeNumber(
        required=False, allow_null=True, help_text="The group appointment that is to be joined, and no other."
    )


class NewCustomer(fields.Request):
    """Somebody without an id: known again by the e-mail, else the phone, or new."""

    first_name = fields.Name(max_length=100)
    last_name = fields.Name(required=False, allow_null=True, allow_blank=True, max_length=100)
    email = fields.Email(required=False, allow_null=True, allow_blank=True)
    phone_number = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=50)


class KnownCustomer(fields.Request):
    """Somebody with an id; everything else that is said of them is ignored."""

    id = fields.Uuid()


TEXT = {"type": ["string", "null"]}
COMER = {
    "type": "object",
    "anyOf": [
        {"properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]},
        {
            "properties": {
                "id": {"type": "null"},
                "first_name": {"type": "string", "minLength": 1, "maxLength": 100},
                "last_name": {**TEXT, "maxLength": 100},
                "email": {**TEXT, "maxLength": 254},
                "phone_number": {**TEXT, "maxLength": 50},
            },
            "required": ["first_name"],
        },
    ],
}


@extend_schema_field(COMER)
class Comer(serializers.Field[dict[str, Any], dict[str, Any], Any, Any]):
    """A customer of a new booking: an `id` alone, or a name and perhaps how they are reached."""

    default_error_messages = {"invalid": "Not an object."}

    def to_internal_value(self, data: object) -> dict[str, Any]:
        """This will read either."""
        if not isinstance(data, dict):
            return self.fail("invalid")
        reader = (NewCustomer if data.get("id") is None else KnownCustomer)(data=data)
        reader.is_valid(raise_exception=True)
        return reader.validated_data


@extend_schema_field({"anyOf": [RULE, {}]})
class AsWritten(serializers.JSONField):
    """What is read later, if at all."""


class MerchantOrder(fields.Request):
    """POST /bookings/merchant"""

    service_id = fields.WholeNumber()
    timestamp = fields.Instant(help_text="The start, or that of the first of a series.")
    customers = serializers.ListField(
        child=Comer(),
        required=False,
        allow_null=True,
        default=list,
        help_text="None: somebody who walks in; of a group service, a class that nobody is in yet.",
    )
    merchant_note = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    answers = answering.answers()
    is_recurring = Truth(required=False, allow_null=True, default=False)
    recurrence_rule = AsWritten(required=False, allow_null=True, help_text="Of what recurs; else it is not looked at.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This will read the rule of what recurs; of what does not recur it is not looked at."""
        rule = attrs.pop("recurrence_rule", None)
        if not attrs["is_recurring"]:
            return attrs
        return {**attrs, "recurrence_rule": Rule.read(rule, first=attrs["timestamp"])}


class Change(fields.Request):
    """PATCH /bookings/merchant/{id}"""

    from_date = fields.Instant()
    to_date = fields.Instant(help_text="The length stays as it was.")
    merchant_note = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This will refuse an end that is not after the start."""
        if attrs["to_date"] - attrs["from_date"] <= dt.timedelta():
            raise serializers.ValidationError({"to_date": "The end is after the start."})
        return attrs


class Cancellation(fields.Request):
    """DELETE /bookings/merchant/{id}"""

    cancellation_reason = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)

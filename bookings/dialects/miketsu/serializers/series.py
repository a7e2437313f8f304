"""A recurrence as a partner writes it, by RFC 5545."""

import datetime as dt
from typing import Any

from rest_framework import serializers

from bookings.dialects import fields
from bookings.recurrence import WEEKDAYS, Frequency, Recurrence

MOST = 10_000  # an interval that is longer comes once in any case

RULE = {
    "type": "object",
    "properties": {
        "frequency": {"enum": [each.value for each in Frequency], "description": "In any letter case."},
        "interval": {"type": ["integer", "null"], "minimum": 1, "default": 1},
        "weekdays": {"type": ["array", "null"], "items": {"enum": list(WEEKDAYS)}},
        "until": {"type": "string", "format": "date-time", "description": "The last start is not after it."},
    },
    "required": ["frequency", "until"],
}


class Truth(serializers.BooleanField):
    """JSON's true or false: no text, no number."""

    def to_internal_value(self, data: object) -> bool:
        """This will give it."""
        return data if isinstance(data, bool) else self.fail("invalid", input=data)


class How(serializers.ChoiceField):
    """A frequency, in any letter case."""

    def to_internal_value(self, data: object) -> str:
        """This will give it in capitals."""
        if not isinstance(data, str):
            return self.fail("invalid_choice", input=data)
        return str(super().to_internal_value(data.upper()))


class End(fields.Instant):
    """An instant, whole minute or not."""

    whole_minutes = False


class Rule(fields.Request):
    """How often, on which weekdays, and until when."""

    frequency = How([each.value for each in Frequency])
    interval = fields.WholeNumber(required=False, allow_null=True, default=1, min_value=1)
    weekdays = serializers.ListField(
        child=serializers.ChoiceField(WEEKDAYS), required=False, allow_null=True, default=list
    )
    until = End(help_text="The last start is not after it.")

    @classmethod
    def read(cls, written: Any, *, first: dt.datetime) -> Recurrence:
        """This will read a rule whose first start is given, or raise `ValidationError`."""
        if written is None:
            raise serializers.ValidationError({"recurrence_rule": "Say how it recurs."}, code="required")
        if not isinstance(written, dict):
            raise serializers.ValidationError({"recurrence_rule": "Not an object."})
        reader = cls(data=written)
        if not reader.is_valid():
            raise serializers.ValidationError({"recurrence_rule": reader.errors})
        rule = reader.validated_data
        if rule["until"] < first:
            raise serializers.ValidationError({"recurrence_rule": {"until": "This is before the first start."}})
        return Recurrence(rule["frequency"], min(rule["interval"], MOST), rule["weekdays"], until=rule["until"])

"""What a partner gets instead, and which endpoint refuses how, for the documentation."""

from typing import Any

from rest_framework import serializers

from bookings.dialects.documented import answers


class Refusal(serializers.Serializer[Any]):
    """Every error."""

    message = serializers.CharField()


class Conflict(Refusal):
    """The start is full: what else is free later that date. An equal request that still runs has the message only."""

    service_name = serializers.CharField(required=False)
    available_slots = serializers.ListField(
        child=serializers.RegexField("^[0-9]{2}:[0-9]{2}$"), max_length=3, required=False
    )
    date = serializers.DateField(required=False)


def documented(shape: type[serializers.Serializer[Any]], *statuses: int, success: int = 200) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    conflict = {409: Conflict} if 409 in statuses else {}
    return answers(shape, Refusal, *statuses, success=success, others=conflict)

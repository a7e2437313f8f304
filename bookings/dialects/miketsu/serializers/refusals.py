"""What a partner gets instead, and which endpoint refuses how, for the documentation."""

from typing import Any

from rest_framework import serializers

from bookings.dialects.documented import answers


class Reason(serializers.Serializer[Any]):
    """What is wrong."""

    message = serializers.CharField()


class Refusal(serializers.Serializer[Any]):
    """Every error."""

    error = Reason()


def documented(shape: type[serializers.Serializer[Any]] | None, *statuses: int, success: int = 200) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape (None: no body), these refusals, and those that all
    endpoints share."""
    return answers(shape, Refusal, *statuses, success=success)

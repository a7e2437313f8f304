"""What a partner gets instead, and which endpoint refuses how, for the documentation."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects.documented import answers


@extend_schema_field({"type": "boolean", "const": False})
class Failure(serializers.BooleanField):
    """False, always."""


class Refusal(serializers.Serializer[Any]):
    """Every error."""

    success = Failure()
    error = serializers.CharField()


def documented(shape: type[serializers.Serializer[Any]], *statuses: int) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    return answers(shape, Refusal, *statuses)

"""What a partner gets instead, and which endpoint refuses how, for the documentation."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects.documented import answers


@extend_schema_field({"type": "null"})
class Nothing(serializers.Field[None, None, None, Any]):
    """Null, always."""


class Refusal(serializers.Serializer[Any]):
    """Every error."""

    data = Nothing()
    error = serializers.CharField()
    status = serializers.IntegerField()
    message = serializers.CharField(help_text="The same text as `error`.")
    code = serializers.RegexField("^[a-z_]+$", help_text="For programs.")


def documented(shape: type[serializers.Serializer[Any]], *statuses: int, success: int = 200) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    return answers(shape, Refusal, *statuses, success=success)

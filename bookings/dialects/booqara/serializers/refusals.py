"""What a partner gets instead, and which endpoint refuses how, for the documentation."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema_field
from rest_framework import serializers

STATUSES = {
    400: "A field is missing or cannot be read, or names what cannot be booked",
    401: "Invalid or missing private key",
    403: "The key lacks the scope that this needs, or may not be used on this site",
    404: "Not found",
    409: "The time was taken by somebody else",
    413: "The body is larger than 65,536 bytes",
    415: "The body is not application/json",
    500: "Internal server error",
    503: "Busy; try again after the seconds in Retry-After",
}


@extend_schema_field({"type": "boolean", "const": False})
class Failure(serializers.BooleanField):
    """False, always."""


class Refusal(serializers.Serializer[Any]):
    """Every error."""

    success = Failure()
    error = serializers.CharField()


def documented(shape: type[serializers.Serializer[Any]], *statuses: int) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    refusals = {
        status: OpenApiResponse(Refusal, STATUSES[status]) for status in sorted({*statuses, 401, 403, 413, 500})
    }
    return {200: shape, **refusals}

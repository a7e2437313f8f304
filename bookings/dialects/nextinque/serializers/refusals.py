"""What a partner gets instead, and which endpoint refuses how, for the documentation."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

STATUSES = {
    400: "A field is missing or cannot be read, or names what cannot be done",
    401: "Invalid or missing API key",
    404: "Not found",
    413: "The body is larger than 65,536 bytes",
    415: "The body is not application/json",
    500: "Internal server error",
    503: "Busy; try again after the seconds in Retry-After",
}


class Refusal(serializers.Serializer[Any]):
    """Every error."""

    message = serializers.CharField()


class Conflict(Refusal):
    """The start is full: what else is free on that date, later."""

    service_name = serializers.CharField()
    available_slots = serializers.ListField(child=serializers.RegexField("^[0-9]{2}:[0-9]{2}$"), max_length=3)
    date = serializers.DateField()


def documented(shape: type[serializers.Serializer[Any]], *statuses: int, success: int = 200) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    refusals = {status: OpenApiResponse(Refusal, STATUSES[status]) for status in {*statuses, 401, 413, 500} - {409}}
    if 409 in statuses:
        refusals[409] = OpenApiResponse(Conflict, "The start is full, or an equal request still runs")
    return {success: shape, **dict(sorted(refusals.items()))}

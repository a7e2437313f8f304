"""The toy's requests and answers."""

from rest_framework import serializers

from bookings.dialects import fields
from bookings.dialects.shown import Answer


class Oh(Answer):
    """Every error."""

    oh = serializers.CharField()


class Service(Answer):
    """A service on offer."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class Services(Answer):
    """All of them."""

    services = Service(many=True)


class Order(fields.Request):
    """What is booked."""

    service = fields.Uuid()
    start = fields.Instant()
    name = fields.Name(max_length=200)


class Booking(Answer):
    """What was booked."""

    id = serializers.UUIDField(source="uuid")
    start = serializers.DateTimeField(source="starts_at")
    status = serializers.CharField()

"""What is offered, and what was booked."""

import datetime as dt

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects.answering import Answered
from bookings.dialects.shown import Answer, TextOrNull
from bookings.models import Booking
from businesses.models import Dialect

UTC_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"
STATUSES = [status.upper() for status in ("pending", "confirmed", "completed", "no_show", "cancelled")]


@extend_schema_field({"type": "string", "pattern": UTC_FORM, "examples": ["2031-06-03T04:00:00.000Z"]})
class Utc(serializers.DateTimeField):
    """An instant in UTC with milliseconds and `Z`."""

    def to_representation(self, value: dt.datetime) -> str:  # type: ignore[override]
        """This will give the text."""
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Service(Answer):
    """A service on offer."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    description = TextOrNull()
    durationMinutes = serializers.IntegerField(source="duration_minutes")


class Services(Answer):
    """All of them."""

    services = Service(many=True)


class AskedService(Answer):
    """The service whose slots these are."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    durationMinutes = serializers.IntegerField(source="duration_minutes")


class Slot(Answer):
    """A start, its places that are left, and all of them."""

    time = serializers.RegexField("^[0-9]{2}:[0-9]{2}$")
    iso = serializers.RegexField(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}[+-][0-9]{2}:[0-9]{2}$"
    )
    available = serializers.IntegerField(min_value=0)
    total = serializers.IntegerField(min_value=0)

    @staticmethod
    def of(starts_at: dt.datetime, zone: dt.tzinfo, available: int, total: int) -> dict[str, object]:
        """This will give a start in the tenant's zone, with its offset there."""
        local = starts_at.astimezone(zone)
        iso = local.isoformat(timespec="milliseconds")
        return {"time": f"{local:%H:%M}", "iso": iso, "available": available, "total": total}


class OfDate(Answer):
    """The slots of a date."""

    date = serializers.DateField()
    service = AskedService(allow_null=True)
    slots = Slot(many=True)


class BookedService(Answer):
    """The service as it was booked."""

    name = serializers.CharField(source="service_name")
    durationMinutes = serializers.IntegerField(source="duration_minutes")


class Tenant(Answer):
    """The business."""

    name = serializers.CharField()


class Reservation(Answered):
    """A booking."""

    id = serializers.UUIDField(source="uuid")
    confirmationCode = serializers.RegexField("^[0-9A-F]{12}$", source="code")
    customerName = serializers.SerializerMethodField()
    phone = TextOrNull(source="guest_phone")
    email = TextOrNull(source="guest_email")
    scheduledAt = Utc(source="starts_at")
    status = serializers.SerializerMethodField()
    notes = TextOrNull(source="customer_notes")
    source = serializers.SerializerMethodField()
    createdAt = Utc(source="created_at")
    service = BookedService(source="*")
    tenant = Tenant(source="business")

    def get_customerName(self, booking: Booking) -> str:
        """This will give the name; somebody who walked in has none."""
        return booking.guest_name or "Guest"

    @extend_schema_field({"type": "string", "enum": STATUSES})
    def get_status(self, booking: Booking) -> str:
        """This will give the status in NextInQue's words."""
        return booking.status.upper()

    def get_source(self, booking: Booking) -> str:
        """This will give `API`, and for what was booked elsewhere another word."""
        return "API" if booking.source == Dialect.NEXTINQUE else booking.source.upper()


class OneReservation(Answer):
    """What every call about a reservation answers."""

    reservation = Reservation()

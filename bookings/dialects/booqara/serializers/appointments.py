"""What is free, and what was booked."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects.answering import Answered
from bookings.dialects.booqara.serializers.values import Ended, Price, Success
from bookings.dialects.shown import Answer, TextOrNull
from bookings.models import Booking

STATUSES = {
    Booking.Status.PENDING: "pending",
    Booking.Status.CONFIRMED: "confirmed",
    Booking.Status.COMPLETED: "confirmed",
    Booking.Status.NO_SHOW: "confirmed",
    Booking.Status.CANCELLED: "cancelled",
}


class OpenDate(Answer):
    """A date with free starts."""

    date = serializers.DateField()
    slotCount = serializers.IntegerField(min_value=1)


class OpenDates(Answer):
    """Dates with free starts."""

    dates = OpenDate(many=True)

    def get_fields(self) -> dict[str, Any]:
        """This will add the field whose name is a word of Python."""
        return {"from": serializers.DateField(), **super().get_fields()}


@extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$", "examples": ["10:00"]})
class Label(serializers.TimeField):
    """A wall time as it is listed and booked."""


class Slot(Answer):
    """An offered start."""

    time = Label(format="%H:%M")
    available = serializers.BooleanField()


class Slots(Answer):
    """The offered starts of a date."""

    date = serializers.DateField()
    slots = Slot(many=True)


class Appointment(Answered):
    """A booking; date and time as they are listed, in the time zone of the business."""

    id = serializers.UUIDField(source="uuid")
    confirmationCode = serializers.SerializerMethodField()
    serviceName = serializers.CharField(source="service_name")
    servicePrice = Price(source="price", allow_null=True)
    appointmentDate = serializers.DateField(source="appointment.listed_on")
    appointmentTime = serializers.SerializerMethodField()
    durationMinutes = serializers.IntegerField(source="duration_minutes")
    staffName = serializers.CharField(source="staff.name")
    businessName = serializers.CharField(source="business.name")
    businessAddress = serializers.SerializerMethodField()
    guestName = serializers.SerializerMethodField()
    guestEmail = TextOrNull(source="guest_email")
    status = serializers.SerializerMethodField()

    clock = "minutes"

    @extend_schema_field({"type": "string", "pattern": "^BN-[0-9A-F]{12}$"})
    def get_confirmationCode(self, booking: Booking) -> str:
        """This will give the code in Booqara's form."""
        return f"BN-{booking.code}"

    @extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$", "examples": ["10:00"]})
    def get_appointmentTime(self, booking: Booking) -> str:
        """This will give the wall time of the start."""
        return booking.starts_at.astimezone(booking.business.zone).time().isoformat(self.clock)

    @extend_schema_field({"type": ["string", "null"]})
    def get_businessAddress(self, booking: Booking) -> str | None:
        """This will give the address of the place, else of the business."""
        return booking.location.address or booking.business.address or None

    @extend_schema_field({"type": "string"})
    def get_guestName(self, booking: Booking) -> str:
        """This will give the name; somebody who walked in has none."""
        return booking.guest_name or "Guest"

    @extend_schema_field({"type": "string", "enum": ["pending", "confirmed", "cancelled"]})
    def get_status(self, booking: Booking) -> str:
        """This will give the status in Booqara's words."""
        return STATUSES[Booking.Status(booking.status)]


class ShownAppointment(Appointment):
    """The same, with the time to the second."""

    clock = "seconds"

    @extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$", "examples": ["10:00:00"]})
    def get_appointmentTime(self, booking: Booking) -> str:
        """This will give the wall time of the start."""
        return super().get_appointmentTime(booking)


class Booked(Answer):
    """A booking was made."""

    success = Success()
    booking = Appointment()


class Cancelled(Answer):
    """A booking was cancelled."""

    success = Success()
    status = Ended()

"""The day's work in the dashboard: bookings are read here and changed by actions that call the operations."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from bookings import errors, operations
from bookings.admin.read_only import ReadOnlyAdmin
from bookings.models import Appointment, Booking, Delivery, Event
from businesses.admin.owned import SeenInline


class DeliveryInline(SeenInline):
    """Who was told what of a booking, and what became of it."""

    model = Delivery
    fields = readonly_fields = (
        "kind",
        "channel",
        "audience",
        "recipient",
        "status",
        "due_at",
        "attempts",
        "last_answer",
    )


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    """What was ordered, by whom, and what became of it."""

    list_display = ("code", "guest", "status", "when", "what", "with_whom", "source")
    list_filter = ("status", "source")
    search_fields = ("code", "guest_name", "guest_email", "guest_phone")
    exclude = ("token_hash",)
    inlines = (DeliveryInline,)
    actions = ("confirm", "cancel", "complete", "no_show")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Bookings with what the list shows of them."""
        return super().get_queryset(request).visible().with_details()  # type: ignore[attr-defined]

    @admin.display(description="guest")
    def guest(self, booking: Booking) -> str:
        """The typed name; a walk-in may have none."""
        return booking.guest_name or "Guest"

    @admin.display(description="when")
    def when(self, booking: Booking) -> str:
        """Local time of the business."""
        return f"{booking.starts_at.astimezone(booking.business.zone):%a %Y-%m-%d %H:%M}"

    @admin.display(description="service")
    def what(self, booking: Booking) -> str:
        """What was agreed."""
        return booking.service_name

    @admin.display(description="with")
    def with_whom(self, booking: Booking) -> str:
        """Who serves."""
        return booking.staff.name

    @admin.action(description="Confirm", permissions=["view"])
    def confirm(self, request: HttpRequest, queryset: models.QuerySet[Booking]) -> None:
        """This will confirm the chosen bookings."""
        self._each(request, queryset, "confirmed", operations.confirm)

    @admin.action(description="Cancel", permissions=["view"])
    def cancel(self, request: HttpRequest, queryset: models.QuerySet[Booking]) -> None:
        """This will cancel the chosen bookings."""
        self._each(request, queryset, "cancelled", operations.cancel)

    @admin.action(description="Took place", permissions=["view"])
    def complete(self, request: HttpRequest, queryset: models.QuerySet[Booking]) -> None:
        """This will say that the chosen bookings took place."""
        self._each(request, queryset, "completed", operations.complete)

    @admin.action(description="Nobody came", permissions=["view"])
    def no_show(self, request: HttpRequest, queryset: models.QuerySet[Booking]) -> None:
        """This will say that nobody came to the chosen bookings."""
        self._each(request, queryset, "marked as missed", operations.no_show)

    def _each(
        self, request: HttpRequest, queryset: models.QuerySet[Booking], done: str, verb: Callable[..., Booking]
    ) -> None:
        now, by = timezone.now(), f"dashboard:{request.user.get_username()}"
        for booking in queryset:
            try:
                verb(booking=booking, now=now, by=by)
                self.message_user(request, f"{booking.code} is {done}.", messages.SUCCESS)
            except errors.Refused:
                state = booking.get_status_display()
                self.message_user(request, f"{booking.code} is {state} and cannot be {done}.", messages.WARNING)


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    """Who is where, when."""

    list_display = ("service", "staff", "resource", "starts_at", "ends_at", "places_taken", "places", "live")
    list_filter = ("live",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened, in order."""

    list_display = ("id", "type", "booking", "sequence", "occurred_at", "by")
    list_filter = ("type",)

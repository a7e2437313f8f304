"""The shapes of ReserveKit's answers, for its documentation; `objects` makes the values."""

from rest_framework import serializers

from bookings.dialects import answering
from bookings.dialects.reservekit.serializers.requests import STATUSES
from bookings.dialects.shown import Answer


class Service(answering.Asking):
    """A service on offer; its provider is the business."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField(allow_null=True)
    timezone = serializers.CharField()
    provider_id = serializers.UUIDField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class TimeSlot(Answer):
    """A start of every week; 0 is Monday. Its times are those of the next date that has it."""

    id = serializers.IntegerField()
    service_id = serializers.IntegerField()
    day_of_week = serializers.IntegerField(min_value=0, max_value=6)
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()
    max_bookings = serializers.IntegerField(min_value=1)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class Customer(Answer):
    """Whom a booking is for; null where it keeps nothing."""

    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)


class Booking(answering.Answered):
    """A booking; `cancel_reason` is there only when it is cancelled."""

    id = serializers.IntegerField()
    service_id = serializers.IntegerField()
    date = serializers.CharField(help_text="YYYY-MM-DD; the answer of POST has it as it was sent.")
    time_slot_id = serializers.IntegerField(allow_null=True, help_text="Null off the weekly starts.")
    status = serializers.ChoiceField(STATUSES)
    message = serializers.CharField(allow_null=True)
    cancel_reason = serializers.CharField(required=False)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    customer = Customer()


class Pagination(Answer):
    """Which page this is, under both sets of names."""

    current_page = serializers.IntegerField()
    total_pages = serializers.IntegerField()
    total_count = serializers.IntegerField()
    page_size = serializers.IntegerField()
    page = serializers.IntegerField()
    total_items = serializers.IntegerField()


class Services(Answer):
    """A page of services."""

    services = Service(many=True)
    pagination = Pagination()


class TimeSlots(Answer):
    """Time slots; without a page of them the pagination tells of all."""

    time_slots = TimeSlot(many=True)
    pagination = Pagination(allow_null=True)


class Bookings(Answer):
    """A page of bookings."""

    bookings = Booking(many=True)
    pagination = Pagination()


class ServicePage(Answer):
    """GET /v1/services"""

    data = Services()


class ServiceData(Answer):
    """GET /v1/services/{id}"""

    data = Service()


class TimeSlotPage(Answer):
    """GET /v1/time-slots"""

    data = TimeSlots()


class TimeSlotData(Answer):
    """GET /v1/services/{id}/time-slots"""

    data = TimeSlot(many=True)


class BookingPage(Answer):
    """GET /v1/bookings"""

    data = Bookings()


class BookingData(Answer):
    """One booking."""

    data = Booking()


class CustomerData(Answer):
    """Whom a booking is for."""

    data = Customer()


class Ok(Answer):
    """It was done."""

    data = serializers.ChoiceField(["ok"])


def pagination(total: int, *, page: int, page_size: int) -> dict[str, int]:
    """This will say which page of how many it is."""
    pages = -(-total // page_size)
    names = {"current_page": page, "total_pages": pages, "total_count": total, "page_size": page_size}
    return {**names, "page": page, "total_items": total}

"""ReserveKit's requests and answers: snake_case, integer ids, everything in an envelope."""

from bookings.dialects.reservekit.serializers.answers import (
    BookingData,
    BookingPage,
    CustomerData,
    Ok,
    ServiceData,
    ServicePage,
    TimeSlotData,
    TimeSlotPage,
    pagination,
)
from bookings.dialects.reservekit.serializers.objects import service, time_slot
from bookings.dialects.reservekit.serializers.refusals import documented
from bookings.dialects.reservekit.serializers.requests import (
    CustomerChange,
    Order,
    OrderQuery,
    Page,
    ServicePageQuery,
    TimeSlotQuery,
    Update,
)
from bookings.webhooks.reservekit import booking, customer

__all__ = [
    "BookingData",
    "BookingPage",
    "CustomerChange",
    "CustomerData",
    "Ok",
    "Order",
    "OrderQuery",
    "Page",
    "ServiceData",
    "ServicePage",
    "ServicePageQuery",
    "TimeSlotData",
    "TimeSlotPage",
    "TimeSlotQuery",
    "Update",
    "booking",
    "customer",
    "documented",
    "pagination",
    "service",
    "time_slot",
]

"""Miketsu's requests and answers: snake_case (but for `timeStamp`), integer ids, answers without a body."""

from bookings.dialects.miketsu.serializers.answers import OwnBookingData, own_booking
from bookings.dialects.miketsu.serializers.refusals import documented
from bookings.dialects.miketsu.serializers.requests import Cancellation, Change, CustomerOrder, MerchantOrder

__all__ = [
    "Cancellation",
    "Change",
    "CustomerOrder",
    "MerchantOrder",
    "OwnBookingData",
    "documented",
    "own_booking",
]

"""Miketsu's endpoints: what a customer books and cancels, and what a merchant enters, moves and calls off."""

from bookings.dialects.miketsu.views.common import UnknownPath
from bookings.dialects.miketsu.views.customers import CustomerBooking, CustomerBookings
from bookings.dialects.miketsu.views.merchants import MerchantBooking, MerchantBookings

__all__ = ["CustomerBooking", "CustomerBookings", "MerchantBooking", "MerchantBookings", "UnknownPath"]

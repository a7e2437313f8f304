"""Miketsu's endpoints: what a customer books and cancels, and what a merchant enters, moves and calls off."""

from bookings.dialects.miketsu.views.customers import CustomerBooking, CustomerBookings
from bookings.dialects.miketsu.views.merchants import MerchantBooking, MerchantBookings
from bookings.dialects.miketsu.views.view import UnknownPath

__all__ = ["CustomerBooking", "CustomerBookings", "MerchantBooking", "MerchantBookings", "UnknownPath"]

"""Booqara's requests and answers: camelCase, dates and times of the business, prices as JSON numbers."""

from bookings.dialects.booqara.serializers.appointments import (
    Appointment,
    Booked,
    Cancelled,
    OpenDates,
    ShownAppointment,
    Slots,
)
from bookings.dialects.booqara.serializers.refusals import Refusal, documented
from bookings.dialects.booqara.serializers.requests import DatesQuery, Order, SearchQuery, SlotsQuery, StaffQuery
from bookings.dialects.booqara.serializers.shop import Catalogue, Profile, Team

__all__ = [
    "Appointment",
    "Booked",
    "Cancelled",
    "Catalogue",
    "DatesQuery",
    "OpenDates",
    "Order",
    "Profile",
    "Refusal",
    "SearchQuery",
    "ShownAppointment",
    "Slots",
    "SlotsQuery",
    "StaffQuery",
    "Team",
    "documented",
]

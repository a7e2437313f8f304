"""What is booked, by whom, and what happened to it."""

from bookings.models.appointment import Appointment, to_minute
from bookings.models.booking import Booking, Place, new_code
from bookings.models.delivery import Attempt, Delivery, Pulse, WebhookEndpoint, validate_webhook_url
from bookings.models.draft import Draft
from bookings.models.event import Event, EventCount
from bookings.models.imported import Import, Origin
from bookings.models.minute_ranges import ranges_read
from bookings.models.no_overlap import LONGEST_MINUTES, NoOverlap
from bookings.models.rearrangement import Rearrangement
from bookings.models.series import Series

__all__ = [
    "LONGEST_MINUTES",
    "Appointment",
    "Attempt",
    "Booking",
    "Delivery",
    "Draft",
    "Event",
    "EventCount",
    "Import",
    "NoOverlap",
    "Origin",
    "Place",
    "Pulse",
    "Rearrangement",
    "Series",
    "WebhookEndpoint",
    "new_code",
    "ranges_read",
    "to_minute",
    "validate_webhook_url",
]

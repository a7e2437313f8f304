"""Until when a guest may move or cancel a booking without asking anybody."""

import datetime as dt

from bookings.models import Booking

OPEN = (Booking.Status.PENDING, Booking.Status.CONFIRMED)


def changeable_until(booking: Booking) -> dt.datetime:
    """This will give the last instant at which a guest may move or cancel a booking."""
    return booking.starts_at - dt.timedelta(minutes=booking.business.cancel_notice_minutes)


def may_be_changed(booking: Booking, *, now: dt.datetime) -> bool:
    """This will tell whether a guest may still move or cancel a booking."""
    return booking.status in OPEN and now <= changeable_until(booking) and now < booking.starts_at

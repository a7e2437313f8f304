"""Until when a guest may move or cancel a booking without asking anybody."""

import datetime as dt

from bookings.models import Booking
from businesses.models import Business


def last_change(business: Business, starts_at: dt.datetime) -> dt.datetime:
    """This will give the last instant at which a guest may move or cancel what starts then."""
    return starts_at - dt.timedelta(minutes=business.cancel_notice_minutes)


def is_in_time(business: Business, starts_at: dt.datetime, *, now: dt.datetime) -> bool:
    """This will tell whether a guest may still move or cancel what starts then."""
    return now <= last_change(business, starts_at) and now < starts_at


def changeable_until(booking: Booking) -> dt.datetime:
    """This will give the last instant at which a guest may move or cancel a booking."""
    return last_change(booking.business, booking.starts_at)


def may_be_changed(booking: Booking, *, now: dt.datetime) -> bool:
    """This will tell whether a guest may still move or cancel a booking."""
    return booking.status in Booking.OPEN and is_in_time(booking.business, booking.starts_at, now=now)

"""What a guest has typed on the way to a booking."""

import datetime as dt

from bookings.models import Booking, Draft
from businesses.models import Business


def draft(business: Business, key: str, *, now: dt.datetime) -> Draft | None:
    """This will give the form of a business that is known by this key, with what was booked by it."""
    found = Draft.objects.filter(business=business, key=key, kept_until__gt=now).first()
    if found is not None and found.booking_id is not None:
        found.booking = Booking.objects.filter(pk=found.booking_id).whole()
    return found

"""Ends every link to a booking that was given out."""

import datetime as dt

from bookings.models import Booking, Event
from bookings.operations import locking
from bookings.operations.recording import record


def revoke_links(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will make every link to a guest's booking that was sent or shared before open nothing any more."""
    for attempt in locking.attempts(booking):
        with attempt as current:
            current.link_version += 1
            record(current, Event.Type.LINKS_REVOKED, "link_version", now=now, by=by)
    return current

"""Ends every link to a booking that was given out."""

import datetime as dt

from bookings.models import Booking, Event
from bookings.operations.locking import changed
from bookings.operations.recording import record


def revoke_links(*, booking: Booking, now: dt.datetime, by: str) -> Booking:
    """This will make every link to a guest's booking that was sent or shared before open nothing any more."""

    def change(current: Booking) -> None:
        current.link_version += 1
        record(current, Event.Type.LINKS_REVOKED, now=now, by=by)

    return changed(booking, change)

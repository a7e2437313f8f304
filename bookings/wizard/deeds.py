"""What was done a moment ago, by which page its answer led here: said once, while it is news, and never when untrue."""

import datetime as dt
from typing import NamedTuple

from bookings.models import Booking, Event
from bookings.wizard.mailed import Mail, mail_of
from bookings.wizard.own import Own

BOOKED, MOVED, CANCELLED = "1", "moved", "cancelled"
NEWS = dt.timedelta(minutes=15)  # then the page is the booking's, whatever its address still says
Type = Event.Type
WHAT = {
    BOOKED: ((Type.CREATED, Type.CONFIRMED), Booking.OPEN),
    MOVED: ((Type.MOVED,), Booking.OPEN),
    CANCELLED: ((Type.CANCELLED,), (Booking.Status.CANCELLED,)),
}
SAID = tuple(kind for kinds, _ in WHAT.values() for kind in kinds)


class Deed(NamedTuple):
    """What was done, and the mail that says so."""

    done: str
    mail: Mail | None


def deed_of(own: Own) -> Deed | None:
    """This will give the deed that the address tells of, if the last thing that happened to the booking was that."""
    done = own.request.GET.get("done", "")
    kinds, statuses = WHAT.get(done, ((), ()))
    if own.booking.status not in statuses:
        return None
    event = Event.objects.filter(booking=own.booking, type__in=SAID).order_by("-sequence").first()
    if event is None or event.type not in kinds or own.now - event.occurred_at >= NEWS:
        return None
    return Deed(done, mail_of(own, event))

"""Where a booking is held by video, and who may know it when.

The house and whoever serves know it at once. Whoever booked knows it once the booking is confirmed, and from the hour
on that the business sets. Nobody else is ever told.
"""

import datetime as dt
from dataclasses import dataclass

from bookings.models import Booking

OVER = (Booking.Status.CANCELLED, Booking.Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A booking that is held by video: its addresses, each once, in the order of its parts.

    `is_whole`: no part of it is at a place. `told_from` is when its guest is told; None: as soon as it is confirmed.
    """

    addresses: tuple[str, ...]
    is_whole: bool
    is_confirmed: bool
    told_from: dt.datetime | None

    def told(self, now: dt.datetime) -> tuple[str, ...]:
        """This will give what its guest is told now."""
        return self.addresses if self.is_confirmed and self._is_time(now) else ()

    def told_later(self, now: dt.datetime) -> dt.datetime | None:
        """This will give when its guest is told, where that is still to come."""
        return self.told_from if self.is_confirmed and not self._is_time(now) else None

    def _is_time(self, now: dt.datetime) -> bool:
        return self.told_from is None or now >= self.told_from


def meeting(booking: Booking) -> Meeting | None:
    """This will give the meeting of a booking that is still on; None: it is at a place, or called off."""
    held = [place.appointment for place in booking.parts]
    online = [each for each in held if each.is_online]
    if not online or booking.status in OVER:
        return None
    minutes = booking.business.online_shown_minutes
    return Meeting(
        addresses=tuple(dict.fromkeys(each.online_address for each in online if each.online_address)),
        is_whole=len(online) == len(held),
        is_confirmed=booking.status == Booking.Status.CONFIRMED,
        told_from=None if minutes is None else booking.starts_at - dt.timedelta(minutes=minutes),
    )


def is_online(booking: Booking) -> bool:
    """This will say whether nobody has to go anywhere for it, called off or not."""
    return all(place.appointment.is_online for place in booking.parts)

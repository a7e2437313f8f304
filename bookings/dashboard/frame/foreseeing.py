"""Where each booking that a change leaves outside would go, before anything is done: as far as it is soon found out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from bookings import operations
from bookings.dashboard.frame import words
from bookings.dashboard.frame.reach import actor
from bookings.dashboard.frame.settling import LOOK
from bookings.models import Booking
from bookings.operations import Foreseen
from bookings.queries import Outside
from businesses.models import Business

AT_FIRST, MORE = 0.1, 1.0  # seconds for each of the two ways; meanwhile nobody can be booked in the house


@dataclass
class Ways:
    """By booking: where it would go by time, and by person; None: nowhere."""

    time: dict[int, Foreseen | None] = field(default_factory=dict)
    person: dict[int, Foreseen | None] = field(default_factory=dict)

    def are_known_of(self, found: Sequence[Outside]) -> bool:
        """Whether it is found out of all of these."""
        return all(each.booking.pk in self.time and each.booking.pk in self.person for each in found)

    def words_of(self, booking: Booking, here: Business) -> dict[str, Any]:
        """What the line of a booking says of both ways; nothing of what is not found out."""
        said = {}
        if booking.pk in self.time:
            there = self.time[booking.pk]
            said["by_time"] = _place(there, here) if there else "no free time within a week"
        if booking.pk in self.person:
            there = self.person[booking.pk]
            said["by_person"] = there.staff.name if there else "nobody else is free"
        return said


def ways(request: HttpRequest, found: Sequence[Outside], *, now: dt.datetime) -> Ways:
    """This will find out where these would go. Called in the transaction of the change, which is taken back."""
    asked: dict[str, Any] = {
        "bookings": [each.booking for each in found],
        "now": now,
        "by": actor(request),
        "seconds": MORE if LOOK in request.POST else AT_FIRST,
    }
    return Ways(operations.foresee_near(**asked), operations.foresee_near(**asked, to_somebody_else=True))


def _place(there: Foreseen, here: Business) -> str:
    return f"{words.moment(there.starts_at.astimezone(here.zone))} with {there.staff.name}"

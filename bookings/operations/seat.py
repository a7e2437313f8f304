"""What would give one part of a wish, and what others of the same wish see of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookings import availability
from bookings.availability import Assignment, Group, Interval
from bookings.operations.wish import Part
from businesses.models import Service


@dataclass(frozen=True, slots=True)
class Seat:
    """Who would serve a part, when, with what. `price` is for one person.

    `swept` are appointments, by id, with lapsed holds: those in the way, and the group that is joined. `joins` is the
    seat of the same wish that opens the group in which this one is. `waits` are counted from the start.
    """

    part: Part
    service: Service
    assignment: Assignment
    start: int  # UTC minute
    listed_on: dt.date
    location_id: int
    price: Decimal | None
    group: Group | None = None
    swept: Sequence[int] = ()
    waits: tuple[Interval, ...] = ()
    joins: "Seat | None" = None

    @property
    def starts_at(self) -> dt.datetime:
        """The start as an instant in UTC."""
        return availability.instant_of(self.start)

    @property
    def blocked(self) -> Interval:
        """Its time with both buffers, in UTC minutes."""
        end = self.start + self.assignment.length
        return Interval(self.start - self.service.buffer_before_minutes, end + self.service.buffer_after_minutes)

    @property
    def opens_group(self) -> bool:
        """Whether a shared appointment is opened: two who open one at the same start must see each other."""
        return self.service.is_group and self.is_new

    @property
    def is_new(self) -> bool:
        """Whether it is an appointment of its own, and no part in that of others."""
        return self.assignment.group is None and self.joins is None

    @property
    def taken(self) -> availability.Part:
        """What it takes of the diaries: of a group that is joined what that has taken already."""
        chosen, time, waits = self.assignment, self.blocked, tuple(wait.later(self.start) for wait in self.waits)
        if self.group is not None:
            time, waits = self.group.time, self.group.waits
        return availability.Part(chosen.person, chosen.thing, time, chosen.group, self.part.party_size, waits)

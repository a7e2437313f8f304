"""What is booked around a date, with who comes: the appointments that a rule means where it says that time is taken."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from django.db.models import Q

from bookings import availability
from bookings.availability import Interval
from bookings.models import LONGEST_MINUTES, Appointment
from bookings.queries import day_rows
from bookings.queries.day_columns import Attendee
from businesses.models import Business

FIELDS = (
    *("id", "staff_id", "staff__name", "service_id", "service__name", "resource_id", "resource__name"),
    *("starts_at", "ends_at", "busy_from", "busy_until", "places", "waits"),
)


class Taken(NamedTuple):
    """An appointment in the way. `busy_from` and `busy_until` are UTC minutes, its buffers in them."""

    id: int
    staff_id: int
    staff: str
    service_id: int
    service: str
    resource_id: int | None
    resource: str | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    busy_from: int
    busy_until: int
    places: int
    waits: tuple[Interval, ...] | None
    guests: tuple[Attendee, ...] = ()

    @property
    def busy(self) -> Interval:
        """Its time with both buffers."""
        return Interval(self.busy_from, self.busy_until)

    @property
    def buffered(self) -> tuple[dt.datetime, dt.datetime] | None:
        """When that begins and ends; None: it has no buffers."""
        edges = availability.instant_of(self.busy_from), availability.instant_of(self.busy_until)
        return edges if edges != (self.starts_at, self.ends_at) else None


class Standing:
    """The appointments of some dates, in order."""

    def __init__(self, rows: Sequence[Taken]) -> None:
        self.rows = rows

    def of_person(self, person: int, work: Sequence[Interval]) -> tuple[Taken, ...]:
        """This will give what takes somebody's time in these stretches."""
        return self._which(
            lambda row: (
                row.staff_id == person
                and any(own.overlaps(each) for own in row.busy.without(row.waits or ()) for each in work)
            )
        )

    def of_things(self, things: Collection[int], time: Interval) -> tuple[Taken, ...]:
        """This will give what has one of these things then."""
        return self._which(lambda row: row.resource_id in things and row.busy.overlaps(time))

    def group_of(self, person: int, service: int, start: int) -> tuple[Taken, ...]:
        """This will give somebody's appointment of a service at a start."""
        at = availability.instant_of(start)
        return self._which(lambda row: (row.staff_id, row.service_id, row.starts_at) == (person, service, at))

    def _which(self, is_meant: Callable[[Taken], bool]) -> tuple[Taken, ...]:
        return tuple(row for row in self.rows if is_meant(row))


def standing(business: Business, low: int, high: int, *, now: dt.datetime) -> Standing:
    """This will read what touches the UTC minutes low … high, in two statements; no hold that has run out."""
    found = (
        Appointment.objects.live()
        .filter(business=business, starts_at__lt=availability.instant_of(high + LONGEST_MINUTES))
        .filter(starts_at__gt=availability.instant_of(low - LONGEST_MINUTES))  # so that an index bounds it
        .filter(Q(hold_until__isnull=True) | Q(hold_until__gt=now.timestamp()))
        .overlapping(low, high)
    )
    rows = [Taken(*row) for row in found.order_by("starts_at", "id").values_list(*FIELDS)]
    guests = day_rows.attendees((row.id for row in rows), now=now)
    return Standing([row._replace(guests=tuple(guests.get(row.id, ()))) for row in rows])

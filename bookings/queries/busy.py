"""What is booked in the diaries of people and resources: one statement for as many as one likes, few numbers a row."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from bookings.availability import Booked, Busy, Group, Interval, Span
from bookings.models import LONGEST_MINUTES, Appointment, Booking, Place, ranges_read
from businesses import diary
from businesses.diary import Key

MINUTE = {
    "postgresql": "CAST(FLOOR(EXTRACT(EPOCH FROM {}) / 60) AS bigint)",
    "sqlite": "CAST(strftime('%%s', {}) AS INTEGER) / 60",
}
SECOND = {
    "postgresql": "CAST(FLOOR(EXTRACT(EPOCH FROM {})) AS bigint)",
    "sqlite": "CAST(strftime('%%s', {}) AS INTEGER)",
}
JOINED = {"postgresql": "string_agg({}, ',')", "sqlite": "group_concat({}, ',')"}
# The places of each group that are only held, as "second:size,second:size": from the holds, of which there are few,
# and not from every group's places, of which there may be thousands.
HOLDS = (
    f"SELECT p.appointment_id, {{joined}} AS places FROM {Place._meta.db_table} p "  # noqa: S608
    f"JOIN {Booking._meta.db_table} b ON b.id = p.booking_id "
    "WHERE b.business_id = %s AND b.status = 'held' AND p.live GROUP BY p.appointment_id"
)


class Row(NamedTuple):
    """A live appointment: times in UTC minutes, `hold_until` in UTC seconds."""

    id: int
    staff: int
    resource: int | None
    service: int
    busy_from: int
    busy_until: int
    start: int
    end: int
    hold_until: int | None
    places: int
    taken: int
    holds: str | None
    planned: bool = False
    waits: Any = None
    location: int | None = None

    def booked_with(self, key: Key) -> Booked:
        """This will give the appointment as a diary has it: a person is free while it waits, a thing is not."""
        time, served = Interval(self.busy_from, self.busy_until), Interval(self.start, self.end)
        waits = ranges_read(self.waits) if self.waits and key.kind == diary.STAFF else None
        return Booked(self.id, time, served, self.hold_until, waits or ())

    @property
    def group(self) -> Group:
        """The appointment as others may join it."""
        pairs = [each.split(":") for each in self.holds.split(",")] if self.holds else ()
        holds = tuple([(int(second), int(size)) for second, size in pairs])
        time, waits = Interval(self.busy_from, self.busy_until), (self.waits and ranges_read(self.waits)) or ()
        numbers = self.places, self.taken, holds, self.resource
        return Group(self.id, self.service, self.start, time, *numbers, waits, bool(self.planned), self.location)


def diaries_beside(appointments: Collection[int]) -> set[Key]:
    """This will name the diaries of these appointments, and all diaries of the holds that have places in them."""
    inside = Q(pk__in=appointments)
    held = {"taken_places__live": True, "taken_places__booking__status": Booking.Status.HELD}
    beside = Q(**held, taken_places__booking__places__appointment__in=list(appointments))
    found = Appointment.objects.filter(inside | beside).order_by().values_list("staff_id", "resource_id")
    return {
        key
        for person, thing in found
        for key in (diary.of_staff(person), *([diary.of_resource(thing)] if thing else []))
    }


def load(business_id: int, keys: Collection[Key], span: Span) -> dict[Key, Busy]:
    """This will read what is booked in the diaries of these people and resources, in one statement."""
    rows: dict[Key, list[Row]] = defaultdict(list)
    for row in _read(business_id, keys, span):
        for key in (diary.of_staff(row.staff), diary.of_resource(row.resource or 0)):
            rows[key].append(row)
    return {
        key: Busy(span, (row.booked_with(key) for row in rows[key]), [row.group for row in rows[key] if row.places > 1])
        for key in keys
    }


def _read(business_id: int, keys: Collection[Key], span: Span) -> Iterator[Row]:
    values: list[int] = [business_id, business_id, span.end, span.start - LONGEST_MINUTES, span.start]
    owners = []
    for kind, column in ((diary.STAFF, "staff_id"), (diary.RESOURCE, "resource_id")):
        if ids := sorted(key.owner for key in keys if key.kind == kind):
            owners.append(f"a.{column} IN ({', '.join(['%s'] * len(ids))})")
            values += ids
    if not owners:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"{statement(connection.vendor)} AND ({' OR '.join(owners)})", values)
        yield from (Row(*row) for row in cursor.fetchall())


def statement(vendor: str) -> str:
    """This will give the statement as an engine reads it, without whose diaries are meant."""
    minute, second = MINUTE[vendor], SECOND[vendor]
    held = f"{second.format('b.hold_expires_at')} || ':' || p.party_size"
    holds = HOLDS.format(joined=JOINED[vendor].format(held))
    return (
        "SELECT a.id, a.staff_id, a.resource_id, a.service_id, a.busy_from, a.busy_until, "  # noqa: S608
        f"{minute.format('a.starts_at')}, {minute.format('a.ends_at')}, a.hold_until, a.places, a.places_taken, "
        f"h.places, a.planned, a.waits, a.location_id FROM {Appointment._meta.db_table} a "
        f"LEFT JOIN ({holds}) h ON h.appointment_id = a.id AND a.places > 1 "
        "WHERE a.live AND a.business_id = %s AND a.busy_from < %s AND a.busy_from > %s AND a.busy_until > %s"
    )

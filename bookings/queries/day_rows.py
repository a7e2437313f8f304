"""The appointments around some dates and who comes to them, read as rows: a day of fifty people has hundreds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from bookings import availability
from bookings.availability import Interval
from bookings.models import Appointment, Booking, Place
from bookings.models.no_overlap import LONGEST_MINUTES
from bookings.queries.day_columns import Attendee
from businesses.models import Business, StaffMember


class Row(NamedTuple):
    """A live appointment."""

    id: int
    staff: int
    service: int
    service_name: str
    resource: str | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    busy_from: int
    busy_until: int
    listed_on: dt.date
    places: int
    waits: tuple[Interval, ...] | None

    @property
    def time(self) -> Interval:
        """From start to end, in UTC minutes."""
        return Interval(availability.minute_of(self.starts_at), availability.minute_of(self.ends_at))

    @property
    def busy(self) -> Interval:
        """The same with both buffers."""
        return Interval(self.busy_from, self.busy_until)

    @property
    def work(self) -> tuple[Interval, ...]:
        """What of that is taken of the person."""
        return self.busy.without(self.waits or ())


FIELDS = (
    *("id", "staff_id", "service_id", "service__name", "resource__name"),
    *("starts_at", "ends_at", "busy_from", "busy_until", "listed_on", "places", "waits"),
)
COMING = (
    *("appointment_id", "booking_id", "booking__code", "service_name", "booking__guest_name", "booking__guest_phone"),
    *("party_size", "booking__status", "booking__arrived", "booking__hold_expires_at"),
    *("booking__customer_notes", "booking__staff_notes", "booking__erased_at", "booking__series_id"),
)
OTHER_PARTS = Exists(Place.objects.filter(booking=OuterRef("booking"), live=True).exclude(pk=OuterRef("pk")))


def appointment_rows(
    business: Business, low: int, high: int, *, now: dt.datetime, staff: StaffMember | None
) -> list[Row]:
    """This will give the appointments that touch the UTC minutes low … high, in order; no hold that has run out."""
    found = (
        Appointment.objects.live()
        .filter(business=business, starts_at__lt=availability.instant_of(high))
        .filter(starts_at__gt=availability.instant_of(low - LONGEST_MINUTES))  # so that an index bounds it
        .filter(Q(hold_until__isnull=True) | Q(hold_until__gt=now.timestamp()))
        .overlapping(low, high)
    )
    if staff is not None:
        found = found.filter(staff=staff)
    return [Row(*row) for row in found.order_by("starts_at", "id").values_list(*FIELDS)]


def attendees(appointments: Iterable[int], *, now: dt.datetime) -> dict[int, list[Attendee]]:
    """This will give who comes to each of these appointments, in the order they booked."""
    found: dict[int, list[Attendee]] = defaultdict(list)
    places = Place.objects.filter(appointment__in=list(appointments), live=True)
    lapsed = Q(booking__status=Booking.Status.HELD, booking__hold_expires_at__lte=now)
    for row in places.exclude(lapsed).order_by("booking__created_at", "id").values_list(*COMING, OTHER_PARTS):
        found[row[0]].append(_attendee(*row[1:]))
    return found


def _attendee(*values: Any) -> Attendee:
    booking, code, service, name, phone, party_size, status, arrived, hold_ends, notes, staff_notes, *rest = values
    erased_at, series, of_visit = rest
    return Attendee(
        booking_id=booking,
        code=code,
        service=service,
        name=name,
        phone=phone,
        party_size=party_size,
        status=Booking.Status(status),
        arrived=arrived,
        held_until=hold_ends if status == Booking.Status.HELD else None,
        notes=notes,
        staff_notes=staff_notes,
        erased=erased_at is not None,
        of_series=series is not None,
        of_visit=of_visit,
    )

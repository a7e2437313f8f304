"""What is in the diaries: busy times, and groups with places left."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from bookings import availability
from bookings.availability import Interval
from bookings.models import Appointment, Booking, Place, to_minute
from businesses.models import Business, Service

ONE_DAY = dt.timedelta(days=1)


class BusyRow(NamedTuple):
    """An appointment as the diary sees it: UTC minutes, and UTC seconds at which its last hold ends."""

    id: int
    staff: int
    resource: int | None
    busy_from: int
    busy_until: int
    hold_until: int | None

    @property
    def time(self) -> Interval:
        """The busy time, both buffers in it."""
        return Interval(self.busy_from, self.busy_until)


def booked_minutes(business: Business, staff: Iterable[int], *, day: dt.date, now: dt.datetime) -> dict[int, int]:
    """This will give the minutes of service (no buffers) that each of these people has on a local date."""
    minutes: dict[int, int] = defaultdict(int)
    begin = availability.instant_of(availability.wall_minute(day, 0, business.zone))
    end = availability.instant_of(availability.wall_minute(day + ONE_DAY, 0, business.zone))
    rows = (
        Appointment.objects.live()
        .filter(business=business, staff__in=list(staff), starts_at__gte=begin, starts_at__lt=end)
        .filter(Q(hold_until__isnull=True) | Q(hold_until__gt=now.timestamp()))
    )
    for person, starts_at, ends_at in rows.values_list("staff", "starts_at", "ends_at").order_by():
        minutes[person] += to_minute(ends_at) - to_minute(starts_at)
    return minutes


def load_busy(
    business_id: int,
    people: Iterable[int],
    things: Iterable[tuple[int, int]],
    low: int,
    high: int,
    now: dt.datetime,
    moving: Booking | None,
) -> list[BusyRow]:
    """This will give the live appointments of people and things that touch the UTC minutes low … high."""
    whose = Q(staff__in=list(people))
    if keys := [key for key, _ in things]:
        whose |= Q(resource__in=keys)
    rows = Appointment.objects.live().filter(whose, business_id=business_id).overlapping(low, high)
    if moving is not None:
        rows = rows.exclude(pk__in=_alone_in(moving, now))
    fields = ("id", "staff_id", "resource_id", "busy_from", "busy_until", "hold_until")
    return [BusyRow(*row) for row in rows.order_by().values_list(*fields)]


def _alone_in(moving: Booking, now: dt.datetime) -> QuerySet[Appointment, Any]:
    """The appointments that end when this booking leaves them; a lapsed hold keeps none."""
    lapsed = Q(booking__status=Booking.Status.HELD, booking__hold_expires_at__lte=now)
    others = Place.objects.filter(appointment=OuterRef("pk"), live=True).exclude(booking=moving).exclude(lapsed)
    own = Appointment.objects.filter(taken_places__booking=moving, taken_places__live=True)
    return own.exclude(Exists(others)).values("pk")


def load_groups(
    service: Service, performers: Iterable[int], low: int, high: int, now: dt.datetime, moving: Booking | None
) -> list[availability.Group]:
    """This will give the appointments of a shared service and what is left in them; a lapsed hold takes no place."""
    rows = (
        Appointment.objects.live()
        .filter(business_id=service.business_id, service=service, staff__in=list(performers))
        .filter(Q(hold_until__isnull=True) | Q(hold_until__gt=now.timestamp()))  # else it ends with its lapsed holds
        .overlapping(low, high)
        .order_by("id")
    )
    lapsed = Q(taken_places__live=True, taken_places__booking__status=Booking.Status.HELD)
    lapsed &= Q(taken_places__booking__hold_expires_at__lte=now)
    if moving is not None:
        rows = rows.exclude(pk__in=_alone_in(moving, now))
        lapsed |= Q(taken_places__live=True, taken_places__booking=moving)
    rows = rows.annotate(given_back=Sum("taken_places__party_size", filter=lapsed, default=0))
    fields = ("id", "staff_id", "starts_at", "places", "places_taken", "given_back")
    return [
        availability.Group(key, person, to_minute(starts_at), left=places - taken + back, taken=taken - back)
        for key, person, starts_at, places, taken, back in rows.values_list(*fields)
    ]

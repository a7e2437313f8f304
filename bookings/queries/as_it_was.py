"""A day's bookings as they were at a past minute, from what the events say: each holds what it was then."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from bookings.models import Booking, Event, Place
from businesses.models import Business

# After these a booking may be at another time than before.
MOVING = (Event.Type.MOVED, Event.Type.AMENDED, Event.Type.CHANGED)
TAKING = (*Booking.OPEN, Booking.Status.HELD, Booking.Status.COMPLETED, Booking.Status.NO_SHOW)
DAY = dt.timedelta(days=1)


class Then(NamedTuple):
    """A part of a booking as it was: ids of its service, person and room, instants, the status; `booking` is of now."""

    booking: Booking
    status: str
    service: int
    staff: int
    resource: int | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    party_size: int


def as_it_was(business: Business, *, day: dt.date, at: dt.datetime) -> list[Then]:
    """This will give what took time on a local date as it was at an instant, by start; in three statements.

    Held times are among them, as nobody else could have them.
    """
    first = dt.datetime.combine(day, dt.time(), business.zone)
    span = (first.astimezone(dt.UTC), (first + DAY).astimezone(dt.UTC))
    found = [then for event in _last_events(business, span, at) for then in _parts(event, span)]
    return sorted(found, key=lambda then: (then.starts_at, then.staff, then.booking.pk))


def _last_events(business: Business, span: tuple[dt.datetime, dt.datetime], at: dt.datetime) -> Iterator[Event]:
    """The last event until then of each booking that is on the date now, or was moved since and may have been."""
    here = Place.objects.filter(business=business, appointment__starts_at__lt=span[1], appointment__ends_at__gt=span[0])
    moved = Event.objects.filter(business=business, occurred_at__gt=at, type__in=MOVING)
    either = Q(booking__in=here.values("booking")) | Q(booking__in=moved.values("booking"))
    rows = Event.objects.filter(either, business=business, occurred_at__lte=at).order_by("booking_id", "sequence")
    last: dict[int, int] = dict(rows.values_list("booking_id", "pk"))
    keys = sorted(last.values())
    for start in range(0, len(keys), 500):
        yield from Event.objects.filter(pk__in=keys[start : start + 500]).select_related("booking")


def _parts(event: Event, span: tuple[dt.datetime, dt.datetime]) -> Iterator[Then]:
    if event.facts.get("status") not in TAKING:
        return
    for place in event.facts.get("places", ()):
        starts, ends = (dt.datetime.fromisoformat(place[name]) for name in ("starts_at", "ends_at"))
        if place["live"] and starts < span[1] and ends > span[0]:
            yield Then(
                booking=event.booking,
                status=event.facts["status"],
                service=place["service"],
                staff=place["staff"],
                resource=place["resource"],
                starts_at=starts,
                ends_at=ends,
                party_size=place["party_size"],
            )

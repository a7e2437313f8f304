"""The day at a glance: who comes today, and what waits for somebody to decide."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from bookings import availability
from bookings.models import Appointment, Booking, Delivery, Place
from bookings.models.booking import WHOLE
from businesses.models import ApiAccessRequest, ApiKey, Business, StaffMember

ONE_DAY = dt.timedelta(days=1)
RECENT = dt.timedelta(days=7)  # how long what could not be delivered, and what was answered, stays in sight
SHOWN_PENDING, SHOWN_FAILED, SHOWN_REQUESTS, SHOWN_KEYS = 10, 5, 10, 5
TRIAL = "endpoint.test"  # nobody was told of anything by it
Status = Booking.Status
# What a visit is shown by: hundreds of them a day are loaded no further.
SEEN = (
    *("service_name", "party_size", "live", "position", "booking_id", "appointment_id", "business_id"),
    *(f"booking__{name}" for name in ("status", "arrived", "guest_name", "guest_phone", "staff_notes", "business_id")),
    *("booking__code", "booking__customer_notes", "booking__cancel_reason", "booking__customer__phone"),
    *("appointment__starts_at", "appointment__ends_at", "appointment__staff__name", "appointment__resource__name"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one booking does today: its parts in order of time, at least one."""

    booking: Booking
    places: Sequence[Place]

    @property
    def starts_at(self) -> dt.datetime:
        """When the guest comes."""
        return self.places[0].appointment.starts_at

    @property
    def ends_at(self) -> dt.datetime:
        """When the last part ends."""
        return max(place.appointment.ends_at for place in self.places)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What waits: of each kind the first few, and how many there are."""

    pending: Sequence[Booking]
    pending_count: int
    failed: Sequence[Delivery]
    failed_count: int


def visits_in(appointment: Appointment) -> list[Visit]:
    """This will give what everybody who is or was in an appointment does there, in order of booking, in one query."""
    places = Place.objects.filter(appointment=appointment).order_by("booking__created_at", "booking_id")
    rows = places.select_related("booking__customer", "appointment__staff", "appointment__resource")
    return [Visit(place.booking, [place]) for place in rows]


def visits_today(business: Business, *, now: dt.datetime, staff: StaffMember | None = None) -> list[Visit]:
    """This will give today's visits in order of time, cancelled ones too, in one query; with `staff` only theirs.

    Today is the date that the business's calendar shows; what a night's period of yesterday has after midnight is in.
    """
    today = now.astimezone(business.zone).date()
    begin, end, beyond = (
        availability.instant_of(availability.wall_minute(today + n * ONE_DAY, 0, business.zone)) for n in range(3)
    )
    places = Place.objects.filter(
        Q(appointment__starts_at__lt=end) | Q(appointment__listed_on=today),
        Q(live=True) | Q(booking__status=Status.CANCELLED),
        appointment__business=business,
        appointment__starts_at__gte=begin,
        appointment__starts_at__lt=beyond,
        booking__erased_at__isnull=True,
    ).exclude(booking__status__in=[Status.HELD, Status.EXPIRED])
    if staff is not None:
        places = places.filter(appointment__staff=staff)
    places = places.select_related("booking__customer", "appointment__staff", "appointment__resource").only(*SEEN)
    found: dict[int, list[Place]] = {}
    for place in places.order_by("appointment__starts_at", "appointment_id", "id"):
        found.setdefault(place.booking_id, []).append(place)
    return [Visit(parts[0].booking, parts) for parts in found.values()]


def decisions(business: Business, *, now: dt.datetime) -> Decisions:
    """This will give the requests of guests for a time to come, the oldest first, and what lately reached nobody.

    In at most four queries, whatever their number. Keys are sorted here: asked to sort, a database walks a long index
    of all that ever was instead of a short one of what waits.
    """
    ahead = Place.objects.filter(booking=OuterRef("pk"), live=True, appointment__starts_at__gt=now)
    pending = Booking.objects.visible().filter(Exists(ahead), business=business, status=Status.PENDING).order_by()
    failed = Delivery.objects.filter(
        business=business, status=Delivery.Status.GIVEN_UP, due_at__gte=now - RECENT
    ).exclude(kind=TRIAL)
    oldest = [key for _, key in sorted(pending.values_list("created_at", "pk"))]
    latest = [key for _, key in sorted(failed.order_by().values_list("due_at", "pk"), reverse=True)]
    shown = _whole(oldest[:SHOWN_PENDING])
    undelivered = Delivery.objects.select_related("booking", "endpoint").in_bulk(latest[:SHOWN_FAILED])
    return Decisions(
        pending=[shown[key] for key in oldest[:SHOWN_PENDING]],
        pending_count=len(oldest),
        failed=[undelivered[key] for key in latest[:SHOWN_FAILED]],
        failed_count=len(latest),
    )


def _whole(keys: Sequence[int]) -> dict[int, Booking]:
    """A few bookings with all that is shown of them, by id, in one query."""
    found: dict[int, list[Place]] = {}
    places = Place.objects.filter(booking__in=keys).select_related(*WHOLE).order_by("position", "pk") if keys else ()
    for place in places:
        found.setdefault(place.booking_id, []).append(place)
    bookings = {key: parts[0].booking for key, parts in found.items()}
    for key, parts in found.items():
        for part in parts:
            part.booking = bookings[key]
        bookings[key].take_places(parts)
    return bookings


def requests_to_decide() -> list[ApiAccessRequest]:
    """This will give what every business asked of the platform and has no answer to yet, the oldest first."""
    found = ApiAccessRequest.objects.filter(status=ApiAccessRequest.Status.PENDING)
    return list(found.select_related("business").order_by("created_at", "id")[:SHOWN_REQUESTS])


def requests_of(business: Business, *, now: dt.datetime) -> list[ApiAccessRequest]:
    """This will give what one business asked of the platform: all that waits, and what was answered lately."""
    waits = Q(status=ApiAccessRequest.Status.PENDING) | Q(decided_at__gte=now - RECENT)
    return list(ApiAccessRequest.objects.filter(waits, business=business).order_by("-created_at")[:SHOWN_REQUESTS])


def idle_keys(business: Business, *, now: dt.datetime) -> list[ApiKey]:
    """This will give the keys that still open the business and that nobody has used for 90 days, the oldest first."""
    return list(ApiKey.objects.filter(business=business).live(now).idle(now).order_by("created_at", "id")[:SHOWN_KEYS])


def has_bookings(business: Business) -> bool:
    """This will tell whether anybody has ever booked."""
    return Booking.objects.visible().filter(business=business).order_by().exists()

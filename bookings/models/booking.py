"""What one customer ordered, and its part in appointments."""

import datetime as dt
import secrets
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from bookings.availability import Interval
from bookings.models.appointment import Appointment
from businesses.models.fields import Price
from businesses.models.tenant import TenantModel

if TYPE_CHECKING:
    from businesses.models import Location, Service, StaffMember


WHOLE = (
    *("booking__business", "booking__customer", "booking__series"),
    *("appointment__service", "appointment__staff", "appointment__location", "appointment__resource"),
)


def new_code() -> str:
    """This will give twelve upper-case hexadecimal digits; the dialects put their own prefix before them."""
    return secrets.token_hex(6).upper()


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings, narrowed by adjectives."""

    def visible(self) -> "BookingQuerySet":
        """This will leave out holds, expired ones and erased ones: they are in no list and are not found by id."""
        return self.exclude(status__in=[Booking.Status.HELD, Booking.Status.EXPIRED]).filter(erased_at__isnull=True)

    def expired_holds(self, now: dt.datetime) -> "BookingQuerySet":
        """This will keep the holds whose time is over and which nobody has tidied yet."""
        return self.filter(status=Booking.Status.HELD, hold_expires_at__lte=now)

    def with_details(self) -> "BookingQuerySet":
        """This will load what every answer about a booking shows, in two queries for any number of them."""
        places = Place.objects.select_related(
            "appointment__service", "appointment__staff", "appointment__location", "appointment__resource"
        )
        return self.select_related("business", "customer", "series").prefetch_related(
            models.Prefetch("places", queryset=places)
        )

    def whole(self) -> "Booking | None":
        """This will give one of these with all that `with_details` loads, in one query; None: there is none."""
        one = self.order_by().values("pk")[:1]  # a scalar: of a set, PostgreSQL would join all bookings first
        rows = Place.objects.filter(booking=one).order_by("position", "pk")
        places = list(rows.select_related(*WHOLE))
        if not places:
            return None
        booking = places[0].booking
        for place in places:
            place.booking = booking
        booking.take_places(places)
        return booking


class Booking(TenantModel):
    """What one customer ordered. Status lives here only; what was typed and agreed is the booking's own.

    The agreed service, length and price of each part stand on its places; the properties below speak of the first.
    """

    class Status(models.TextChoices):
        """held → pending | confirmed | expired; pending ⇄ confirmed; confirmed ⇄ completed, no_show; → cancelled."""

        HELD = "held"
        PENDING = "pending"
        CONFIRMED = "confirmed"
        COMPLETED = "completed"
        NO_SHOW = "no_show"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    OPEN = (Status.PENDING, Status.CONFIRMED)  # asked for or agreed, and nobody has said yet what became of it
    OCCUPYING = (Status.HELD, Status.PENDING, Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)

    code = models.CharField(max_length=12, default=new_code, editable=False)
    customer = models.ForeignKey(
        "businesses.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    series = models.ForeignKey(
        "bookings.Series", null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    series_index = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 is the first occurrence")
    series_starts_at = models.DateTimeField(null=True, blank=True, help_text="When it started as it was booked")
    api_key = models.ForeignKey(
        "businesses.ApiKey", null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings"
    )
    status = models.CharField(max_length=10, choices=Status)
    source = models.CharField(max_length=20, help_text="Who took it: a dialect's name, wizard or dashboard")
    came_from = models.CharField(
        max_length=20, blank=True, help_text="Where the link stood that led its guest to the booking page"
    )
    any_staff = models.BooleanField(default=False, help_text="What the first part's any_staff was when it was booked")
    arrived = models.BooleanField(default=False)

    guest_name = models.CharField(max_length=200, blank=True)
    guest_email = models.EmailField(blank=True)
    guest_phone = models.CharField(max_length=50, blank=True)
    guest_language = models.CharField(max_length=10, blank=True)
    guest_timezone = models.CharField(max_length=64, blank=True)
    customer_notes = models.TextField(blank=True)
    answers = models.JSONField(
        default=list, blank=True, help_text="To the services' questions, with their words; of a tick, when it was set"
    )
    staff_notes = models.TextField(blank=True, help_text="Never shown to a guest")
    cancel_reason = models.TextField(blank=True)
    currency = models.CharField(max_length=3)
    partner_facts = models.JSONField(
        default=dict, blank=True, editable=False, help_text="By dialect: what a partner says and nobody else reads"
    )

    hold_expires_at = models.DateTimeField(null=True, blank=True)
    hold_extensions = models.PositiveSmallIntegerField(default=0)
    token_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of what proves its guest: the hold's token, or the form's"
    )
    kept_by = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Keyed hash of who holds it, or asks for it; else nothing"
    )
    pending_expires_at = models.DateTimeField(null=True, blank=True)
    link_version = models.PositiveIntegerField(default=1, editable=False, help_text="Raised to revoke every guest link")
    sequence = models.PositiveIntegerField(default=0, editable=False, help_text="How many events it has had")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "code"], name="booking_code"),
            models.UniqueConstraint(
                fields=["business", "token_hash"],
                condition=~Q(token_hash="") & ~Q(status="expired"),
                name="booking_once",
            ),
            models.UniqueConstraint(
                fields=["business", "series", "series_index"],
                condition=Q(series__isnull=False),
                name="booking_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_index__isnull=True, series_starts_at__isnull=True)
                | Q(series__isnull=False, series_index__isnull=False, series_starts_at__isnull=False),
                name="booking_of_series",
            ),
            models.CheckConstraint(
                condition=~Q(status="held") | Q(hold_expires_at__isnull=False), name="booking_hold_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["business", "created_at", "id"], name="booking_by_creation"),
            models.Index(fields=["business", "customer"], name="booking_by_customer"),
            models.Index(fields=["business", "hold_expires_at"], condition=Q(status="held"), name="booking_held"),
            models.Index(
                fields=["business", "pending_expires_at"], condition=Q(status="pending"), name="booking_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.guest_name}".strip()

    def take_places(self, places: "list[Place]") -> None:
        """This will keep its parts with the booking, so that nobody reads them again."""
        known = Place.objects.filter(booking=self)
        known._result_cache = places
        known._prefetch_done = True  # type: ignore[attr-defined]  # as prefetch_related leaves it
        self._prefetched_objects_cache = {"places": known}

    @property
    def first_place(self) -> "Place":
        """The first part that still stands, else (all gone) the first part."""
        places = sorted(self.places.all(), key=lambda place: (not place.live, place.position))
        return places[0]

    def place_of(self, service: "Service") -> "Place":
        """This will give the part that is of a service, else the first part."""
        places = (place for place in self.places.all() if place.live and place.appointment.service_id == service.pk)
        return next(places, self.first_place)

    @property
    def parts(self) -> "list[Place]":
        """Its parts that still stand, in order; where all are gone, all of them."""
        stand = self.first_place.live
        return sorted((place for place in self.places.all() if place.live == stand), key=lambda place: place.position)

    @property
    def appointment(self) -> Appointment:
        """The appointment of the first part."""
        return self.first_place.appointment

    @property
    def starts_at(self) -> dt.datetime:
        """When the first part starts, in UTC."""
        return self.appointment.starts_at

    @property
    def ends_at(self) -> dt.datetime:
        """When the last part ends, in UTC."""
        return max(place.appointment.ends_at for place in self.parts)

    @property
    def service(self) -> "Service":
        """The service of the first part, as it is today; `service_name` is what was agreed."""
        return self.appointment.service

    @property
    def service_name(self) -> str:
        """What the first part's service was called when it was booked."""
        return self.first_place.service_name

    @property
    def service_names(self) -> str:
        """What the services of all parts were called then: "Cut + Colour"."""
        return " + ".join(place.service_name for place in self.parts)

    @property
    def staff(self) -> "StaffMember":
        """The person of the first part."""
        return self.appointment.staff

    @property
    def location(self) -> "Location":
        """The place of the first part."""
        return self.appointment.location

    @property
    def price(self) -> Decimal | None:
        """The agreed price of the first part for one person; None: on request."""
        return self.first_place.price

    @property
    def duration_minutes(self) -> int:
        """The whole span in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def waiting_minutes(self) -> int:
        """For how many of these minutes the service only waits."""
        return sum(place.appointment.waiting_minutes for place in self.parts)

    @property
    def party_size(self) -> int:
        """How many people come."""
        return self.first_place.party_size


class Place(TenantModel):
    """A booking's part in an appointment, with what was agreed for it; `price` is for one person."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="places")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="taken_places")
    position = models.PositiveSmallIntegerField(default=0)
    party_size = models.PositiveIntegerField(default=1)
    service_name = models.CharField(max_length=200)
    duration_minutes = models.PositiveIntegerField()
    price = Price()
    any_staff = models.BooleanField(default=False, help_text="The guest left the choice of person to the house")
    live = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "booking", "position"], name="place_position"),
            models.CheckConstraint(condition=Q(party_size__gte=1), name="place_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.party_size} × {self.service_name}"

    @property
    def pattern(self) -> tuple[Interval, ...]:
        """When the person is free while it goes on, as agreed, counted from the start."""
        whole = self.appointment.ends_at - self.appointment.starts_at
        as_agreed = whole.total_seconds() == 60 * self.duration_minutes  # else it joined a group of another length
        return self.appointment.pattern if as_agreed else ()

"""One service delivered at one time."""

import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from bookings.availability import Interval
from bookings.models.minute_ranges import MinuteRanges
from bookings.models.no_overlap import LONGEST_MINUTES, NoOverlap
from businesses import online
from businesses.models.tenant import TenantModel


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments, narrowed by adjectives."""

    def live(self) -> "AppointmentQuerySet":
        """This will keep those that occupy time."""
        return self.filter(live=True)

    def overlapping(self, start: int, end: int) -> "AppointmentQuerySet":
        """This will keep those whose busy time touches [start, end), UTC minutes, by one bounded index range."""
        return self.filter(busy_from__lt=end, busy_from__gt=start - LONGEST_MINUTES, busy_until__gt=start)


class Appointment(TenantModel):
    """A staff member (and perhaps a resource) at work from `starts_at` to `ends_at`.

    It has no status: it is live or not. As a rule it ends with its last place; one that the house `planned` lives with
    nobody in it, until it is called off. And `live` is the one condition of the fences, the hot indexes and the busy
    queries. `busy_from` and `busy_until` are the time with both buffers in UTC minutes since 1970, `waits` those times
    in it in which the staff member is free for others, and the resource is not; `places` is what the service's capacity
    was when it was opened.
    """

    service = models.ForeignKey("businesses.Service", on_delete=models.PROTECT, related_name="appointments")
    staff = models.ForeignKey("businesses.StaffMember", on_delete=models.PROTECT, related_name="appointments")
    resource = models.ForeignKey(
        "businesses.Resource", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    location = models.ForeignKey("businesses.Location", on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    listed_on = models.DateField(help_text="The local date whose period it starts in: after midnight, the day before")
    busy_from = models.IntegerField()
    busy_until = models.IntegerField()
    waits = MinuteRanges(null=True, blank=True, editable=False)
    live = models.BooleanField(default=True)
    places = models.PositiveIntegerField(default=1)
    places_taken = models.PositiveIntegerField(default=0)
    hold_until = models.BigIntegerField(
        null=True, blank=True, help_text="UTC seconds; set while nothing but holds keeps it live: the last of them"
    )
    planned = models.BooleanField(
        default=False,
        editable=False,
        help_text="A shared one that the house opened: it does not end with its last guest",
    )
    online_part = models.CharField(
        max_length=32,
        blank=True,
        default=online.new_part,
        editable=False,
        help_text="The random part of its address where it is online: as long as it lives, for all who are in it",
    )
    few_told_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the owners were told that too few come"
    )
    few_accepted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When they said that it will be all the same"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        ordering = ["starts_at", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            NoOverlap(name="appointment_staff_free", owner="staff", beside="waits"),
            NoOverlap(name="appointment_resource_free", owner="resource"),
            models.CheckConstraint(
                condition=Q(places_taken__gte=0, places_taken__lte=F("places")), name="appointment_not_overfull"
            ),
            models.CheckConstraint(condition=Q(live=True) | Q(places_taken=0), name="appointment_dead_is_empty"),
            models.CheckConstraint(
                condition=Q(live=False) | Q(planned=True) | Q(places_taken__gt=0), name="appointment_empty_is_dead"
            ),
            models.CheckConstraint(
                condition=Q(busy_from__lt=F("busy_until"), busy_until__lte=F("busy_from") + LONGEST_MINUTES),
                name="appointment_length",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_in_order"),
        ]
        indexes = [
            models.Index(
                fields=["business", "staff", "busy_from"],
                include=["busy_until", "hold_until"],
                condition=Q(live=True),
                name="appointment_busy_staff",
            ),
            models.Index(
                fields=["business", "resource", "busy_from"],
                include=["busy_until", "hold_until"],
                condition=Q(live=True, resource__isnull=False),
                name="appointment_busy_resource",
            ),
            models.Index(fields=["business", "starts_at"], name="appointment_by_start"),
            models.Index(fields=["starts_at"], condition=Q(live=True, places__gt=1), name="appointment_groups"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.starts_at:%Y-%m-%d %H:%M} UTC"

    def set_time(
        self,
        starts_at: dt.datetime,
        *,
        minutes: int,
        buffers: tuple[int, int],
        listed_on: dt.date,
        waits: Iterable[Interval] = (),
    ) -> None:
        """This will set start, end, date, busy minutes and waits together; nobody else writes any of them.

        `waits` are counted from the start.
        """
        begin = to_minute(starts_at)
        self.listed_on = listed_on
        self.starts_at = starts_at
        self.ends_at = starts_at + dt.timedelta(minutes=minutes)
        self.busy_from = begin - buffers[0]
        self.busy_until = to_minute(self.ends_at) + buffers[1]
        self.waits = tuple(wait.later(begin) for wait in waits) or None

    @property
    def is_online(self) -> bool:
        """Whether it is held by video."""
        return bool(self.service.online)

    @property
    def online_address(self) -> str:
        """Where it is held by video: at the address of its person if they have one; "" where it is at the location."""
        return online.address(self.staff.online or self.service.online, self.online_part) if self.is_online else ""

    @property
    def work(self) -> tuple[Interval, ...]:
        """What of its busy time is taken of the staff member."""
        return Interval(self.busy_from, self.busy_until).without(self.waits or ())

    @property
    def pattern(self) -> tuple[Interval, ...]:
        """The waits as they were agreed, counted from the start."""
        return tuple(wait.later(-to_minute(self.starts_at)) for wait in self.waits or ())

    @property
    def waiting_minutes(self) -> int:
        """For how much of its time the staff member is free for others."""
        return sum(wait.length for wait in self.waits or ())


def to_minute(instant: dt.datetime) -> int:
    """This will give the UTC minute since 1970 of an instant, seconds dropped."""
    return int(instant.timestamp() // 60)

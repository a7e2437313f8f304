"""When people are away: once, or again and again; and the times off that they ask for."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from businesses.models.staff import StaffMember
from businesses.models.tenant import TenantModel

MOST_WEEKS = 52  # between one week of a rule and the next
LONGEST_YEARS = 2  # from the first date of a rule to its last
LONGEST_ABSENCE = dt.timedelta(weeks=1)  # of what repeats: each time of it
MOST_REPEATING = 50  # of one person


class Absence(TenantModel):
    """A time: UTC instants, half open. It may come again, at the same times of the local wall.

    `every_weeks`: it comes again every so many weeks (from Monday on) on `weekdays`, 0 is Monday, until the local date
    `until` with that date; what begins on one of `excepted_dates` ("2026-12-24") is left out.
    """

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    every_weeks = models.PositiveSmallIntegerField(
        "weeks from one time to the next",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)],
    )
    weekdays = models.JSONField("on", default=list, blank=True)
    until = models.DateField(null=True, blank=True)
    excepted_dates = models.JSONField("but not on", default=list, blank=True)

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ["starts_at"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="%(class)s_in_order"),
            models.CheckConstraint(
                condition=Q(every_weeks=None, until=None) | Q(every_weeks__gt=0, until__isnull=False),
                name="%(class)s_ends_if_it_repeats",
            ),
        ]

    @property
    def repeats(self) -> bool:
        """Whether it comes again."""
        return self.every_weeks is not None


class TimeOff(Absence):
    """A time in which a person is away."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="time_off")

    class Meta(Absence.Meta):
        verbose_name_plural = "time off"
        indexes = [models.Index(fields=["business", "staff", "ends_at"], name="timeoff_by_staff")]

    def __str__(self) -> str:
        return f"{self.staff} {self.starts_at:%Y-%m-%d %H:%M}"


class TimeOffRequest(Absence):
    """A time off that a person asks for: nobody is away by it. What is granted is a `TimeOff`, and no request any more;
    what is refused stays for whoever asked to read, with the `answer`."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="time_off_requests")
    asked_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta(Absence.Meta):
        verbose_name = "request for time off"
        verbose_name_plural = "requests for time off"
        indexes = [models.Index(fields=["business", "refused_at"], name="timeoffrequest_to_decide")]

    def __str__(self) -> str:
        return f"{self.staff} {self.starts_at:%Y-%m-%d %H:%M}"

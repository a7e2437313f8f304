"""When a business is open: weekly periods in local wall time, and the dates that replace them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from businesses.models.tenant import TenantModel


class Weekday(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class WeeklyPeriod(TenantModel):
    """A period of every such weekday; a close at or before its open is on the next day."""

    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField(help_text="Local wall time")
    closes = models.TimeField(help_text="Local wall time; at or before the opening: on the next day")

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningHours(WeeklyPeriod):
    """A weekly period in which the business is open; several a day make breaks."""

    class Meta(WeeklyPeriod.Meta):
        verbose_name_plural = "opening hours"
        constraints = [
            *WeeklyPeriod.Meta.constraints,
            models.UniqueConstraint(fields=["business", "weekday", "opens"], name="openinghours_once"),
        ]


def validate_periods(periods: object) -> None:
    """This will refuse what is not a list of ["HH:MM", "HH:MM"] pairs."""
    try:
        for opens, closes in periods:  # type: ignore[attr-defined]
            dt.time.fromisoformat(opens)
            dt.time.fromisoformat(closes)
    except (TypeError, ValueError):
        raise ValidationError('Write periods as [["09:00", "12:00"], ["13:00", "18:00"]]; [] is closed.') from None


class SpecialDay(TenantModel):
    """A date with periods of its own, of the business or (with `staff`) of one person; they replace the weekly ones."""

    staff = models.ForeignKey(
        "businesses.StaffMember", null=True, blank=True, on_delete=models.CASCADE, related_name="special_days"
    )
    date = models.DateField()
    periods = models.JSONField(default=list, blank=True, validators=[validate_periods])
    note = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["date"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["business", "date"], condition=Q(staff__isnull=True), name="specialday_of_business_once"
            ),
            models.UniqueConstraint(fields=["business", "staff", "date"], name="specialday_of_staff_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.note}".strip()

"""Weeks of working hours that take turns, or change, from a date on."""

import datetime as dt
import string

from django.core.exceptions import ValidationError
from django.db import models

from businesses.models.staff import StaffMember
from businesses.models.tenant import TenantModel

MOST_WEEKS = 8
Periods = list[tuple[int, dt.time, dt.time]]  # of a week: the weekday (Monday is 0), opening and closing on the wall


def validate_weeks(weeks: object) -> None:
    """This will refuse what is not a list of a few weeks, each a list of [weekday, "HH:MM", "HH:MM"]."""
    try:
        if not isinstance(weeks, list) or len(weeks) > MOST_WEEKS:
            raise ValueError
        for week in weeks:
            for weekday, opens, closes in week:
                range(7).index(weekday)
                dt.time.fromisoformat(opens)
                dt.time.fromisoformat(closes)
    except (TypeError, ValueError):
        example = '[[[0, "09:00", "12:00"], [0, "13:00", "18:00"]], []]'
        raise ValidationError(
            f"Write up to {MOST_WEEKS} weeks as {example}: Monday is 0, and [] is a week off."
        ) from None


class Rota(TenantModel):
    """When a person works from a date on, until their next rota begins, in place of their plain week.

    Several weeks take turns; the first is the one, from Monday on, in which `from_on` lies. Without any week the person
    works whenever the business is open.
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="rotas")
    from_on = models.DateField("from", help_text="The first date on which it holds")
    weeks = models.JSONField(default=list, blank=True, validators=[validate_weeks])

    class Meta(TenantModel.Meta):
        ordering = ["from_on"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "staff", "from_on"], name="rota_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} from {self.from_on}"

    @property
    def periods(self) -> list[Periods]:
        """The periods of each week, in order."""
        return [
            [(weekday, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for weekday, opens, closes in week]
            for week in self.weeks
        ]


def as_weeks(found: list[Periods]) -> list[list[list[object]]]:
    """This will give the periods of weeks as the column has them."""
    return [
        [[weekday, f"{opens:%H:%M}", f"{closes:%H:%M}"] for weekday, opens, closes in sorted(week)] for week in found
    ]


def letter(turn: int) -> str:
    """This will give the letter by which people call a week: A, B …"""
    return string.ascii_uppercase[turn]

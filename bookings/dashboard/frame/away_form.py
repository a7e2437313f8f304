"""A time in which somebody is away, as a form: once, or again and again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from businesses.models import Business, StaffMember, TimeOff, Weekday
from businesses.models.time_off import LONGEST_ABSENCE, LONGEST_YEARS, MOST_REPEATING, Absence

FULL_DAY = dt.timedelta(days=1)
OFTEN = {
    "": "once",
    "1": "every week",
    "2": "every other week",
    "3": "every 3 weeks",
    "4": "every 4 weeks",
}
REASONS = ("Blocked", "Break", "Holiday", "Sick", "Training")


class Date(forms.DateField):
    """A date that somebody may mean: not one of the year 202 or 20026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        in_full = "Write the whole year, such as 2026."
        bounds = [MinValueValidator(dt.date(2000, 1, 1), in_full), MaxValueValidator(dt.date(2199, 12, 31), in_full)]
        super().__init__(validators=bounds, **kwargs)


class Clock(forms.TimeField):
    """A time of the wall, or nothing."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class AwayForm(forms.Form):
    """A time in which somebody is away, on the wall of the business; what comes twice counts both times.

    `moves` are days to add to the dates that are typed: of all that a rule gives one date is shown, and its first is
    another.
    """

    staff = forms.ModelChoiceField(StaffMember.objects.none(), label="Who", empty_label=None)
    first = Date(label="From")
    begins = Clock(label="at", help_text="Empty: the whole day")
    last = Date(label="To", required=False, help_text="Empty: the same day")
    ends = Clock(label="at", help_text="Empty: the whole day")
    reason = forms.CharField(
        max_length=200,
        required=False,
        help_text="For the house; no guest sees it",
        widget=forms.TextInput(attrs={"list": "reasons"}),
    )
    repeats = forms.ChoiceField(choices=list(OFTEN.items()), required=False, label="How often")
    weekdays = forms.MultipleChoiceField(
        choices=[(str(day.value), day.label) for day in Weekday], required=False, label="On"
    )
    until = Date(label="Until, with that day", required=False)

    def __init__(
        self, *args: Any, here: Business, people: Sequence[StaffMember], row: TimeOff | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.here, self.zone, self.row = here, here.zone, row
        self.moves = dt.timedelta()
        known = StaffMember.objects.filter(business=here, pk__in=[each.pk for each in people])
        self.fields["staff"].queryset = known  # type: ignore[attr-defined]
        weeks = str(row.every_weeks) if row and row.every_weeks else ""
        if weeks not in OFTEN:
            self.fields["repeats"].choices = [*OFTEN.items(), (weeks, f"every {weeks} weeks")]  # type: ignore[attr-defined]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is often the reason."""
        return REASONS

    def clean(self) -> dict[str, Any]:
        """This will give `columns`, those of an `Absence`."""
        found = super().clean() or {}
        if self.errors:
            return found
        first, last = found["first"] + self.moves, (found.get("last") or found["first"]) + self.moves
        rule = self._rule(found, first) if found["repeats"] else {"every_weeks": None, "weekdays": [], "until": None}
        if rule["weekdays"]:  # the first date is the first of these days
            ahead = min((day - first.weekday()) % 7 for day in rule["weekdays"]) * FULL_DAY
            first, last = first + ahead, last + ahead
        starts_at, ends_at = self._between(first, found.get("begins"), last, found.get("ends"))
        if ends_at <= starts_at:
            self.add_error("last", "The end must be after the beginning.")
        elif rule["every_weeks"] and ends_at - starts_at > LONGEST_ABSENCE:
            self.add_error("last", "What repeats is at most a week long each time.")
        if rule["until"] and rule["until"] < first:
            self.add_error("until", "That is before its first date.")
        found["columns"] = rule | {"starts_at": starts_at, "ends_at": ends_at, "reason": found["reason"]}
        return found

    def new(self, model: type[Absence], **more: Any) -> Any:
        """This will give a row that is not saved yet."""
        whose = {"business": self.here, "staff": self.cleaned_data["staff"]}
        return model(**whose, **self.cleaned_data["columns"], **more)

    def _rule(self, found: dict[str, Any], first: dt.date) -> dict[str, Any]:
        every, days = int(found["repeats"]), sorted(map(int, found["weekdays"])) or [first.weekday()]
        until, longest = found.get("until"), first + relativedelta(years=LONGEST_YEARS)
        if until is None:
            self.add_error("until", "Write until when it repeats.")
        elif until > longest:
            self.add_error("until", f"That is too long: at most {LONGEST_YEARS} years.")
        others = TimeOff.objects.filter(business=self.here, staff=found["staff"], every_weeks__isnull=False)
        if others.exclude(pk=self.row and self.row.pk).count() >= MOST_REPEATING:
            self.add_error("repeats", f"{found['staff'].name} has {MOST_REPEATING} that repeat already.")
        return {"every_weeks": every, "weekdays": days, "until": until}

    def _between(
        self, first: dt.date, begins: dt.time | None, last: dt.date, ends: dt.time | None
    ) -> tuple[dt.datetime, dt.datetime]:
        begin = dt.datetime.combine(first, begins or dt.time(), self.zone)
        end = dt.datetime.combine(last if ends else last + FULL_DAY, ends or dt.time(), self.zone)
        return begin.astimezone(dt.UTC), max(end.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))


def initial(row: Absence, on: dt.date, starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
    """This will give what the form shows of one time of a time off, which begins on a local date."""
    zone = row.business.zone
    first, end = (each.astimezone(zone).replace(tzinfo=None) for each in (starts_at, ends_at))
    whole = first.time() == end.time() == dt.time()
    return {
        "staff": row.staff_id,  # type: ignore[attr-defined]
        "first": on,
        "begins": None if whole else first.time(),
        "last": (end - FULL_DAY if whole else end).date(),
        "ends": None if whole else end.time(),
        "reason": row.reason,
        "repeats": str(row.every_weeks or ""),
        "weekdays": list(map(str, row.weekdays)),
        "until": row.until or on + relativedelta(years=1),
    }

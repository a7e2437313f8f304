"""What a report is asked about, as the address says it: `?first=2026-11-01&last=2026-11-30&by=staff`."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest

from bookings import queries
from bookings.dashboard.frame.reach import reach_of
from bookings.queries import Against, Dates, Grain
from businesses.models import Business, Service, StaffMember

Row = TypeVar("Row", Service, StaffMember)
ONE_DAY = dt.timedelta(days=1)
USUAL_DAYS = 30
EARLIEST = dt.date(2000, 1, 1)
FARTHEST_DAYS = 3 * 366  # after today
MOST_DAYS = 3 * 366
DAYS_AT_MOST, WEEKS_AT_MOST = 92, 2 * 366  # dates that are shown in days, in weeks
DAYS_UNASKED, WEEKS_UNASKED = 31, 184
BY = (("period", "Period"), ("staff", "Person"), ("service", "Service"))
PIECES = ((Grain.DAY, "Days"), (Grain.WEEK, "Weeks"), (Grain.MONTH, "Months"))
NO_DATE = {"invalid": "Write each date as 2026-11-24."}
NO_CHOICE = {"invalid_choice": "Reports do not have what the address asks for."}
AGAINST = ((Against.BEFORE, "The time before"), (Against.YEAR, "A year before"))


class AskedForm(forms.Form):
    """The dates, the length of a piece, whom and what it is about; whatever is left out has its usual value."""

    first = forms.DateField(required=False, error_messages=NO_DATE)
    last = forms.DateField(required=False, error_messages=NO_DATE)
    by = forms.ChoiceField(required=False, choices=BY, error_messages=NO_CHOICE)
    grain = forms.ChoiceField(required=False, choices=PIECES, error_messages=NO_CHOICE)
    against = forms.ChoiceField(required=False, choices=AGAINST, error_messages=NO_CHOICE)
    staff = forms.CharField(required=False)
    service = forms.CharField(required=False)

    def __init__(self, sent: Any, today: dt.date) -> None:
        super().__init__(sent)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """This will see that the dates are in order, and no more than a statement can add up while somebody waits."""
        found = super().clean() or self.cleaned_data
        last = found.get("last") or self.today
        first = found.get("first") or last - (USUAL_DAYS - 1) * ONE_DAY
        if "first" in self.errors or "last" in self.errors:
            return found
        if not first >= EARLIEST or last > self.today + FARTHEST_DAYS * ONE_DAY:
            self.add_error("first", "Choose dates from the year 2000 on, and at most three years ahead.")
        elif first > last:
            self.add_error("first", "The first date comes after the last one.")
        elif (last - first).days >= MOST_DAYS:
            self.add_error("first", "Choose at most three years.")
        return found


class Asking(NamedTuple):
    """What is asked, what was wrong with it, and the form's own values to be shown again."""

    scope: queries.Scope
    errors: list[str]
    note: str
    people: list[StaffMember]
    services: list[Service]

    @property
    def names(self) -> dict[int, str]:
        """What people, or services, are called whom the lines are of."""
        rows: list[Any] = self.people if self.scope.by == "staff" else self.services
        return {row.pk: row.name for row in rows}

    def link(self, **other: str) -> str:
        """This will give the query of the same report with something else about it."""
        scope = self.scope
        values = {
            "first": scope.dates.first.isoformat(),
            "last": scope.dates.last.isoformat(),
            "by": scope.by,
            "grain": scope.grain.value,
            "against": scope.against.value,
            **{name: str(key) for name, key in scope.narrowing.items()},
        }
        return urlencode({**values, **other})

    def link_of(self, dates: Dates) -> str:
        """This will give the query of the same report of other dates, in the pieces that suit them."""
        return self.link(first=dates.first.isoformat(), last=dates.last.isoformat(), grain="")


def asking(request: HttpRequest, here: Business, today: dt.date) -> Asking:
    """This will read the address. What is wrong there is said, and has its usual value."""
    reach, form = reach_of(request), AskedForm(request.GET, today)
    people = list(reach.rows(StaffMember.objects.order_by("position", "pk")))
    services = list(reach.rows(Service.objects.order_by("position", "pk")))
    errors = [text for texts in form.errors.values() for text in texts]
    found = {} if errors else form.cleaned_data
    last = found.get("last") or today
    dates = Dates(found.get("first") or last - (USUAL_DAYS - 1) * ONE_DAY, last)
    grain, note = _grain(found.get("grain") or "", dates)
    scope = queries.Scope(
        business=here,
        dates=dates,
        against=Against(found.get("against") or Against.BEFORE),
        by=found.get("by") or "period",
        grain=grain,
        staff=_one(people, found.get("staff")),
        service=_one(services, found.get("service")),
    )
    return Asking(scope, errors, note, people, services)


def _one(rows: Sequence[Row], key: str | None) -> Row | None:
    return next((row for row in rows if str(row.pk) == key), None)


def _grain(wanted: str, dates: Dates) -> tuple[Grain, str]:
    """The pieces that are wanted, or that suit the dates; coarser ones, and words of it, where there were too many."""
    if not wanted:
        short = dates.days <= DAYS_UNASKED
        return (Grain.DAY if short else Grain.WEEK if dates.days <= WEEKS_UNASKED else Grain.MONTH), ""
    if wanted != Grain.MONTH and dates.days > WEEKS_AT_MOST:
        return Grain.MONTH, "More than two years are shown in months."
    if wanted == Grain.DAY and dates.days > DAYS_AT_MOST:
        return Grain.WEEK, "More than three months are shown in weeks or months."
    return Grain(wanted), ""


def spans(today: dt.date) -> list[tuple[str, Dates]]:
    """This will give the dates that are asked for most, with their names."""
    month = today.replace(day=1)
    last_month = (month - ONE_DAY).replace(day=1)
    year_ago = Dates(today, today).before(Against.YEAR).first + ONE_DAY
    return [
        ("Last 7 days", Dates(today - 6 * ONE_DAY, today)),
        ("Last 30 days", Dates(today - 29 * ONE_DAY, today)),
        ("This month", Dates(month, today)),
        ("Last month", Dates(last_month, month - ONE_DAY)),
        ("This year", Dates(today.replace(month=1, day=1), today)),
        ("Last 12 months", Dates(year_ago, today)),
    ]

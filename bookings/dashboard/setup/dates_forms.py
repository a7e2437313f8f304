"""Dates that differ from the week, as a form."""

import datetime as dt
import itertools
from typing import Any

from django import forms

from bookings.dashboard.frame.away_form import FULL_DAY, Clock, Date
from businesses.models import Business, SpecialDay, StaffMember

LONGEST_RANGE_DAYS = 366
PERIODS = 2  # of a date, unless it has more already
Pair = tuple[dt.time | None, dt.time | None]


class DatesForm(forms.Form):
    """Dates that differ from the week, for everybody or for one person; `row` is the one that is changed."""

    staff = forms.ModelChoiceField(
        StaffMember.objects.none(), label="For", required=False, empty_label="The whole business"
    )
    first = Date(label="Date")
    last = Date(label="… to", required=False, help_text="Empty: this one date only")
    closed = forms.BooleanField(label="Closed all day", required=False)
    note = forms.CharField(max_length=200, required=False, help_text="Such as Christmas, or: trade fair")

    def __init__(
        self,
        *args: Any,
        here: Business,
        today: dt.date,
        row: SpecialDay | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=_initial(row) if row else initial, **kwargs)
        self.today = today
        self.fields["staff"].queryset = StaffMember.objects.filter(business=here)  # type: ignore[attr-defined]
        self.numbers = range(1, max(PERIODS, len(row.periods) if row else 0) + 1)
        for number in self.numbers:
            self.fields[f"opens_{number}"] = Clock(label="and from" if number > 1 else "Open from")
            self.fields[f"closes_{number}"] = Clock(label="to")

    @property
    def periods(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields, each a line of the page."""
        return [(self[f"opens_{number}"], self[f"closes_{number}"]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        """This will give `dates` and `periods`, as they are kept."""
        found = super().clean() or {}
        found["dates"] = self._dates(found.get("first"), found.get("last"))
        found["periods"] = [] if found.get("closed") else self._periods(found)
        return found

    def _dates(self, first: dt.date | None, last: dt.date | None) -> list[dt.date]:
        if first is None or "last" in self.errors:
            return []
        days = ((last or first) - first).days + 1
        if not 0 < days <= LONGEST_RANGE_DAYS:
            self.add_error("last", f"Choose a date from {first} on, within a year.")
            return []
        if (last or first) < self.today:
            self.add_error("last" if last else "first", "That is over. Choose today or a later date.")
        return [first + dt.timedelta(days=number) for number in range(days)]

    def _periods(self, found: dict[str, Any]) -> list[list[str]]:
        given = [(n, found.get(f"opens_{n}"), found.get(f"closes_{n}")) for n in self.numbers]
        given = [each for each in given if any(time is not None for time in each[1:])]
        if not given and not self.errors:
            self.add_error("opens_1", "Write when it is open, or tick “Closed all day”.")
        for number, opens, closes in given:
            for name, time in ((f"opens_{number}", opens), (f"closes_{number}", closes)):
                if time is None and name not in self.errors:
                    self.add_error(name, "Write both, opening and closing.")
        if self.errors:
            return []
        for (_, *earlier), (number, *later) in itertools.pairwise(given):
            if _span(*later)[0] < _span(*earlier)[1]:
                self.add_error(f"opens_{number}", "This period must begin after the one before has ended.")
        return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for _, opens, closes in given]


def _initial(row: SpecialDay) -> dict[str, Any]:
    """What the form of a date shows."""
    shown = {"staff": row.staff_id, "first": row.date, "closed": not row.periods, "note": row.note}
    for number, (opens, closes) in enumerate(row.periods, 1):
        shown[f"opens_{number}"], shown[f"closes_{number}"] = opens, closes
    return shown


def _span(opens: dt.time, closes: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """A period; a close at or before its open is on the next day."""
    day = dt.date(2000, 1, 1)
    first, last = dt.datetime.combine(day, opens), dt.datetime.combine(day, closes)
    return first, last if last > first else last + FULL_DAY

"""A booking that repeats: how one says so, and what each date would come to."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict

from bookings import errors, operations
from bookings.dashboard.frame import words
from bookings.models import Booking, Series
from bookings.recurrence import WEEKDAYS, Frequency, Recurrence
from businesses.models import Business

ONCE = ""
OFTEN = {
    ONCE: "Only once",
    Frequency.DAILY: "Every day",
    Frequency.WEEKLY: "Every week",
    Frequency.MONTHLY: "Every month",
    Frequency.YEARLY: "Every year",
}
UNITS = {
    Frequency.DAILY: ("day", "days"),
    Frequency.WEEKLY: ("week", "weeks"),
    Frequency.MONTHLY: ("month", "months"),
    Frequency.YEARLY: ("year", "years"),
}
DAYS = dict(zip(WEEKDAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


class Repeats(forms.Form):
    """How often a booking comes again, and until when."""

    repeats = forms.ChoiceField(label="Repeats", choices=list(OFTEN.items()), required=False)
    interval = forms.IntegerField(label="Every so many", min_value=1, max_value=1000, required=False)
    weekdays = forms.MultipleChoiceField(label="On", choices=list(DAYS.items()), required=False)
    until = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}), required=False)

    def clean(self) -> dict[str, object]:
        """This will see that what repeats has an end that comes after its beginning."""
        found = super().clean() or {}
        until, day = found.get("until"), found.get("day")
        if found.get("repeats") and "until" not in self.errors:
            if not until:
                self.add_error("until", "Write until when it repeats.")
            elif isinstance(day, dt.date) and isinstance(until, dt.date) and until < day:
                self.add_error("until", "The end comes before the first date.")
        return found

    def recurrence(self) -> Recurrence | None:
        """This will give the rule of a valid form; None: the booking is for once."""
        data = self.cleaned_data
        if not data["repeats"]:
            return None
        weekdays = data["weekdays"] if data["repeats"] == Frequency.WEEKLY else ()
        return Recurrence(data["repeats"], data["interval"] or 1, weekdays, until=data["until"])


class Date(NamedTuple):
    """A date of a series in words: when, what it was before if it moves, and what keeps it from there."""

    when: str
    was: str
    refusal: str
    href_key: int | None = None


def dates(found: Iterable[operations.Ahead], business: Business) -> list[Date]:
    """This will put what each start would come to into words."""
    return [
        Date(
            local(each.starts_at, business),
            local(each.booking.starts_at, business) if each.booking else "",
            words.refusal(each.refusal) if each.refusal else "",
            each.booking.pk if each.booking else None,
        )
        for each in found
    ]


def taken(error: errors.Refused, business: Business) -> list[Date]:
    """This will give the dates that keep a series from being had; none: something else does."""
    if not isinstance(error, errors.SeriesTaken):
        return []
    return [Date(local(each.starts_at, business), "", words.refusal(each)) for each in error.refusals]


def local(instant: dt.datetime, business: Business) -> str:
    """This will write an instant as the wall of the business shows it."""
    return words.moment(instant.astimezone(business.zone))


def typed_weekdays(data: Mapping[str, Any]) -> list[str]:
    """This will give the weekdays that are ticked so far."""
    return data.getlist("weekdays") if isinstance(data, QueryDict) else list(data.get("weekdays", ()))


def rule_of(series: Series, business: Business) -> str:
    """This will say how often a series comes: every 2 weeks on Mon, Thu, until Mon 1 Mar 2027."""
    rule = series.recurrence
    one, many = UNITS[Frequency(rule.frequency)]
    said = f"every {one}" if rule.interval == 1 else f"every {rule.interval} {many}"
    if rule.weekdays:
        said += f" on {', '.join(DAYS[day] for day in rule.weekdays)}"
    if isinstance(rule.until, dt.datetime):
        last = rule.until.astimezone(business.zone)
        said += f", until {words.dated(last.date())}"
    return said


def which(booking: Booking) -> str:
    """This will say which of its series a booking is, and how often that comes; empty: it is of none."""
    if booking.series is None or booking.series_index is None:
        return ""
    number, series = booking.series_index + 1, booking.series
    return f"{number} of {series.occurrences}, {rule_of(series, booking.business)}"

"""Times as one types and picks them in the dashboard: a local date and a wall time, and which of a date are free."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from bookings import errors, queries
from businesses.models import Business, Service


class Pick(NamedTuple):
    """A free start: the date and wall time that fill the fields, and how many places are left of a group."""

    day: str
    time: str
    places_left: int


class WhenForm(forms.Form):
    """A date and a time, as they are on the wall of the business."""

    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone: ZoneInfo

    def clean(self) -> dict[str, object]:
        """This will make `starts_at`, an instant in UTC, of the two."""
        found = super().clean() or {}
        if found.get("day") and found.get("time"):
            try:
                found["starts_at"] = instant(found["day"], found["time"], self.zone)
            except (ValidationError, OverflowError):
                self.add_error("time", "There is no such time on that day: the clocks go forward.")
        return found


def instant(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """This will give the instant, in UTC, of a wall time; of one that occurs twice the first."""
    local = dt.datetime.combine(day, time.replace(second=0, microsecond=0), zone)
    found = local.astimezone(dt.UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError("There is no such time on that day.")
    return found


def sent(request: HttpRequest) -> tuple[QueryDict, bool]:
    """This will give what was sent, with a time that was picked in its fields, and whether it only asks to look."""
    data = request.POST.copy()
    if pick := data.get("pick"):
        data["day"], _, data["time"] = pick.partition("T")
    return data, bool(pick) or "look" in data


def chosen(form: forms.Form, name: str, data: Mapping[str, Any]) -> Any:
    """This will give the row that is chosen so far, if it can be; None: none is."""
    key = str(data.get(name, ""))
    rows = form.fields[name].queryset  # type: ignore[attr-defined]
    return rows.filter(pk=int(key[:18])).first() if key.isascii() and key.isdigit() else None


def instead_of(error: errors.Refused, business: Business) -> list[Pick]:
    """This will give the free times near one that somebody else has."""
    times = error.alternatives if isinstance(error, errors.SlotTaken) else []
    return [picked(each, business) for each in times]


def free_on(
    business: Business, service: Service, day: dt.date, *, now: dt.datetime, wanted: queries.Wanted
) -> list[Pick]:
    """This will give the starts of a date that guests are offered, too, and that are free."""
    slots = queries.open_slots(business, service, day=day, now=now, wanted=wanted)
    shared = service.is_group
    return [picked(slot.starts_at, business, slot.places_left if shared else 0) for slot in slots if slot.free]


def picked(starts_at: dt.datetime, business: Business, places_left: int = 0) -> Pick:
    """This will give an instant as what fills the fields."""
    local = starts_at.astimezone(business.zone)
    return Pick(local.date().isoformat(), f"{local:%H:%M}", places_left)


def typed(data: Mapping[str, Any], name: str) -> dt.date | None:
    """This will read a date from a query or a form; None: there is none that can be read."""
    try:
        return dt.date.fromisoformat(str(data.get(name, "")))
    except ValueError:
        return None

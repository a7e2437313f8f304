"""Times as one types and picks them in the dashboard: a local date and a wall time, and which of a date are free."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from bookings import errors, queries
from bookings.dashboard.frame import words
from businesses.models import Business, Service

FARTHEST = dt.timedelta(days=3660)  # from today, to either side


class Pick(NamedTuple):
    """A free start: the date and wall time that fill the fields, and how many places are left of a group.

    `offset` and `name` say which one of two equal wall times it is, such as +01:00 and CET; empty for all others.
    """

    day: str
    time: str
    places_left: int = 0
    offset: str = ""
    name: str = ""

    @property
    def value(self) -> str:
        """What is sent when it is picked: all that there is to know of the instant."""
        return f"{self.day}T{self.time}{self.offset}"

    @property
    def words(self) -> str:
        """What one reads."""
        return f"{words.clock(dt.time.fromisoformat(self.time))} {self.name}".strip()

    @property
    def date(self) -> str:
        """The date as one reads it."""
        return words.dated(dt.date.fromisoformat(self.day))


class WhenForm(forms.Form):
    """A date and a time, as they are on the wall of the business; `offset` chooses when the clock shows it twice."""

    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    offset = forms.CharField(max_length=6, required=False)
    zone: ZoneInfo

    def clean(self) -> dict[str, object]:
        """This will make `starts_at`, an instant in UTC, of the two."""
        found = super().clean() or {}
        if found.get("day") and found.get("time"):
            meant = queries.instants(found["day"], found["time"], self.zone)
            if len(meant) > 1:
                meant = [each for each in meant if offset_of(each, self.zone) == found.get("offset")]
            if meant:
                found["starts_at"] = meant[0]
            elif self.both(self.data):
                self.add_error("time", "The clocks go back in that night, and this time comes twice. Choose which one.")
            else:
                self.add_error("time", "There is no such time on that day: the clocks go forward.")
        return found

    def both(self, data: Mapping[str, Any]) -> list[Pick]:
        """This will give the two instants that a typed date and time may mean; nothing when they mean one, or none."""
        try:
            day, time = (self.fields[name].clean(data.get(name)) for name in ("day", "time"))
        except ValidationError:
            return []
        meant = queries.instants(day, time, self.zone)
        return [picked(each, self.zone) for each in meant] if len(meant) > 1 else []


def offset_of(instant: dt.datetime, zone: ZoneInfo) -> str:
    """This will write how far the clock on the wall is from UTC: +01:00."""
    return instant.astimezone(zone).isoformat(timespec="minutes")[16:]


def sent(request: HttpRequest) -> tuple[QueryDict, bool]:
    """This will give what was sent, with a time that was picked in its fields, and whether it only asks to look."""
    data = request.POST.copy()
    if pick := data.get("pick"):
        data["day"], _, clock = pick.partition("T")
        data["time"], data["offset"] = clock[:5], clock[5:]
    return data, bool(pick) or "look" in data


def chosen(form: forms.Form, name: str, data: Mapping[str, Any]) -> Any:
    """This will give the row that is chosen so far, if it can be; None: none is."""
    key = str(data.get(name, ""))
    rows = form.fields[name].queryset  # type: ignore[attr-defined]
    return rows.filter(pk=int(key[:18])).first() if key.isascii() and key.isdigit() else None


def instead_of(error: errors.Refused, business: Business) -> list[Pick]:
    """This will give the free times near one that somebody else has."""
    times = error.alternatives if isinstance(error, errors.SlotTaken) else []
    return [picked(each, business.zone) for each in times]


def free_on(
    business: Business, service: Service, day: dt.date, *, now: dt.datetime, wanted: queries.Wanted
) -> list[Pick]:
    """This will give the starts of a date that guests are offered, too, and that are free."""
    slots = queries.open_slots(business, service, day=day, now=now, wanted=wanted)
    shared = service.is_group
    return [picked(slot.starts_at, business.zone, slot.places_left if shared else 0) for slot in slots if slot.free]


def picked(starts_at: dt.datetime, zone: ZoneInfo, places_left: int = 0) -> Pick:
    """This will give an instant as what fills the fields."""
    local = starts_at.astimezone(zone)
    day, time = local.date(), local.time()
    is_twice = len(queries.instants(day, time, zone)) > 1
    which = (offset_of(starts_at, zone), f"{local:%Z}") if is_twice else ("", "")
    return Pick(day.isoformat(), f"{time:%H:%M}", places_left, *which)


def typed(data: Mapping[str, Any], name: str) -> dt.date | None:
    """This will read a date from a query or a form; None: there is none that can be read."""
    try:
        return dt.date.fromisoformat(str(data.get(name, "")))
    except ValueError:
        return None


def within_reach(day: dt.date, today: dt.date) -> dt.date:
    """This will give a date that a page shows: today instead of one that is ten years away and more."""
    return day if abs(day - today) <= FARTHEST else today

"""The trail in words: what was done, to what, and what each part of it was before."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from bookings.dashboard.access.trail_names import Names
from bookings.dashboard.frame import reading
from businesses.models import Business, TrailEntry, Weekday

DEEDS = {
    "added": "{thing} was added",
    "changed": "{thing} was changed",
    "deleted": "{thing} was deleted",
    "done": "{thing}: {said}",
}
OF_MANY = {  # of what is more than one in the language
    "added": "{thing} were added",
    "changed": "{thing} were changed",
    "deleted": "{thing} were deleted",
    "done": "{thing}: {said}",
}
MANY = ("business", "openinghours", "rota", "workinghours", "specialday", "messagetext")
THINGS = {  # of what has a name; of what has none; of what is somebody's
    "apiaccessrequest": ("", "Access to an API", ""),
    "apikey": ("Key {name}", "A key", ""),
    "business": ("", "Business and rules", ""),
    "category": ("Category “{name}”", "A category", ""),
    "customer": ("Customer {name}", "A customer", ""),
    "location": ("Location “{name}”", "A location", ""),
    "membership": ("", "What somebody may do here", ""),
    "messagetext": ("", "Own words of a message", ""),
    "openinghours": ("", "The opening hours", ""),
    "reminderrule": ("", "A reminder", ""),
    "resource": ("“{name}” (room or equipment)", "A room or equipment", ""),
    "rota": ("", "Hours that change", "The hours of {staff} from a date on"),
    "service": ("Service “{name}”", "A service", ""),
    "skill": ("", "What is done by whom", "What {staff} does"),
    "specialday": ("", "The special days", "The special days of {staff}"),
    "staffmember": ("{name} (staff)", "Somebody of the staff", ""),
    "timeoff": ("", "Time off", "Time off of {staff}"),
    "timeoffrequest": ("", "A wish for time off", "{staff}’s wish for time off"),
    "timetable": ("", "A class in the timetable", "A class of {staff} in the timetable"),
    "user": ("What {name} may do here", "What somebody may do here", ""),
    "webhookendpoint": ("", "A webhook", ""),
    "workinghours": ("", "Working hours", "The working hours of {staff}"),
}
BOTH, SET, EMPTIED = "{what}: from {before} to {after}", "{what}: {after}", "{what}: {before} no more"
HIDDEN = "{what}: changed (what it says is not kept here)"
UNITS = (" minutes", " url")  # at the end of a column's name, and said by the value


class TrailWords:
    """What entries say to somebody who reads them in a business."""

    def __init__(self, here: Business, names: Names) -> None:
        self.names, self.currency = names, here.currency
        self.reader = reading.of(here)

    def sentence(self, entry: TrailEntry) -> str:
        """What was done."""
        if not entry.table:
            return entry.said
        templates = OF_MANY if entry.table in MANY else DEEDS
        return templates["done" if entry.said else entry.deed].format(thing=self._thing(entry), said=entry.said)

    def lines(self, entry: TrailEntry) -> list[str]:
        """What each part was before, and is since."""
        found, is_new, is_gone = [], entry.deed == "added", entry.deed == "deleted"
        for what, *values in entry.changes:
            if what == "staff" and (is_new or is_gone):  # the sentence says whose it is
                continue
            name = self._what(entry.table, what)
            if not values:
                found += [] if is_new or is_gone else [HIDDEN.format(what=name)]
                continue
            before, after = (self._value(entry.table, what, value) for value in values)
            if (is_new and not after) or (is_gone and not before) or before == after:
                continue
            template = SET if is_new else EMPTIED if is_gone else BOTH
            found.append(template.format(what=name, before=before or _none(what), after=after or _none(what)))
        return found

    def _thing(self, entry: TrailEntry) -> str:
        named, unnamed, owned = THINGS.get(entry.table, ("", entry.table.capitalize(), ""))
        if entry.staff and owned:
            return owned.format(staff=self.names.of("staffmember", entry.staff))
        name = entry.label or (self.names.of(entry.table, entry.row) if entry.row and named else "")
        return named.format(name=name) if named and name else unnamed

    def _what(self, table: str, what: str) -> str:
        word, _, key = what.partition(" ")
        if word == "weekday":
            return f"{Weekday(int(key)).label}’s hours"
        if word in ("date", "note") and key:
            day = self.reader.day(dt.date.fromisoformat(key))
            return day if word == "date" else f"The note of {day}"
        if word == "service" and key:
            return self.names.of("service", int(key))
        field = _field(table, what)
        said = str(field.verbose_name) if field else what.replace("_", " ")
        for unit in UNITS:
            said = said.removesuffix(unit)
        return said[:1].upper() + said[1:]

    def _value(self, table: str, what: str, value: Any) -> str:
        """A value in words; empty: nothing."""
        if value == [] and what.startswith("date "):
            return "closed"
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(self._value("", what, each) for each in value)
        if isinstance(value, dict):
            return self._of_dict(value)
        return self._of_field(_field(table, what), what, value)

    def _of_dict(self, value: dict[str, Any]) -> str:
        if "minutes" in value:  # of what somebody does: an own length and an own price
            length = self.reader.minutes(value["minutes"]) if value["minutes"] else ""
            return ", ".join(filter(None, ["done", length, self._price(value.get("price"))]))
        if len(value) == 1:
            ((table, key),) = value.items()
            if isinstance(key, int):
                return self.names.of(table, key)
        return ", ".join(f"{name} {each}" for name, each in value.items())

    def _of_field(self, field: Any, what: str, value: Any) -> str:
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value)).partition(":")[0]
        try:
            if isinstance(field, models.DecimalField) or what == "price":
                return self._price(value)
            if what.endswith("_minutes"):
                return self.reader.minutes(int(value), "long")
            if isinstance(field, models.TimeField):
                return self.reader.wall(dt.time.fromisoformat(value))
            if isinstance(field, models.DateTimeField):
                return self.reader.moment(dt.datetime.fromisoformat(value))
            if isinstance(field, models.DateField):
                return self.reader.day(dt.date.fromisoformat(value))
        except (ValueError, TypeError, InvalidOperation):  # what an older field of that name could hold
            return str(value)
        return str(value)

    def _price(self, value: Any) -> str:
        return self.reader.price(Decimal(str(value)), self.currency) if value not in (None, "") else ""


def _none(what: str) -> str:
    """What nothing means: a date without hours of its own, a weekday without any."""
    return {"weekday": "closed", "date": "as usual", "service": "not done"}.get(what.partition(" ")[0], "nothing")


def _field(table: str, what: str) -> Any:
    table = "membership" if table == "user" else table  # of a user only what they may do in a business is told
    for app in ("businesses", "bookings"):
        try:
            return apps.get_model(app, table)._meta.get_field(what) if table else None
        except (LookupError, FieldDoesNotExist):
            continue
    return None

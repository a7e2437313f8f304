"""Reading the timetable: classes of every week, and those of one date."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from businesses.document import read_catalog, read_hours, values
from businesses.document.node import Node, shown, shown_list
from businesses.document.shape import Service, StaffMember, TimetableEntry
from businesses.models import Service as ServiceModel

MOST_ENTRIES = 5000
OF_A_WEEKDAY = ("from", "to", "except")  # what makes no sense for one date


@dataclass(frozen=True)
class _Classes:
    """What an entry of the timetable may name: how each service starts, who there is, and who performs what."""

    starts: dict[str, str]
    people: set[str]
    performers: dict[str, list[str]]


def timetable(node: Node, *, services: list[Service], people: list[StaffMember]) -> list[TimetableEntry]:
    """This will read the classes, with staff who perform them: every week of services that have a timetable, on one
    date of any service."""
    performers = defaultdict(list)
    for person in people:
        for skill in person.skills:
            performers[skill.service].append(person.name)
    classes = _Classes({each.name: each.starts for each in services}, {each.name for each in people}, performers)
    seen: set[object] = set()
    return [_entry(item, classes, seen) for item in node.items(MOST_ENTRIES)]


def _entry(item: Node, classes: _Classes, seen: set[object]) -> TimetableEntry:
    fields = item.mapping("service", "weekday", "date", "time", "staff", *OF_A_WEEKDAY)
    service, member = _class(fields, classes)
    weekday, date = _day(fields)
    minutes = None if fields["time"].required().blank else values.clock(fields["time"])
    valid_from, valid_until = values.day(fields["from"]), values.day(fields["to"])
    if valid_from and valid_until and valid_until < valid_from:
        fields["to"].fail(f"must not be before the 'from', which is {valid_from}")
    entry = TimetableEntry(
        service=service,
        staff=member,
        weekday=weekday,
        date=date,
        time=values.to_time(minutes or 0),
        valid_from=valid_from,
        valid_until=valid_until,
        excepted_dates=[str(date) for date in map(values.day, fields["except"].items()) if date],
    )
    key = (service, member, weekday, date, entry.time, valid_from, valid_until)
    if key in seen and minutes is not None:
        item.fail(f"stands twice: same service, staff, {'date and time' if date else 'weekday, time and dates'}")
    seen.add(key)
    return entry


def _day(fields: dict[str, Node]) -> tuple[int | None, dt.date | None]:
    """This will read the weekday or the one date."""
    weekday, date = fields["weekday"], fields["date"]
    if not date.given:
        words = read_hours.WEEKDAYS
        return words.index(weekday.required().choice(words, default=words[0])), None
    if weekday.given:
        date.fail("stands beside a weekday; a class is on one date, or on a weekday: leave one of the two out")
    for name in OF_A_WEEKDAY:
        if fields[name].given and fields[name].value != []:
            fields[name].fail("makes no sense beside a 'date', which is one day; leave it out")
    return None, values.day(date)


def _class(fields: dict[str, Node], classes: _Classes) -> tuple[str, str]:
    """This will read which service an entry is of and by whom, and whether the two fit together."""
    node, by = fields["service"], fields["staff"]
    service = read_catalog.reference(node, classes.starts.keys(), "service")
    member = read_catalog.reference(by, classes.people, "staff member")
    starts = classes.starts.get(service)
    if starts and starts != ServiceModel.Starts.TIMETABLE and not fields["date"].given:
        node.fail(
            f"{shown(service)} has starts: {starts}; only services with starts: timetable stand here with a weekday"
        )
    performers = classes.performers.get(service, [])
    if starts and member in classes.people and member not in performers:
        hint = by.hint(member, performers) or f"; who does: {shown_list(performers) or 'nobody yet'}"
        by.fail(f"{shown(member)} does not perform {shown(service)}{hint}")
    return service, member

"""Reading the people, what they perform, when they work, and the timetable of classes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from businesses.document import read_catalog, read_hours, values
from businesses.document.node import Node, shown, shown_list
from businesses.document.shape import Location, Service, Skill, StaffMember, TimeOff, TimetableEntry
from businesses.models import Service as ServiceModel

MOST_STAFF, MOST_ABSENCES, MOST_ENTRIES = 2000, 2000, 5000


def staff(
    node: Node, *, services: list[Service], places: Mapping[str, Location], zone: ZoneInfo | None, currency: str
) -> list[StaffMember]:
    """This will read the people; each is at the first location, at the business's hours, unless it says otherwise."""
    seen: set[object] = set()
    names = {service.name: bool(service.phases) for service in services}
    return [_member(item, seen, names, places, zone, currency) for item in node.items(MOST_STAFF)]


def _member(
    item: Node,
    seen: set[object],
    services: Mapping[str, bool],
    places: Mapping[str, Location],
    zone: ZoneInfo | None,
    currency: str,
) -> StaffMember:
    plain = ("name", "job_title", "about", "photo_url", "color", "email", "active")
    fields = item.mapping(*plain, "location", "services", "hours", "special_days", "time_off")
    name = fields["name"].required().name(100)
    fields["name"].unique(name, seen, where="among the staff")
    return StaffMember(
        name=name,
        job_title=fields["job_title"].line(100),
        about=fields["about"].text(),
        photo_url=values.picture(fields["photo_url"]),
        color=values.color(fields["color"]),
        email=values.email(fields["email"]),
        active=fields["active"].flag(default=True),
        location=read_catalog.location(fields["location"], places),
        skills=_skills(fields["services"], services, currency),
        hours=read_hours.week(fields["hours"]) if fields["hours"].given else None,
        special_days=read_hours.special_days(fields["special_days"]),
        time_off=[_time_off(entry, zone) for entry in fields["time_off"].items(MOST_ABSENCES)],
    )


def _skills(node: Node, services: Mapping[str, bool], currency: str) -> list[Skill]:
    """This will read what a person does; `services` says of each name whether it has phases."""
    seen: set[object] = set()
    found = []
    for item in node.items(read_catalog.MOST_SERVICES):
        named, minutes, price = item, None, None
        if isinstance(item.value, dict):
            fields = item.mapping("name", "duration_minutes", "price")
            named, minutes = fields["name"], fields["duration_minutes"].optional_integer(1, 1440)
            price = values.price(fields["price"], currency)
        name = read_catalog.reference(named, services, "service")
        if minutes and services.get(name):
            rule = "takes as long with everybody, since it has phases; leave its duration_minutes out"
            fields["duration_minutes"].fail(f"{shown(name)} {rule}")
        named.unique(name, seen, where="in this list")
        found.append(Skill(name, minutes, price))
    return found


def _time_off(item: Node, zone: ZoneInfo | None) -> TimeOff:
    fields = item.mapping("from", "to", "reason")
    # where the clocks go back, the longer reading: nobody is booked while they may be away
    starts_at = None if fields["from"].required().blank else values.moment(fields["from"], zone, fold=0)
    ends_at = None if fields["to"].required().blank else values.moment(fields["to"], zone, fold=1)
    if starts_at and ends_at and ends_at <= starts_at:
        fields["to"].fail(f"must be after the 'from', which is {shown(fields['from'].value)}")
    epoch = dt.datetime.min.replace(tzinfo=dt.UTC)
    return TimeOff(starts_at or epoch, ends_at or epoch, fields["reason"].line(200))


@dataclass(frozen=True)
class _Classes:
    """What an entry of the timetable may name: how each service starts, who there is, and who performs what."""

    starts: dict[str, str]
    people: set[str]
    performers: dict[str, list[str]]


def timetable(node: Node, *, services: list[Service], people: list[StaffMember]) -> list[TimetableEntry]:
    """This will read the weekly starts of classes: of services that have a timetable, with staff who perform them."""
    performers = defaultdict(list)
    for person in people:
        for skill in person.skills:
            performers[skill.service].append(person.name)
    classes = _Classes({each.name: each.starts for each in services}, {each.name for each in people}, performers)
    seen: set[object] = set()
    return [_entry(item, classes, seen) for item in node.items(MOST_ENTRIES)]


def _entry(item: Node, classes: _Classes, seen: set[object]) -> TimetableEntry:
    fields = item.mapping("service", "weekday", "time", "staff", "from", "to", "except")
    service, member = _class(fields["service"], fields["staff"], classes)
    weekdays = read_hours.WEEKDAYS
    minutes = None if fields["time"].required().blank else values.clock(fields["time"])
    valid_from, valid_until = values.day(fields["from"]), values.day(fields["to"])
    if valid_from and valid_until and valid_until < valid_from:
        fields["to"].fail(f"must not be before the 'from', which is {valid_from}")
    entry = TimetableEntry(
        service=service,
        staff=member,
        weekday=weekdays.index(fields["weekday"].required().choice(weekdays, default=weekdays[0])),
        time=values.to_time(minutes or 0),
        valid_from=valid_from,
        valid_until=valid_until,
        excepted_dates=[str(date) for date in map(values.day, fields["except"].items()) if date],
    )
    key = (service, member, entry.weekday, entry.time, valid_from, valid_until)
    if key in seen and minutes is not None:
        item.fail("stands twice: same service, staff, weekday, time and dates")
    seen.add(key)
    return entry


def _class(node: Node, by: Node, classes: _Classes) -> tuple[str, str]:
    """This will read which service an entry is of and by whom, and whether the two fit together."""
    service = read_catalog.reference(node, classes.starts.keys(), "service")
    member = read_catalog.reference(by, classes.people, "staff member")
    starts = classes.starts.get(service)
    if starts and starts != ServiceModel.Starts.TIMETABLE:
        node.fail(f"{shown(service)} has starts: {starts}; only services with starts: timetable stand here")
    performers = classes.performers.get(service, [])
    if starts and member in classes.people and member not in performers:
        hint = by.hint(member, performers) or f"; who does: {shown_list(performers) or 'nobody yet'}"
        by.fail(f"{shown(member)} does not perform {shown(service)}{hint}")
    return service, member

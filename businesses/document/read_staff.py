"""Reading the people, what they perform and when they work."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from businesses.document import read_catalog, read_hours, read_time_off, values
from businesses.document.node import Node, shown
from businesses.document.shape import Location, Service, Skill, StaffMember

MOST_STAFF = 2000


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
    plain = ("name", "job_title", "about", "photo_url", "photo_alt", "color", "email", "online", "mailed", "active")
    fields = item.mapping(*plain, "location", "services", "hours", "rotas", "special_days", "time_off")
    name = fields["name"].required().name(100)
    fields["name"].unique(name, seen, where="among the staff")
    return StaffMember(
        name=name,
        job_title=fields["job_title"].line(100),
        about=fields["about"].text(),
        photo_url=values.picture(fields["photo_url"]),
        photo_alt=fields["photo_alt"].line(200),
        color=values.color(fields["color"]),
        email=values.email(fields["email"]),
        online=values.meeting(fields["online"]),
        mailed=fields["mailed"].flag(default=True),
        active=fields["active"].flag(default=True),
        location=read_catalog.location(fields["location"], places),
        skills=_skills(fields["services"], services, currency),
        hours=read_hours.week(fields["hours"]) if fields["hours"].given else None,
        rotas=read_hours.rotas(fields["rotas"]),
        special_days=read_hours.special_days(fields["special_days"]),
        time_off=read_time_off.times_off(fields["time_off"], zone),
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

"""Reading places, resources, and what is offered."""

from collections.abc import Collection, Mapping

from businesses import phases
from businesses.document import read_questions, values
from businesses.document.node import Node, shown, shown_list
from businesses.document.shape import Category, Location, Resource, Service
from businesses.models import Service as ServiceModel

YEAR = 525_600  # minutes: no rule reaches further
MOST_SERVICES, MOST_RESOURCES = 5000, 2000


def locations(node: Node, *, address: str) -> list[Location]:
    """This will read the places of the business; by default one, called Main, with the business's address."""
    seen: set[object] = set()
    found = []
    for item in node.items():
        fields = item.mapping("name", "address", "active")
        name = fields["name"].required().name(100)
        fields["name"].unique(name, seen, where="among the locations")
        found.append(Location(name, fields["address"].line(300), fields["active"].flag(default=True)))
    return found or [Location("Main", address, active=True)]


def resources(node: Node, *, places: Mapping[str, Location]) -> list[Resource]:
    """This will read rooms and equipment; each stands at the first location unless it says another."""
    seen: set[object] = set()
    found = []
    for item in node.items(MOST_RESOURCES):
        fields = item.mapping("name", "kind", "location", "active")
        name = fields["name"].required().name(100)
        fields["name"].unique(name, seen, where="among the resources")
        kind = fields["kind"].required().name(50)
        found.append(Resource(name, kind, location(fields["location"], places), fields["active"].flag(default=True)))
    return found


def location(node: Node, places: Mapping[str, Location]) -> str:
    """This will read the name of a location; the first by default."""
    return reference(node, places.keys(), "location") if node.given else next(iter(places))


def reference(node: Node, names: Collection[str], noun: str) -> str:
    """This will read a name that stands elsewhere in the document."""
    name = node.required().name(200)
    if name and name not in names:
        node.fail(f"no {noun} named {shown(name)}{node.hint(name, names)}")
    return name


def categories(node: Node, *, rooms: list[Resource], currency: str) -> list[Category]:
    """This will read headings with their services; names of services are unique within the business.

    A category whose name is null holds the services that stand under no heading.
    """
    headings: set[object] = set()
    names: set[object] = set()
    kinds = sorted({room.kind for room in rooms if room.active})
    found = []
    for item in node.items():
        fields = item.mapping("name", "services")
        heading = fields["name"]
        name = heading.required().name(100) if heading.given or _silent_about_name(item) else ""
        heading.unique(name if heading.given else None, headings, where="among the categories")
        services = [_service(service, names, kinds, currency) for service in fields["services"].items(MOST_SERVICES)]
        found.append(Category(name, services))
    if (count := sum(len(each.services) for each in found)) > MOST_SERVICES:
        node.fail(f"must have at most {MOST_SERVICES:,} services, not {count:,}")
    return found


def _silent_about_name(item: Node) -> bool:
    return not (isinstance(item.value, dict) and "name" in item.value)


def _service(item: Node, names: set[object], kinds: list[str], currency: str) -> Service:
    fields = item.mapping(*Service.__dataclass_fields__)
    name = fields["name"].required().name(200)
    fields["name"].unique(name, names, where="within the business")
    capacity = fields["capacity"].integer(1, 10_000, default=1)
    service = Service(
        name=name,
        description=fields["description"].text(),
        duration_minutes=fields["duration_minutes"].required().integer(1, 1440, default=1),
        price=values.price(fields["price"], currency),
        buffer_before_minutes=fields["buffer_before_minutes"].integer(0, 1440, default=0),
        buffer_after_minutes=fields["buffer_after_minutes"].integer(0, 1440, default=0),
        capacity=capacity,
        min_participants=fields["min_participants"].integer(1, 10_000, default=1),
        min_participants_by_minutes=fields["min_participants_by_minutes"].integer(0, YEAR, default=0),
        resource_kind=fields["resource_kind"].name(50),
        phases=_phases(fields["phases"]),
        starts=fields["starts"].choice(ServiceModel.Starts.values, default=ServiceModel.Starts.GRID.value),
        photo_url=values.picture(fields["photo_url"]),
        photo_alt=fields["photo_alt"].line(200),
        questions=read_questions.questions(fields["questions"]),
        online=values.meeting(fields["online"]),
        active=fields["active"].flag(default=True),
    )
    if service.phases and (fault := phases.fault(service.phases, service.duration_minutes)):
        fields["phases"].fail(fault)
    if service.min_participants > capacity:
        fields["min_participants"].fail(f"must not be more than the capacity, which is {capacity}")
    if service.active and service.resource_kind and service.resource_kind not in kinds:
        kind, named = service.resource_kind, fields["resource_kind"]
        named.fail(f"no active resource is of the kind {shown(kind)}{named.hint(kind, kinds) or _offer(kinds)}")
    return service


def _phases(node: Node) -> list[dict[str, int]]:
    """This will read work and waits; nothing when one of them cannot be read."""
    found = []
    items = node.items()
    for item in items:
        fields = item.mapping(*phases.KINDS)
        given = [kind for kind in phases.KINDS if fields[kind].given]
        if len(given) == 1 and (minutes := fields[given[0]].integer(1, 1440, default=0)):
            found.append({given[0]: minutes})
        elif len(given) != 1 and isinstance(item.value, dict) and item.value.keys() <= set(phases.KINDS):
            item.fail("must be one of {work: minutes} and {wait: minutes}")
    return found if len(found) == len(items) else []


def _offer(kinds: list[str]) -> str:
    return f"; there are {shown_list(kinds)}" if kinds else "; list one under resources"

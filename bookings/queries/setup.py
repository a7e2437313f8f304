"""What a business's set-up says: read once for each of its versions, in four statements, and kept."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from bookings import availability
from bookings.availability import Interval, Offers, Performer, Roster, Span, Weekly
from bookings.queries import own_hours, setup_rows
from bookings.queries.setup_rows import Rows
from businesses.models import Business, Resource, Service, StaffMember


class Skilled(NamedTuple):
    """That a person performs a service, in their own time and at their own price where they have these."""

    staff: StaffMember
    service: Service
    duration_minutes: int | None
    price: Decimal | None

    @property
    def staff_id(self) -> int:
        """Whose it is."""
        return self.staff.pk

    @property
    def minutes(self) -> int:
        """How long it takes them. What has phases takes as long with everybody."""
        usual = self.service.duration_minutes
        return usual if self.service.phases else self.duration_minutes or usual

    @property
    def cost(self) -> Decimal | None:
        """What it costs with them, for one person; None: on request."""
        return self.service.price if self.price is None else self.price


class Setup:
    """A business, its services, people and resources, and when they are there.

    Its rows are shared by everybody who asks: they are read and never changed. Whoever is switched off is here, too.
    """

    def __init__(
        self, version: int, business: Business, services: Iterable[Service], people: Iterable[StaffMember], rows: Rows
    ) -> None:
        self.version, self.business, self._rows = version, business, rows
        self.services = {service.pk: service for service in services}
        self.people = {person.pk: person for person in people}
        self.resources: dict[int, Resource] = rows.resources
        for row in (*self.services.values(), *self.people.values(), *self.resources.values()):
            row.business = business
        self._service_ids = {service.uuid: pk for pk, service in self.services.items()}
        self._people_ids = {person.uuid: pk for pk, person in self.people.items()}
        self._skills: dict[int, list[Skilled]] = defaultdict(list)
        for pk in self.people:  # in the house's order
            for service, minutes, price in rows.skills.get(pk, ()):
                if service in self.services:  # else it was made while we read, under a version of its own
                    self._skills[service].append(Skilled(self.people[pk], self.services[service], minutes, price))
        self._spans: dict[tuple[dt.date, dt.date], Span] = {}
        self._rosters: dict[Span, Roster] = {}
        self._offers: dict[tuple[object, ...], Offers] = {}
        self._weekly: dict[tuple[int, dt.date | None], list[Weekly]] = {}

    def service_by_uuid(self, uuid: UUID) -> Service | None:
        """This will give the service with that UUID, on offer or not."""
        pk = self._service_ids.get(uuid)
        return None if pk is None else self.services[pk]

    def person_by_uuid(self, uuid: UUID) -> StaffMember | None:
        """This will give the person with that UUID, active or not."""
        pk = self._people_ids.get(uuid)
        return None if pk is None else self.people[pk]

    def skills(self, service_id: int) -> list[Skilled]:
        """This will give who performs a service, is active and works at a place in use, in the house's order."""
        known = self._skills.get(service_id, ())
        return [skill for skill in known if skill.staff.active and skill.staff.location.active]

    def skill(self, service_id: int, person: int) -> Skilled | None:
        """This will give how a person performs a service; None: they do not, or take no bookings."""
        return next((skill for skill in self.skills(service_id) if skill.staff.pk == person), None)

    def performs(self, service_id: int, person: int) -> Skilled | None:
        """This will give the same of anybody, whether or not they take bookings."""
        return next((skill for skill in self._skills.get(service_id, ()) if skill.staff.pk == person), None)

    def things(self, kind: str) -> list[availability.Thing]:
        """This will give the resources of a kind that are in use; no kind: none."""
        rows = self.resources.values()
        return [availability.Thing(r.pk, kind, r.location_id) for r in rows if kind and r.kind == kind and r.active]

    def has_in_use(self, resource: int) -> bool:
        """Whether there is such a resource, by id, and it is in use."""
        found = self.resources.get(resource)
        return found is not None and found.active

    @property
    def has_out_of_order(self) -> bool:
        """Whether a resource is switched off."""
        return not all(resource.active for resource in self.resources.values())

    @property
    def has_least_numbers(self) -> bool:
        """Whether a class asks for more than one guest, or for its first one by some time."""
        return any(each.min_participants > 1 or each.min_participants_by_minutes for each in self.services.values())

    def teachers(self, kind: str) -> set[int]:
        """This will give the people whose classes on the timetable need a thing of that kind."""
        return {lesson.person for lesson in self._rows.lessons if kind and lesson.kind == kind}

    def has_lessons(self, service: Service) -> bool:
        """Whether a service goes by the timetable, or has a class on a single date beside the grid."""
        timed = service.starts == Service.Starts.TIMETABLE
        return timed or any(lesson.service == service.pk and lesson.on for lesson in self._rows.lessons)

    def span(self, first: dt.date, last: dt.date) -> Span:
        """This will give the whole weeks around some dates."""
        first -= dt.timedelta(days=first.weekday())
        last += dt.timedelta(days=6 - last.weekday())
        if (first, last) not in self._spans:
            self._spans[first, last] = Span(self.business.zone, first, last)
        return self._spans[first, last]

    def roster(self, span: Span) -> Roster:
        """This will give hours and classes of a span."""
        if span not in self._rosters:
            self._rosters[span] = Roster(
                span, self._rows.hours, self.business.slot_interval_minutes, self._persons(), self._rows.lessons
            )
        return self._rosters[span]

    def offers(
        self, demand: availability.Demand, performers: tuple[Performer, ...], span: Span, today: dt.date
    ) -> Offers:
        """This will give the starts that these performers offer of a service, seen on a day."""
        key = demand, performers, span, today
        if key not in self._offers:
            business = self.business
            rules = availability.Rules(business.lead_time_minutes, business.window_days, business.slot_interval_minutes)
            self._offers[key] = Offers(self.roster(span), demand, rules, performers, today)
        return self._offers[key]

    def weekly(self, service: Service, since: dt.date | None = None) -> list[Weekly]:
        """This will give the starts of a service in an ordinary week, in order, by the weekly hours alone: of all the
        weeks of changing ones, or of those that are or come `since` a date."""
        key = service.pk, since
        if key not in self._weekly:
            performers = [Performer(skill.staff.pk, skill.minutes) for skill in self.skills(service.pk)]
            step, lessons = self.business.slot_interval_minutes, self._rows.lessons
            self._weekly[key] = availability.weekly_starts(
                self.hours, step, self._persons(), performers, demand_of(service), lessons, since
            )
        return self._weekly[key]

    def weight(self) -> int:
        """This will say how much memory it takes, in bytes, about."""
        masks = 3 * sum((span.end - span.start) // 7 for span in list(self._rosters))
        rows = 3000 * (len(self.services) + len(self.people) + len(self.resources)) + 200 * len(self._rows.lessons)
        rows += 150 * sum(map(len, self._rows.time_off.values()))
        starts = 100 * sum(len(found) for found in list(self._weekly.values()))
        return rows + masks + starts + sum(offers.weight() for offers in list(self._offers.values()))

    def hours_of(self, person: StaffMember) -> availability.Hours | None:
        """This will give somebody's own hours; None: the business's, whatever they are."""
        return own_hours.hours_of(self._rows, person)

    def has_own_week(self, person: StaffMember, day: dt.date) -> bool:
        """Whether a week of somebody's own holds on a date, or that of the business."""
        return own_hours.has_own_week(self._rows, person, day)

    def has_rota(self, person: StaffMember, day: dt.date) -> bool:
        """Whether a rota of somebody's holds on a date, and not their plain week."""
        return any(begins <= day for begins, _ in self._rows.rotas.get(person.pk, ()))

    def turn_of(self, person: int, day: dt.date) -> int | None:
        """This will say which of the weeks of somebody's rota a date has, from 0 on; None: none take turns then."""
        return own_hours.turn_of(self._rows, person, day)

    @property
    def hours(self) -> availability.Hours:
        """When the business is open."""
        return self._rows.hours

    def time_off(self, person: int) -> list[Interval]:
        """This will give the times, in UTC minutes, in which somebody is away."""
        return self._rows.time_off.get(person, [])

    def _persons(self) -> list[availability.Person]:
        return [
            availability.Person(person.pk, person.location_id, self.hours_of(person), tuple(self.time_off(person.pk)))
            for person in self.people.values()
        ]


def demand_of(service: Service, *, party: int = 1, agreed: tuple[Interval, ...] | None = None) -> availability.Demand:
    """This will give what a service takes. A party that is there already finds room, whatever the capacity is now, and
    waits when it was `agreed`, whatever the phases are now."""
    return availability.Demand(
        service=service.pk,
        before=service.buffer_before_minutes,
        after=service.buffer_after_minutes,
        capacity=max(service.capacity, party),
        kind=service.resource_kind,
        timetabled=service.starts == Service.Starts.TIMETABLE,
        waits=tuple(Interval(*wait) for wait in service.waits) if agreed is None else agreed,
    )


def load(business_id: int, version: int) -> Setup:
    """This will read the set-up of a business, in four statements. Raises `Business.DoesNotExist`."""
    business = Business.objects.filter(pk=business_id).first()
    if business is None:
        raise Business.DoesNotExist(business_id)
    services = list(Service.objects.filter(business=business_id).select_related("category"))
    people = list(StaffMember.objects.filter(business=business_id).select_related("location"))
    lengths: Mapping[int, Service] = {service.pk: service for service in services}
    return Setup(version, business, services, people, setup_rows.read(business_id, lengths, business.zone))

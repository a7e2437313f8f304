"""The services of a guest's visit, in order: which can follow each other, who may serve, how long and for how much."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bookings import queries
from bookings.models import Booking
from bookings.wizard.steps import ANY, Choices, More
from businesses.models import Service, StaffMember


@dataclass(frozen=True)
class Stage:
    """One service, who performs it where the guest wants it, and what the address says of the person."""

    service: Service
    skills: Sequence[queries.Skilled]
    choice: str

    @property
    def skill(self) -> queries.Skilled | None:
        """The chosen person with their own length and price; None is anyone."""
        return next((skill for skill in self.skills if str(skill.staff_id) == self.choice), None)

    @property
    def staff(self) -> StaffMember | None:
        """The chosen person; None is anyone."""
        return self.skill.staff if self.skill else None

    @property
    def is_answered(self) -> bool:
        """Whether the guest has said who is to serve."""
        return self.choice == ANY or self.skill is not None

    @property
    def shown_person(self) -> StaffMember | None:
        """Who is known to serve."""
        return self.staff or (self.skills[0].staff if len(self.skills) == 1 else None)

    @property
    def minutes(self) -> int | None:
        """How long it takes, when that is the same whoever does it."""
        least, most = self.lengths
        return least if least == most else None

    @property
    def lengths(self) -> tuple[int, int]:
        """How long it takes at least and at most, in minutes, when that depends on who does it."""
        lengths = [skill.minutes for skill in self._concerned] or [self.service.duration_minutes]
        return min(lengths), max(lengths)

    @property
    def prices(self) -> list[Decimal | None]:
        """What it may cost for one person, the cheapest first; more than one when it depends on who does it."""
        prices = {skill.cost for skill in self._concerned}
        return sorted(prices, key=lambda price: (price is None, price or 0)) or [self.service.price]

    @property
    def _concerned(self) -> Sequence[queries.Skilled]:
        return [self.skill] if self.skill else self.skills


class Apart(NamedTuple):
    """A service that was asked for, and cannot be in this visit: it is a class, else done at another place."""

    service: Service
    is_class: bool


class Together(NamedTuple):
    """The services of a visit, the places at which all are done, the choices without what is not, and what that is."""

    services: list[Service]
    places: frozenset[int]
    choices: Choices
    apart: list[Apart]


def can_be_combined(service: Service) -> bool:
    """Whether a service may follow another: classes and groups have times of their own, and other people in them."""
    return service.active and not service.is_group and service.starts != Service.Starts.TIMETABLE


def read(setup: queries.Setup, first: Service, choices: Choices) -> Together:
    """This will look up what an address says: what is not on offer is as if it had not been asked for."""
    services, more, places = [first], list[More](), places_of(setup, first)
    apart: list[Apart] = []
    for each in choices.more:
        service = setup.services.get(each.service)
        if service is None or not service.active:
            continue
        shared = places & places_of(setup, service)
        if can_be_combined(first) and can_be_combined(service) and shared:
            services.append(service)
            more.append(each)
            places = shared
        else:
            apart.append(Apart(service, is_class=not (can_be_combined(first) and can_be_combined(service))))
    return Together(services, places, choices.but(more=tuple(more)), apart)


def to_follow(setup: queries.Setup, together: Together) -> list[Service]:
    """This will give the services that could come next in a visit, in the house's order."""
    if not can_be_combined(together.services[0]):
        return []
    return [
        service
        for service in setup.services.values()
        if can_be_combined(service) and service not in together.services and together.places & places_of(setup, service)
    ]


def places_of(setup: queries.Setup, service: Service) -> frozenset[int]:
    """This will give the ids of the places at which a service is performed."""
    return frozenset(skill.staff.location_id for skill in setup.skills(service.pk))


class Row(NamedTuple):
    """A service of a visit as pages show it; start and end are None while they are not known, and so is the rest."""

    name: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    person: str
    minutes: int | None
    waiting_minutes: int
    prices: list[Decimal | None]


def rows_of(booking: Booking) -> list[Row]:
    """This will give the parts of a booking, or of a hold, as they were agreed."""
    names_people = booking.business.show_staff_selection
    return [
        Row(
            place.service_name,
            place.appointment.starts_at,
            place.appointment.ends_at,
            place.appointment.staff.name if names_people else "",
            place.duration_minutes,
            place.appointment.waiting_minutes,
            [place.price],
        )
        for place in booking.parts
    ]


def rows_ahead(stages: Sequence[Stage], start: dt.datetime | None, *, names_people: bool) -> Iterator[Row]:
    """This will give what the parts of a visit would be from a start on, as far as it can be said now."""
    for n, stage in enumerate(stages):
        end = start + dt.timedelta(minutes=stage.minutes) if start and stage.minutes else None
        person = stage.shown_person if names_people else None
        shown = person.name if person else ""
        yield Row(stage.service.name, start, end, shown, stage.minutes, stage.service.waiting_minutes, stage.prices)
        start = end + dt.timedelta(minutes=gap(stages, n)) if end else None


def gap(stages: Sequence[Stage], n: int) -> int:
    """This will give the minutes between a stage and the next: the buffers of both; 0 after the last."""
    following = stages[n + 1 : n + 2]
    return sum(stages[n].service.buffer_after_minutes + each.service.buffer_before_minutes for each in following)

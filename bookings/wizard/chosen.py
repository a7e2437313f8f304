"""What a guest has chosen, looked up: what is still open, what needs no question, and what the house is asked."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import Http404

from bookings import operations, queries
from bookings.localized import Reader
from bookings.models import Booking
from bookings.recurrence import Recurrence
from bookings.wizard import series, stages
from bookings.wizard.drafting import Drafted
from bookings.wizard.holding import Held
from bookings.wizard.sought import Sought
from bookings.wizard.stages import Stage
from bookings.wizard.steps import MOST_SERVICES, Choices
from businesses import questions
from businesses.models import Business, Location, Service, StaffMember
from businesses.questions import Question


@dataclass
class Chosen:
    """The choices of an address, looked up; a person or place that cannot serve is as if it had not been chosen."""

    house: queries.House
    service: Service
    choices: Choices
    held: Held | None
    reader: Reader
    now: dt.datetime
    drafted: Drafted

    def __post_init__(self) -> None:
        self.asked, self.visit = self.choices, stages.read(self.house.setup, self.service, self.choices)
        self.choices = self.visit.choices

    @property
    def business(self) -> Business:
        """Whose page it is."""
        return self.house.business

    # What is chosen

    @property
    def is_visit(self) -> bool:
        """Whether several services follow each other."""
        return len(self.visit.services) > 1

    @property
    def questions(self) -> list[Question]:
        """What its services ask, each question once."""
        return questions.of(*(service.questions for service in self.visit.services))

    @cached_property
    def stages(self) -> list[Stage]:
        """The services in order, each with who performs it at the chosen place, else at one that all can share."""
        chosen = [self.choices.staff, *(each.staff for each in self.choices.more)]
        if self.together:
            chosen = [self.choices.staff] * len(chosen)
        return [
            Stage(service, self._people(service), choice)
            for service, choice in zip(self.visit.services, chosen, strict=True)
        ]

    @cached_property
    def together(self) -> bool:
        """Whether one person is to do all of several services, and somebody can."""
        return self.choices.together and self.is_visit and bool(self.can_do_all)

    @cached_property
    def can_do_all(self) -> list[StaffMember]:
        """Who performs every service that is chosen."""
        each = [{skill.staff_id for skill in self._people(service)} for service in self.visit.services]
        return [skill.staff for skill in self.skills if all(skill.staff_id in people for people in each)]

    @property
    def skills(self) -> list[queries.Skilled]:
        """Who performs the first service, at the chosen location when one is chosen."""
        return self._people(self.service)

    @cached_property
    def locations(self) -> list[Location]:
        """Where all is performed."""
        found = {skill.staff.location for skill in self.house.setup.skills(self.service.pk)}
        return sorted(
            (place for place in found if place.pk in self.visit.places), key=lambda place: (place.position, place.pk)
        )

    @cached_property
    def location(self) -> Location | None:
        """The chosen place; None while there are several to choose from, or when there is only one anyway."""
        return next((place for place in self.locations if place.pk == self.choices.location), None)

    @property
    def skill(self) -> queries.Skilled | None:
        """The person chosen for the first service, with their own length and price; None is anyone."""
        return self.stages[0].skill

    @property
    def staff(self) -> StaffMember | None:
        """The person chosen for the first service; None is anyone."""
        return self.stages[0].staff

    @property
    def booked(self) -> Booking | None:
        """What the guest has booked already, where these choices led."""
        done = self.held.booking if self.held and self.held.is_done else None
        return self.drafted.booking or done

    @property
    def agreed(self) -> Booking | None:
        """The guest's hold of what they chose: it says who serves, how long and for how much."""
        held = self.held
        return held.booking if held and held.is_live(self.now) and self.is_held_by(held) else None

    def is_held_by(self, held: Held) -> bool:
        """Whether a hold, or what became of it, is what is being booked."""
        return held.is_for(self.stages, self.choices, together=self.together)

    # What there is to ask

    @cached_property
    def recurrence(self) -> Recurrence | None:
        """How often it comes again, where guests may say so; None: it is for once."""
        return series.read(self.choices) if self.business.guests_may_book_series else None

    @property
    def is_class(self) -> bool:
        """Whether it is joined at the times of the timetable: each class there says where it is and who gives it."""
        return self.service.starts == Service.Starts.TIMETABLE

    @property
    def is_online(self) -> bool:
        """Whether nobody has to go anywhere for any of it."""
        return all(service.online for service in self.visit.services)

    @property
    def asks_location(self) -> bool:
        """Whether there is a place to choose."""
        return len(self.locations) > 1 and not self.is_class and not self.is_online

    @property
    def asks_staff(self) -> bool:
        """Whether there is a person to choose."""
        asks = any(len(stage.skills) > 1 for stage in self.stages)
        return self.business.show_staff_selection and asks and not self.is_class

    @property
    def asks_staff_of(self) -> int | None:
        """The first service for which somebody is still to be chosen."""
        if not self.asks_staff:
            return None
        return next((n for n, each in enumerate(self.stages) if len(each.skills) > 1 and not each.is_answered), None)

    @property
    def asks_more(self) -> bool:
        """Whether another service can be added."""
        few = len(self.visit.services) < MOST_SERVICES
        return few and bool(stages.to_follow(self.house.setup, self.visit))

    def next_step(self) -> str:
        """This will name the first step without an answer."""
        if self.visit.apart:
            return "more"
        if self.asks_location and self.location is None:
            return "location"
        if self.asks_staff_of is not None:
            return "staff"
        return "details" if self.choices.start else "time"

    # What it asks of the house

    def wanted(self, *, anyone: bool = False) -> queries.Wanted:
        """This will give what to look for; the guest's own hold does not stand in the way."""
        hold = self.held.booking if self.held and self.held.is_live(self.now) else None
        place = self.location.pk if self.location else None
        return queries.Wanted(None if anyone else self.staff, self.choices.party, hold, place)

    def sought(self, *, anyone: bool = False) -> Sought:
        """This will give the same as one question for all services."""
        looked_for = [queries.Stage(each.service, None if anyone else each.staff) for each in self.stages]
        return Sought(self.house, looked_for, self.wanted(anyone=anyone), self.now, together=self.together)

    def wish(self, starts_at: dt.datetime) -> operations.Wish:
        """This will give what is chosen as a wish."""
        starts: list[operations.Start] = [starts_at, *(operations.Then() for _ in self.stages[1:])]
        parts = [
            operations.Part(stage.service, start, stage.staff, self.choices.party)
            for stage, start in zip(self.stages, starts, strict=True)
        ]
        place = self.location.pk if self.location else None
        return operations.Wish(self.house, parts, location_id=place, together=self.together)

    def ahead(self) -> list[operations.Ahead]:
        """This will give every date of the series, and what keeps it from being had; nothing where it is for once.

        Raises what `operations.series_states` raises.
        """
        start, hold = self.choices.start, self.wanted().moving
        if self.recurrence is None or start is None:
            return []
        wish = replace(self.wish(start), moving=hold)
        return operations.series_states(wish=wish, recurrence=self.recurrence, now=self.now)

    def _people(self, service: Service) -> list[queries.Skilled]:
        found = self.house.setup.skills(service.pk)
        if self.location:
            return [skill for skill in found if skill.staff.location == self.location]
        return [skill for skill in found if skill.staff.location_id in self.visit.places]


class NotOnOffer(Http404):
    """A service that a business has, and that cannot be booked."""

    def __init__(self, house: queries.House) -> None:
        super().__init__("a service that cannot be booked")
        self.house = house


def service_of(house: queries.House, key: int) -> Service:
    """This will give a bookable service of the business; anything else is not found.

    Raises `NotOnOffer`, `Http404`.
    """
    service = house.setup.services.get(key)
    if service is None:
        raise Http404
    if not service.active:
        raise NotOnOffer(house)
    return service

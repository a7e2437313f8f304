"""One guest's way to a booking of one service: what is still open, what is chosen, what there was no need to ask."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext

from bookings import operations, queries
from bookings.localized import Reader
from bookings.models import Booking
from bookings.wizard.holding import Held
from bookings.wizard.steps import ANY, Choices
from businesses.models import Business, Location, Service, StaffMember


@dataclass(frozen=True)
class Step:
    """A step as the page shows it; `href` leads back to it once it is answered."""

    name: str
    label: str
    href: str = ""
    current: bool = False


@dataclass
class Journey:
    """The choices of an address, looked up; a person or place that cannot serve is as if it had not been chosen."""

    house: queries.House
    service: Service
    choices: Choices
    held: Held | None
    reader: Reader
    now: dt.datetime

    @property
    def business(self) -> Business:
        """Whose page it is."""
        return self.house.business

    @cached_property
    def skills(self) -> list[queries.Skilled]:
        """Who performs the service, at the chosen location when one is chosen."""
        found = self._everyone
        return [skill for skill in found if skill.staff.location == self.location] if self.location else found

    @cached_property
    def locations(self) -> list[Location]:
        """Where the service is performed."""
        return sorted({skill.staff.location for skill in self._everyone}, key=lambda place: (place.position, place.pk))

    @cached_property
    def location(self) -> Location | None:
        """The chosen place; None while there are several to choose from, or when there is only one anyway."""
        return next((place for place in self.locations if place.pk == self.choices.location), None)

    @cached_property
    def skill(self) -> queries.Skilled | None:
        """The chosen person with their own length and price; None is anyone."""
        return next((skill for skill in self.skills if str(skill.staff_id) == self.choices.staff), None)

    @property
    def staff(self) -> StaffMember | None:
        """The chosen person; None is anyone."""
        return self.skill.staff if self.skill else None

    @property
    def agreed(self) -> Booking | None:
        """The guest's hold of what they chose: it says who serves, how long and for how much."""
        held = self.held
        return held.booking if held and held.is_live(self.now) and held.is_for(self.service, self.choices) else None

    @property
    def only_person(self) -> StaffMember | None:
        """The one who performs the service, when there is nobody else and guests may know."""
        alone = len(self.skills) == 1 and self.business.show_staff_selection
        return self.skills[0].staff if alone else None

    @property
    def shown_person(self) -> StaffMember | None:
        """Whose name stands in the summary."""
        known = self.staff or self.only_person
        return self.agreed.staff if self.agreed and self.business.show_staff_selection else known

    @property
    def shown_place(self) -> Location | None:
        """Which place stands in the summary, where the business has several."""
        several = len({person.location_id for person in self.house.setup.people.values() if person.active}) > 1
        only = self.locations[0] if len(self.locations) == 1 and several else None
        return self.location or only

    @property
    def is_class(self) -> bool:
        """Whether it is joined at the times of the timetable: each class there says where it is and who gives it."""
        return self.service.starts == Service.Starts.TIMETABLE

    @property
    def asks_location(self) -> bool:
        """Whether there is a place to choose."""
        return len(self.locations) > 1 and not self.is_class

    @property
    def asks_staff(self) -> bool:
        """Whether there is a person to choose."""
        return self.business.show_staff_selection and len(self.skills) > 1 and not self.is_class

    def next_step(self) -> str:
        """This will name the first step without an answer."""
        if self.asks_location and self.location is None:
            return "location"
        if self.asks_staff and self.staff is None and self.choices.staff != ANY:
            return "staff"
        return "details" if self.choices.start else "time"

    def to(self, name: str, **changes: object) -> str:
        """This will give the address of a step of this service, with these choices and some changes."""
        return self.choices.but(**changes).to(name, self.business.slug, self.service.pk)

    def steps(self, current: str) -> list[Step]:
        """This will give the steps that this service has, in order; those before the current one lead back."""
        names = [
            ("service", gettext("Service")),
            *([("location", gettext("Place"))] if self.asks_location else []),
            *([("staff", gettext("Person"))] if self.asks_staff else []),
            ("time", gettext("Date and time")),
            ("details", gettext("Your details")),
            ("check", gettext("Check")),
        ]
        place = [name for name, _ in names].index(current)
        back = {**self.changes, "details": self.to("details")}
        return [
            Step(name, label, back[name] if position < place else "", name == current)
            for position, (name, label) in enumerate(names)
        ]

    @property
    def changes(self) -> dict[str, str]:
        """The addresses at which each answer can be changed; the later ones are kept."""
        start = self.choices.start
        day = start.astimezone(self.business.zone).date() if start else None
        return {
            "service": self.choices.to("business", self.business.slug),
            "location": self.to("location"),
            "staff": self.to("staff"),
            "time": self.to("time", date=day, month=None),
        }

    def wanted(self, *, anyone: bool = False) -> queries.Wanted:
        """This will give what to look for; the guest's own hold does not stand in the way."""
        hold = self.held.booking if self.held and self.held.is_live(self.now) else None
        place = self.location.pk if self.location else None
        return queries.Wanted(None if anyone else self.staff, self.choices.party, hold, place)

    def wish(self, starts_at: dt.datetime) -> operations.Wish:
        """This will give what is chosen as a wish."""
        place = self.location.pk if self.location else None
        return operations.one(
            self.house,
            self.service,
            starts_at,
            staff=self.staff,
            party_size=self.choices.party,
            location_id=place,
        )

    @property
    def duration_minutes(self) -> int | None:
        """How long it takes, when that is the same whoever does it."""
        if self.agreed:
            return self.agreed.duration_minutes
        lengths = {skill.minutes for skill in self._concerned}
        return lengths.pop() if len(lengths) == 1 else None

    @property
    def waiting_minutes(self) -> int:
        """For how much of that the service only waits."""
        return (self.agreed or self.service).waiting_minutes

    @property
    def prices(self) -> list[Decimal | None]:
        """What it may cost for one person, the cheapest first; more than one when it depends on who does it."""
        if self.agreed:
            return [self.agreed.price]
        prices = {skill.cost for skill in self._concerned}
        return sorted(prices, key=lambda price: (price is None, price or 0)) or [self.service.price]

    @property
    def price(self) -> Decimal | None:
        """What it costs for one person, when that is the same whoever does it."""
        return self.prices[0] if len(self.prices) == 1 else None

    @property
    def ends_at(self) -> dt.datetime | None:
        """When the chosen start would end."""
        if self.choices.start is None or self.duration_minutes is None:
            return None
        return self.choices.start + dt.timedelta(minutes=self.duration_minutes)

    @cached_property
    def own_reader(self) -> Reader | None:
        """The guest's own clock, when it shows another time than the venue's."""
        return self.reader.elsewhere(self.choices.tz, self.choices.start or self.now) if self.choices.tz else None

    @property
    def _concerned(self) -> list[queries.Skilled]:
        return [self.skill] if self.skill else self.skills

    @property
    def _everyone(self) -> list[queries.Skilled]:
        return self.house.setup.skills(self.service.pk)


def service_of(house: queries.House, key: int) -> Service:
    """This will give a bookable service of the business; anything else is not found."""
    service = house.setup.services.get(key)
    if service is None or not service.active:
        raise Http404
    return service

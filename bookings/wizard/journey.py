"""One guest's way to a booking, as its pages show it: what is chosen, what that comes to, and where it leads."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext

from bookings import errors, operations
from bookings.localized import Reader
from bookings.notifications import directions
from bookings.wizard import series, stages
from bookings.wizard.chosen import Chosen
from bookings.wizard.holding import Held
from bookings.wizard.stages import Row
from businesses.models import Location, StaffMember


class Journey(Chosen):
    """The choices of an address, and what a page says of them."""

    @property
    def only_person(self) -> StaffMember | None:
        """The one who performs the service, when there is nobody else and guests may know."""
        alone = len(self.skills) == 1 and not self.is_visit and self.business.show_staff_selection
        return self.skills[0].staff if alone else None

    @property
    def shown_person(self) -> StaffMember | None:
        """Whose name stands in the summary: who serves all of it, where that is known."""
        if not self.business.show_staff_selection:
            return self.staff
        if self.agreed:
            people = {place.appointment.staff for place in self.agreed.parts}
            return people.pop() if len(people) == 1 else None
        known = {stage.shown_person for stage in self.stages}
        return known.pop() if len(known) == 1 else None

    @property
    def shown_place(self) -> Location | None:
        """Which place stands in the summary, where the business has several."""
        several = len({person.location_id for person in self.house.setup.people.values() if person.active}) > 1
        only = self.locations[0] if len(self.locations) == 1 and several else None
        return self.location or only

    @property
    def where(self) -> str:
        """Where to go, with the street, else the place's name where there are several; "" while that is open."""
        if self.is_online:
            return gettext("Online")
        only = self.locations[0] if len(self.locations) == 1 else None
        place = self.agreed.location if self.agreed else self.location or only
        if place is None:
            return ""
        return directions.directions_to(self.business, place).line or (place.name if self.shown_place else "")

    @cached_property
    def course(self) -> series.Course | None:
        """The dates of the series that is asked for; None: it is for once, or there can be none: see `course_fault`."""
        return None if isinstance(self._ahead, errors.Refused) else series.course(self._ahead, self.choices)

    @property
    def course_fault(self) -> errors.Refused | None:
        """What keeps every date of the series alike."""
        return self._ahead if isinstance(self._ahead, errors.Refused) else None

    @cached_property
    def _ahead(self) -> list[operations.Ahead] | errors.Refused:
        try:
            return self.ahead()
        except errors.Refused as error:
            return error

    @property
    def times(self) -> int:
        """How often it is booked."""
        return len(self.course.dates) if self.course else 1

    @property
    def title(self) -> str:
        """What is being booked: "Cut + Colour"."""
        return " + ".join(service.name for service in self.visit.services)

    @property
    def rows(self) -> list[Row]:
        """The services one by one, as the hold has them, else as far as it can be said now."""
        if self.agreed:
            return stages.rows_of(self.agreed)
        names_people = self.business.show_staff_selection
        return list(stages.rows_ahead(self.stages, self.choices.start, names_people=names_people))

    @property
    def duration_minutes(self) -> int | None:
        """How long it takes in all, when that is the same whoever does it."""
        least, most = self.lengths
        return least if least == most else None

    @property
    def lengths(self) -> tuple[int, int]:
        """How long it takes in all, at least and at most, in minutes: who serves may not be known yet."""
        if self.agreed:
            return self.agreed.duration_minutes, self.agreed.duration_minutes
        between = sum(stages.gap(self.stages, n) for n in range(len(self.stages)))
        least, most = zip(*(stage.lengths for stage in self.stages), strict=True)
        return sum(least) + between, sum(most) + between

    @property
    def waiting_minutes(self) -> int:
        """For how much of that the guest only waits."""
        if self.agreed:
            return self.agreed.waiting_minutes
        return sum(stage.service.waiting_minutes for stage in self.stages)

    @property
    def prices(self) -> list[Decimal | None]:
        """What the first service may cost for one person, the cheapest first; several when it depends on who serves."""
        return [self.agreed.price] if self.agreed else self.stages[0].prices

    @property
    def least_prices(self) -> list[Decimal | None]:
        """What each service costs at least, for one person."""
        return [row.prices[0] for row in self.rows]

    @property
    def price_is_least(self) -> bool:
        """Whether some of it may cost more, because that depends on who serves."""
        return any(len(row.prices) > 1 for row in self.rows)

    @property
    def ends_at(self) -> dt.datetime | None:
        """When the chosen start would end."""
        if self.choices.start is None or self.duration_minutes is None:
            return None
        return self.choices.start + dt.timedelta(minutes=self.duration_minutes)

    def elsewhere(self, instant: dt.datetime) -> Reader | None:
        """This will give the guest's own clock; None: it shows the venue's time at that instant, or is not known."""
        return self.reader.elsewhere(self.choices.tz, instant)

    @property
    def own_reader(self) -> Reader | None:
        """The guest's own clock, when it shows another time at the chosen start."""
        return self.elsewhere(self.choices.start) if self.choices.start else None

    def hold(self, held: Held) -> None:
        """This will go on with this hold."""
        self.held, self.choices = held, held.named_in(self.choices)

    def keep_typed(self, request: HttpRequest, fields: Iterable[tuple[str, str]], *, sent: bool = True) -> None:
        """This will keep what the guest typed, and go on with it. Raises `limits.Exceeded`."""
        self.drafted = self.drafted.keep(request, fields, sent=sent, now=self.now)
        self.choices = self.drafted.named_in(self.choices)

    def to(self, name: str, **changes: object) -> str:
        """This will give the address of a step of this journey, with these choices and some changes."""
        return self.choices.but(**{"part": 0, **changes}).to(name, self.business.slug, self.service.pk)

    def to_next_step(self) -> str:
        """This will give the address of the first step without an answer."""
        step = self.next_step()
        if step == "more":  # there it is said what cannot be in this visit
            return self.asked.to(step, self.business.slug, self.service.pk)
        return self.to(step)

    @property
    def repeat(self) -> str:
        """The address at which a series is asked for; "": guests book none here."""
        return self.to("repeat") if self.business.guests_may_book_series else ""

    @property
    def more(self) -> str:
        """The address at which another service is added."""
        return self.to("more")

    @property
    def changes(self) -> dict[str, str]:
        """The addresses at which each answer can be changed; the later ones are kept."""
        start = self.choices.start
        day = start.astimezone(self.business.zone).date() if start else None
        return {
            "service": self.choices.but(more=(), together=False, part=0).to("business", self.business.slug),
            "location": self.to("location"),
            "staff": self.to("staff"),
            "time": self.to("time", date=day, month=None),
        }

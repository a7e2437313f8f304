"""Where a guest's booking may move, and by whom it is served then: what the pages of a move ask of the house."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext

from bookings import errors, operations, queries
from bookings.wizard import again, calendars, reasons, times
from bookings.wizard.own import Own
from bookings.wizard.sought import Sought
from bookings.wizard.steps import ANY
from businesses.models import StaffMember


class Hindrance(NamedTuple):
    """Why there can be no time to move to, who could serve instead, each with the address of their times, and the
    address at which it is booked anew with somebody else; "": nobody else does it."""

    words: str
    people: list[tuple[StaffMember, str]]
    anew: str


class After(NamedTuple):
    """What a move would change besides the time: of each part whose person is another the service, who serves it now
    and who would then; and the name of another place; "": that stays."""

    people: list[tuple[str, StaffMember, StaffMember]]
    place: str


class Moves:
    """A booking and the house that it moves in.

    Whoever had chosen a person keeps them. Only when these take no bookings for it any more may another be named, by
    the address; who had chosen anyone gets anyone who is free at the same place.
    """

    def __init__(self, own: Own) -> None:
        self.own, self.booking = own, own.booking
        self.house = queries.house(own.business)

    @cached_property
    def stages(self) -> list[queries.Stage]:
        """The parts that move, with whom each is looked for."""
        stages = queries.stages_of(self.booking)
        return [stages[0]._replace(staff=self.instead)] if self.instead else stages

    @cached_property
    def gone(self) -> list[queries.Stage]:
        """The parts whose person was chosen and takes no bookings for them any more."""
        stages, setup = queries.stages_of(self.booking), self.house.setup
        return [each for each in stages if each.staff and not setup.skill(each.service.pk, each.staff.pk)]

    @property
    def others(self) -> Sequence[StaffMember]:
        """Who could serve instead of somebody who has gone; of a visit nobody, for it is not one person's."""
        alone = self.gone[0] if self.gone and len(self.booking.parts) == 1 else None
        return [skill.staff for skill in self.house.setup.skills(alone.service.pk)] if alone else []

    @cached_property
    def instead(self) -> StaffMember | None:
        """Whom the guest chose of these."""
        return next((person for person in self.others if str(person.pk) == self.own.choices.staff), None)

    @property
    def wanted(self) -> queries.Wanted:
        """How a time is looked for."""
        anyone = any(place.any_staff for place in self.booking.parts)
        place = self.booking.location.pk if anyone else None
        return queries.Wanted(None, self.booking.party_size, self.booking, place)

    @property
    def sought(self) -> Sought:
        """The same as a question to the house."""
        return Sought(self.house, self.stages, self.wanted, self.own.now)

    def calendar(self) -> calendars.Calendar:
        """This will give a month and the times of a date: those of the booking, as long as no other is asked for."""
        own, booking, choices = self.own, self.booking, self.own.choices
        day = None if choices.month else booking.starts_at.astimezone(own.business.zone).date()
        people = {stage.staff for stage in self.stages}
        person = people.pop() if len(people) == 1 else None
        return calendars.calendar(
            self.sought,
            date=choices.date or day,
            month=choices.month,
            manner=times.Manner(
                reader=own.reader,
                href=lambda **changes: choices.but(start=None, **changes).to("own_move", own.token),
                own=own.elsewhere,
                duration_minutes=booking.duration_minutes,
                person=person.name if person and own.business.show_staff_selection else "",
                shares=booking.service.is_group,
            ),
        )

    def hindrance(self) -> Hindrance | None:
        """This will say what keeps the booking from every time, and what else leads on; None: nothing does."""
        words = next(filter(None, (self._what_is_missing(stage) for stage in self.stages)), "")
        if not words:
            return None
        own = self.own
        people = [(each, own.to("own_move", staff=str(each.pk))) for each in self.others if self._names_people]
        return Hindrance(words, people, again.address_of(self.booking, own.choices.visit, staff=ANY))

    def _what_is_missing(self, stage: queries.Stage) -> str:
        lack = queries.lack_of(self.house, stage.service, queries.Wanted(stage.staff))
        if lack is None:
            return ""
        if stage in self.gone and not self._names_people:
            return gettext("This booking can no longer be moved online.")
        service = self.house.setup.services.get(stage.service.pk, stage.service)
        return reasons.lacking(lack, service, stage.staff)

    @property
    def _names_people(self) -> bool:
        return self.own.business.show_staff_selection

    def after(self, starts_at: dt.datetime) -> After:
        """This will foresee what else a move would change; the last step decides."""
        try:
            served = operations.move_ahead(
                booking=self.booking,
                starts_at=starts_at,
                now=self.own.now,
                staff=self.instead,
                location_id=self.wanted.location_id,
                policy=operations.GUEST,
            )
        except errors.Refused:
            return After([], "")
        pairs = [(place, then.staff) for place, then in zip(self.booking.parts, served, strict=True)]
        people = [
            (place.service_name, place.appointment.staff, then)
            for place, then in pairs
            if self._names_people and then.pk != place.appointment.staff_id
        ]
        place = served[0].location
        return After(people, place.name if place.pk != self.booking.location.pk else "")

"""Why a start is or is not offered: one answer per staff member, from the same function that lists and books."""

import datetime as dt
from typing import NamedTuple

from bookings import availability
from bookings.availability import Interval, Reason
from bookings.queries.house import House, Wanted, house
from businesses.models import Business, Service, StaffMember


class Finding(NamedTuple):
    """A rule that removes a start: its name, its value in words, and where it is set in the business document."""

    rule: str
    value: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.value} [{self.where}]"


class Explained(NamedTuple):
    """What one person could do with the start; no findings: it is offered and free."""

    staff: StaffMember
    findings: list[Finding]


def explain(
    business: Business | House,
    service: Service,
    *,
    starts_at: dt.datetime,
    now: dt.datetime,
    staff: StaffMember | None = None,
    party_size: int = 1,
) -> list[Explained]:
    """This will say for each person, or the one given, which rules keep them from taking a start."""
    here, start = house(business), availability.minute_of(starts_at)
    day = availability.local_date(start, here.business.zone)
    wanted = Wanted(staff, party_size)
    openings = here.openings(service, day - dt.timedelta(days=1), day, now=now, wanted=wanted)
    return findings(here, service, openings, start, staff)


def findings(
    here: House, service: Service, openings: availability.Openings, start: int, staff: StaffMember | None
) -> list[Explained]:
    """This will say the same of a start of these openings, a UTC minute."""
    words = _Words(here.business, service, openings)
    answers = []
    for person in here.setup.people.values() if staff is None else [staff]:
        if not service.active:
            told = [Finding("service", f"{service.name} takes no bookings", "services[].active")]
        elif not person.active:
            told = [Finding("staff", f"{person.name} takes no bookings", "staff[].active")]
        elif not person.location.active:
            where = f"{person.name} works at {person.location.name}, which takes no bookings"
            told = [Finding("location", where, "locations[].active")]
        elif person.pk not in openings.performers:
            told = [Finding("skills", f"{person.name} does not perform {service.name}", "staff[].services")]
        else:
            found = availability.reasons(openings, start, person.pk)
            told = [words.of(reason, person) for reason in found]
        answers.append(Explained(person, told))
    return answers


class _Words:
    """Reasons in words: local times, and the place in the business document where the rule stands."""

    def __init__(self, business: Business, service: Service, openings: availability.Openings) -> None:
        self.business, self.service, self.openings = business, service, openings

    def of(self, reason: Reason, person: StaffMember) -> Finding:
        """This will put one reason into words."""
        value, where = getattr(self, f"_{reason.rule.name.lower()}")(reason, person)
        return Finding(reason.rule.value, value, where)

    def _past(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return "the start is past", "now"

    def _lead_time(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"bookings are taken until {reason.value} minutes before the start", "rules.lead_time_minutes"

    def _window(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        last = self.openings.offers.last_date
        return f"bookings are taken for today and {reason.value} days after it, until {last}", "rules.window_days"

    def _closed(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"open on {_day(reason.on)}: {self._times(reason.times)}", self._hours_of_business(reason.on)

    def _grid(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        opens = self._clock(reason.times[0].start)
        return f"starts are every {reason.value} minutes from {opens} on", "rules.slot_interval_minutes"

    def _timetable(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"the timetable has no {self.service.name} with {person.name} at that time", "timetable"

    def _fit(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        closes = self._clock(reason.times[0].end)
        return f"{reason.value} minutes do not fit before closing at {closes}", self._hours_of_business(reason.on)

    def _not_working(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        own = person.own_hours or self._has_own_day(person, reason.on)
        where = "staff[].special_days" if self._has_own_day(person, reason.on) else "staff[].hours"
        value = f"works on {_day(reason.on)}: {self._times(reason.times)}"
        return value, where if own else self._hours_of_business(reason.on)

    def _time_off(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"away {self._times(reason.times)}", "staff[].time_off"

    def _class(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"gives a class of the timetable then{self._while(reason)}", "timetable"

    def _full(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"{reason.value} places are left at that start, {self.openings.party} wanted", "bookings"

    def _busy(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        before, after = self.service.buffer_before_minutes, self.service.buffer_after_minutes
        buffers = f" (this service keeps {before} minutes before and {after} after it free)" if before or after else ""
        met = f"{self._times(reason.times)}{self._while(reason)}"
        return f"has appointments, buffers included, {met}{buffers}", "bookings"

    def _resource(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        kind = self.service.resource_kind
        return f"none of the {reason.value} of kind {kind!r} at {person.name}'s location is free", "bookings"

    def _party(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"{reason.value} places in all, {self.openings.party} wanted", "services[].capacity"

    def _while(self, reason: Reason) -> str:
        """Which stretches of work, of a service that waits between them, are in question."""
        return f", while this service needs them {self._times(reason.work)}" if reason.work else ""

    def _has_own_day(self, person: StaffMember, day: dt.date | None) -> bool:
        hours = self.openings.roster.people[person.pk].hours
        special = self.openings.roster.hours.special
        return bool(hours and day and day in hours.special and hours.special[day] != special.get(day))

    def _hours_of_business(self, day: dt.date | None) -> str:
        if day is None:
            return "hours"
        return f"special_days {day}" if day in self.openings.roster.hours.special else f"hours.{day:%A}".lower()

    def _clock(self, minute: int) -> str:
        return f"{availability.instant_of(minute).astimezone(self.business.zone):%H:%M}"

    def _times(self, times: tuple[Interval, ...]) -> str:
        if not times:
            return "not at all"
        zone, shown = self.business.zone, []
        for start, end in times:
            begin, finish = (availability.instant_of(minute).astimezone(zone) for minute in (start, end))
            same = begin.date() == finish.date()
            until = finish.strftime("%H:%M" if same else "%Y-%m-%d %H:%M")
            shown.append(f"{begin:%H:%M}–{until}" if same else f"{begin:%Y-%m-%d %H:%M}–{until}")
        return ", ".join(shown)


def _day(day: dt.date | None) -> str:
    return f"{day:%A} {day}" if day else "that day"

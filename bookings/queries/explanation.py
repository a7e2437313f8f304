"""Why a start is or is not offered: one answer per staff member, from the same function that lists and books."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from bookings import availability
from bookings.availability import Interval, Reason, Rule
from bookings.queries.house import House, Wanted, house
from bookings.queries.in_the_way import Standing, Taken
from bookings.queries.nothing import Lack, lacks_of
from bookings.queries.setup import Setup
from businesses.models import Business, Service, StaffMember
from businesses.models.rota import letter


class Finding(NamedTuple):
    """A rule that removes a start: its name, its value in words, and where it is set in the business document.

    `taken` are the appointments that are in the way, where somebody asked for them.
    """

    rule: str
    value: str
    where: str
    taken: tuple[Taken, ...] = ()

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
    here: House,
    service: Service,
    openings: availability.Openings,
    start: int,
    staff: StaffMember | None,
    standing: Standing | None = None,
) -> list[Explained]:
    """This will say the same of a start of these openings, a UTC minute; `standing` knows what is booked around it."""
    words = _Words(here.setup, service, openings)
    answers = []
    for person in here.setup.people.values() if staff is None else [staff]:
        told = lacks(here, service, person)
        if person.pk in openings.performers:
            found = list(_telling(words, person, availability.reasons(openings, start, person.pk)))
            told += [_with_taken(words.of(each, person), each, openings, start, person, standing) for each in found]
        answers.append(Explained(person, told))
    return answers


def lacks(here: House, service: Service, person: StaffMember) -> list[Finding]:
    """This will put into words what keeps a person from a service on every date."""
    where = f"{person.name} works at {person.location.name}, which takes no bookings"
    words = {
        Lack.SERVICE: Finding("service", f"{service.name} takes no bookings", "services[].active"),
        Lack.PERSON: Finding("staff", f"{person.name} takes no bookings", "staff[].active"),
        Lack.PLACE: Finding("location", where, "locations[].active"),
        Lack.SKILL: Finding("skills", f"{person.name} does not perform {service.name}", "staff[].services"),
    }
    return [words[lack] for lack in lacks_of(here.setup, service, person)]


def _telling(words: "_Words", person: StaffMember, found: list[Reason]) -> Iterator[Reason]:
    """The reasons that say something more: whoever keeps the hours of a closed house, or takes no bookings at all, is
    not at work either."""
    house_shut = any(reason.rule in (Rule.CLOSED, Rule.FIT) for reason in found)
    for reason in found:
        if reason.rule is not Rule.NOT_WORKING or not (
            not person.active or (house_shut and not words.has_own(person, reason.on))
        ):
            yield reason


def _with_taken(
    finding: Finding,
    reason: Reason,
    openings: availability.Openings,
    start: int,
    person: StaffMember,
    standing: Standing | None,
) -> Finding:
    """The same with the appointments that the reason is about."""
    if standing is None:
        return finding
    if reason.rule is Rule.BUSY:
        taken = standing.of_person(person.pk, openings.work_time(start, person.pk))
    elif reason.rule is Rule.FULL:
        taken = standing.group_of(person.pk, openings.demand.service, start)
    elif reason.rule is Rule.RESOURCE:
        things = {thing.key for thing in openings.diaries.things_at(person.pk)}
        taken = standing.of_things(things, openings.blocked_time(start, person.pk))
    else:
        return finding
    return finding._replace(taken=taken)


class _Words:
    """Reasons in words: local times, and the place in the business document where the rule stands."""

    def __init__(self, setup: Setup, service: Service, openings: availability.Openings) -> None:
        self.setup, self.business, self.service, self.openings = setup, setup.business, service, openings

    def of(self, reason: Reason, person: StaffMember) -> Finding:
        """This will put one reason into words."""
        value, where = getattr(self, f"_{reason.rule.name.lower()}")(reason, person)
        return Finding(reason.rule.value, value, where)

    def _past(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return "the start is past", "now"

    def _lead_time(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"bookings are taken until {lasting(reason.value)} before the start", "rules.lead_time_minutes"

    def _window(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        days = "1 day" if reason.value == 1 else f"{reason.value} days"
        last = _day(self.openings.offers.last_date)
        return f"bookings are taken for today and {days} after it, until {last}", "rules.window_days"

    def _closed(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return self._hours(reason, "open"), self._hours_of_business(reason.on)

    def _grid(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        opens = self._clock(reason.times[0].start)
        return f"starts are every {lasting(reason.value)} from {opens} on", "rules.slot_interval_minutes"

    def _timetable(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"the timetable has no {self.service.name} with {person.name} at that time", "timetable"

    def _fit(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        closes = self._clock(reason.times[0].end)
        return f"{lasting(reason.value)} do not fit before closing at {closes}", self._hours_of_business(reason.on)

    def _not_working(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        if not self.has_own(person, reason.on):
            return self._hours(reason, "at work"), self._hours_of_business(reason.on)
        if self._has_own_day(person, reason.on):
            return self._hours(reason, "at work"), "staff[].special_days"
        turn = self.setup.turn_of(person.pk, reason.on) if reason.on else None
        within = "" if turn is None else f", in week {letter(turn)}"
        has_rota = reason.on is not None and self.setup.has_rota(person, reason.on)
        return self._hours(reason, "at work", within), "staff[].rotas" if has_rota else "staff[].hours"

    def _time_off(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"away {self._times(reason.times)}", "staff[].time_off"

    def _class(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        return f"gives a class of the timetable then{self._while(reason)}", "timetable"

    def _full(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        left = "1 place is" if reason.value == 1 else f"{reason.value} places are"
        return f"{left} left at that start, {self.openings.party} wanted", "bookings"

    def _busy(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        before, after = self.service.buffer_before_minutes, self.service.buffer_after_minutes
        buffers = (
            f" (this service keeps {lasting(before)} before and {lasting(after)} after it free)"
            if before or after
            else ""
        )
        met = f"{self._times(reason.times)}{self._while(reason)}"
        return f"has appointments, buffers included, {met}{buffers}", "bookings"

    def _resource(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        kind, where = self.service.resource_kind, f"where {person.name} works"
        if not reason.value:
            return f"there is no “{kind}” {where}", "resources"
        which = f"the only “{kind}”" if reason.value == 1 else f"each of the {reason.value} of “{kind}”"
        return f"{which} {where} is taken", "bookings"

    def _party(self, reason: Reason, person: StaffMember) -> tuple[str, str]:
        places = "1 place" if reason.value == 1 else f"{reason.value} places"
        return f"{places} in all, {self.openings.party} wanted", "services[].capacity"

    def _while(self, reason: Reason) -> str:
        """Which stretches of work, of a service that waits between them, are in question."""
        return f", while this service needs them {self._times(reason.work)}" if reason.work else ""

    def _hours(self, reason: Reason, there: str, within: str = "") -> str:
        day = f"{_day(reason.on)}{within}"
        return f"{there} on {day}: {self._times(reason.times)}" if reason.times else f"not {there} on {day}"

    def has_own(self, person: StaffMember, day: dt.date | None) -> bool:
        """Whether somebody's hours on a date are other than whatever those of the business are."""
        return day is not None and (self.setup.has_own_week(person, day) or self._has_own_day(person, day))

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
        return ", ".join(self._time(time) for time in times)

    def _time(self, time: Interval) -> str:
        begin, finish = (availability.clock_at(minute, self.business.zone) for minute in time)
        if begin.date() == finish.date():
            return f"{begin:%H:%M}–{finish:%H:%M}"
        if begin.time() == finish.time() == dt.time():
            first, last = _day(begin.date()), _day(finish.date() - dt.timedelta(days=1))
            return f"all of {first}" if first == last else f"{first} – {last}"
        return f"{_day(begin.date())}, {begin:%H:%M} – {_day(finish.date())}, {finish:%H:%M}"


def lasting(minutes: int | None) -> str:
    """This will say how long some minutes are: 1 day 2 hours, 45 minutes."""
    days, rest = divmod(minutes or 0, availability.DAY)
    hours, left = divmod(rest, 60)
    named = [(days, "day"), (hours, "hour"), (left, "minute")]
    said = [f"{count} {unit}" if count == 1 else f"{count} {unit}s" for count, unit in named if count]
    return " ".join(said) or "0 minutes"


def _day(day: dt.date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "that day"

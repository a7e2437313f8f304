"""What keeps somebody from a start, in an owner's words, and the page on which it is set."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.urls import reverse

from bookings import queries
from bookings.dashboard.day.times import picked
from bookings.dashboard.frame.reach import Reach
from businesses.models import Service, StaffMember

HEADS = {
    "past": "Over",
    "lead time": "Too soon",
    "window": "Too far ahead",
    "closed": "Closed",
    "slot interval": "Not one of the starts",
    "timetable": "Not on the timetable",
    "length": "Too long",
    "working hours": "Not at work",
    "time off": "Time off",
    "class on the timetable": "Gives a class",
    "places": "Full",
    "appointment": "Booked",
    "resource": "Nothing free",
    "capacity": "Too many people",
    "service": "Switched off",
    "staff": "Takes no bookings",
    "location": "Location switched off",
    "skills": "Does not do it",
}


class Way(NamedTuple):
    """A page of the dashboard: its address, and what one does there."""

    link: str
    words: str


class Appointment(NamedTuple):
    """What is booked, in words; the link is empty where it has no page, or is not this reader's."""

    words: str
    around: str
    link: str


class Said(NamedTuple):
    """A reason as the page shows it. `note` says what of the service itself counts; `way` is where the reason is set,
    unless this reader may not."""

    head: str
    value: str
    way: Way | None
    taken: Sequence[Appointment]
    note: str = ""


class Phrasebook:
    """The words for one service, and for one reader."""

    def __init__(self, reach: Reach, zone: ZoneInfo, service: Service) -> None:
        self.reach, self.zone, self.service = reach, zone, service

    def line(self, findings: Sequence[queries.Finding], person: StaffMember) -> list[Said]:
        """This will put what keeps a person from some starts into words; an appointment is named once."""
        said, named = [], ()
        for finding in findings:
            is_named = bool(finding.taken) and finding.taken == named
            said.append(self.said(finding._replace(taken=()) if is_named else finding, person, by_the_same=is_named))
            named = finding.taken or named
        return said

    def said(self, finding: queries.Finding, person: StaffMember, *, by_the_same: bool = False) -> Said:
        """This will put one reason into words."""
        value = finding.value + (" by the same" if by_the_same else "")
        if finding.taken and finding.rule == "appointment":
            value = ""  # the appointments say it
        way = None if self.reach.own_staff else self._way(finding, person)
        note = self._own_buffers() if finding.rule == "appointment" and not value else ""
        return Said(HEADS[finding.rule], value, way, [self._taken(each) for each in finding.taken], note)

    def _own_buffers(self) -> str:
        """What the service keeps free around itself, which may be all that meets an appointment."""
        edges = (self.service.buffer_before_minutes, "before"), (self.service.buffer_after_minutes, "after")
        kept = " and ".join(f"{queries.lasting(minutes)} {side}" for minutes, side in edges if minutes)
        return f"{self.service.name} itself keeps {kept} it free" if kept else ""

    def _way(self, finding: queries.Finding, person: StaffMember) -> Way | None:
        if finding.rule == "resource":
            return Way(reverse("admin:businesses_resource_changelist"), "change rooms and equipment")
        found = next((way for start, way in WAYS if finding.where.startswith(start)), None)
        return found(self.service, person) if found else None

    def _taken(self, row: queries.Taken) -> Appointment:
        guests = [each for each in row.guests if not each.held_until]
        is_theirs = self.reach.own_staff is None or row.staff_id == self.reach.own_staff.pk
        if not guests and row.guests and row.guests[0].held_until:
            whose = f"somebody is booking it, held until {self._at(row.guests[0].held_until)}"
        elif row.places > 1:
            whose = f"{sum(each.party_size for each in row.guests)} of {row.places} places taken"
        else:
            whose = (guests[0].name or "a guest") if guests and is_theirs else "a guest"
        where = f" in {row.resource}" if row.resource else ""
        words = f"{row.service} with {row.staff}{where}, {whose}, {self._at(row.starts_at)}–{self._at(row.ends_at)}"
        edges = row.buffered
        around = f"with the time kept free around it {self._at(edges[0])}–{self._at(edges[1])}" if edges else ""
        return Appointment(words, around, self._page(row, guests) if is_theirs else "")

    def _page(self, row: queries.Taken, guests: Sequence[queries.Attendee]) -> str:
        if row.places > 1:
            return reverse("admin:participants", args=[row.id])
        if guests and not guests[0].erased:
            return reverse("admin:bookings_booking_change", args=[guests[0].booking_id])
        return ""

    def _at(self, instant: dt.datetime) -> str:
        return picked(instant, self.zone).words


def _page(name: str, words: str) -> Callable[[Service, StaffMember], Way]:
    return lambda service, person: Way(reverse(f"admin:{name}"), words)


def _service(service: Service, person: StaffMember) -> Way:
    return Way(reverse("admin:businesses_service_change", args=[service.pk]), f"change {service.name}")


def _person(service: Service, person: StaffMember) -> Way:
    return Way(reverse("admin:businesses_staffmember_change", args=[person.pk]), f"change {person.name}")


def _hours(service: Service, person: StaffMember) -> Way:
    return Way(reverse("admin:staff_hours", args=[person.pk]), f"change the hours of {person.name}")


def _location(service: Service, person: StaffMember) -> Way:
    place = person.location
    return Way(reverse("admin:businesses_location_change", args=[place.pk]), f"change {place.name}")


WAYS = (  # the beginning of a place in the business document, and the page that sets it
    ("rules.", _page("business_rules", "change the rules")),
    ("hours", _page("businesses_openinghours_changelist", "change the opening hours")),
    ("special_days", _page("businesses_specialday_changelist", "change the special day")),
    ("staff[].special_days", _page("businesses_specialday_changelist", "change the special day")),
    ("staff[].time_off", _page("businesses_timeoff_changelist", "change the time off")),
    ("staff[].hours", _hours),
    ("staff[].rotas", _hours),
    ("staff[].", _person),
    ("locations[].", _location),
    ("services[].", _service),
    ("timetable", _page("businesses_timetable_changelist", "change the timetable")),
)

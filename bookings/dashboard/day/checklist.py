"""What is missing until guests can book: the steps of setting up a business, each with the page where it is done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.db.models import Q

from bookings.queries import Setup
from businesses.models import (
    Business,
    OpeningHours,
    Resource,
    Rota,
    Service,
    Skill,
    SpecialDay,
    Timetable,
    WorkingHours,
)

DAY = 1440
Period = tuple[int, int]  # minutes of a week from Monday on
Opening = tuple[int, dt.time, dt.time]  # the weekday, opening and closing on the wall


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: whether it is done, what it is, why, and the page (a name of the admin's and its key)."""

    key: str
    done: bool
    title: str
    words: str
    page: str
    args: tuple[int, ...] = ()
    also: tuple[str, str] = ("", "")  # another way to do it: words, and the name of its page


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps in the order in which they are best done; the last one is looking at the result."""

    steps: Sequence[Step]

    @property
    def is_bookable(self) -> bool:
        """Whether guests find times to book."""
        return all(step.done for step in self.steps if step.key != "look")

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def missing(self) -> int:
        """How many steps are left."""
        return len(self.steps) - self.done


_known: "WeakKeyDictionary[Setup, dict[tuple[object, ...], Checklist]]" = WeakKeyDictionary()


def remembered(business: Business, setup: Setup, *, today: dt.date, tried: bool) -> Checklist:
    """This will give the same as `checklist`, which is looked up once for each version of the set-up."""
    known = _known.setdefault(setup, {})
    key = today, tried, business.phone, business.email, business.address
    found = known.get(key)  # another thread may clear it at any moment
    if found is None:
        found = checklist(business, today=today, tried=tried)
        known.clear()
        known[key] = found
    return found


def checklist(business: Business, *, today: dt.date, tried: bool = False) -> Checklist:
    """This will give the steps until a business can be booked, in eight queries at most.

    `tried`: a booking was made already, so somebody has seen the booking page.
    """
    services = list(Service.objects.filter(business=business).active().order_by("position", "id"))
    skills = list(
        Skill.objects.filter(business=business, service__active=True, staff__active=True)
        .order_by()
        .values_list("staff_id", "service_id", "staff__own_hours")
    )
    opened = list(OpeningHours.objects.filter(business=business).values_list("weekday", "opens", "closes"))
    special = SpecialDay.objects.filter(business=business, staff__isnull=True, date__gte=today).exclude(periods=[])
    opens = bool(opened) or special.exists()
    people = business.staffmember_set.filter(active=True).exists()
    working = _people_at_work(business, opened) | {person for person, _, own_hours in skills if opens and not own_hours}
    performed = {service for person, service, _ in skills if person in working}
    steps = [
        Step(
            "contact",
            bool(business.phone or business.email) and bool(business.address),
            "Say who you are",
            "Your address, and a phone number or e-mail where guests reach you.",
            "businesses_business_change",
            (business.pk,),
        ),
        Step(
            "hours",
            opens,
            "Set your opening hours",
            "When guests can come; leave a gap for your break.",
            "businesses_openinghours_changelist",
        ),
        Step(
            "service",
            bool(services),
            "Add a service",
            "What you offer, how long it takes and what it costs.",
            "businesses_service_changelist" if services else "businesses_service_add",
            also=("Or begin with a class of the week", "businesses_timetable_add"),
        ),
        Step(
            "person",
            people,
            "Add a person",
            "Who serves your guests; if you work alone, add yourself.",
            "businesses_staffmember_changelist" if people else "businesses_staffmember_add",
        ),
        Step(
            "skill",
            bool(performed),
            "Say who does what",
            "Choose the services of each person, and hours in which you are open too.",
            "businesses_staffmember_changelist",
        ),
        *_needs(business, today, [service for service in services if service.pk in performed]),
        Step(
            "look",
            tried,
            "Look at your booking page",
            "Open it as your guests see it, and make a booking to try it out.",
            "",
        ),
    ]
    return Checklist(steps)


def _needs(business: Business, today: dt.date, services: Iterable[Service]) -> list[Step]:
    """A step more when everything that is performed needs a room or a timetable that is not there."""
    kinds = set(Resource.objects.filter(business=business, active=True).values_list("kind", flat=True))
    over = Q(date__lt=today) | Q(valid_until__lt=today)
    planned = Timetable.objects.filter(business=business, staff__active=True).exclude(over)
    timed = set(planned.values_list("service_id", flat=True))
    without_room = without_times = False
    for service in services:
        has_room = not service.resource_kind or service.resource_kind in kinds
        has_times = service.starts == Service.Starts.GRID or service.pk in timed
        if has_room and has_times:
            return []
        without_room |= not has_room
        without_times |= not has_times
    steps = []
    if without_room:
        words = "Your services need one, such as a treatment room or a chair."
        steps.append(Step("room", False, "Add a room or equipment", words, "businesses_resource_changelist"))
    if without_times:
        words = "Your classes need their days and times."
        steps.append(Step("timetable", False, "Fill the timetable", words, "businesses_timetable_add"))
    return steps


def _people_at_work(business: Business, opening: Sequence[Opening]) -> set[int]:
    """Who has hours of their own, in some week, that meet the opening hours."""
    hours: dict[int, list[Opening]] = defaultdict(list)
    rows = WorkingHours.objects.filter(business=business, staff__own_hours=True).order_by()
    for person, weekday, opens, closes in rows.values_list("staff_id", "weekday", "opens", "closes"):
        hours[person].append((weekday, opens, closes))
    weeks = list(hours.items())
    for rota in Rota.objects.filter(business=business):
        weeks += [(rota.staff_id, week) for week in rota.periods or [opening]]
    opened = _weekly(opening)
    return {
        person
        for person, periods in weeks
        if any(max(a, c) < min(b, d) for a, b in _weekly(periods) for c, d in opened)
    }


def _weekly(periods: Iterable[Opening]) -> list[Period]:
    """Minutes of the week; a close at or before its open is on the next day."""
    found = []
    for weekday, opens, closes in periods:
        start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
        found.append((weekday * DAY + start, weekday * DAY + (end if end > start else end + DAY)))
    return found

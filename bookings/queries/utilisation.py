"""How full the diaries were: booked minutes against working ones, for every hour of the week."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, QuerySet, When

from bookings import availability
from bookings.availability import Interval
from bookings.models import Appointment
from bookings.queries.house import house
from bookings.queries.setup import Setup
from bookings.queries.wall_clock import WallClock, local_week
from businesses.models import Business

ONE_DAY = dt.timedelta(days=1)
HOUR, HOURS = 60, 24


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of the week (0 is Monday): minutes worked in it and minutes of these that were booked."""

    weekday: int
    hour: int
    booked_minutes: int
    working_minutes: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None: nobody works then."""
        return min(1.0, self.booked_minutes / self.working_minutes) if self.working_minutes else None


def utilisation(
    business: Business,
    appointments: "QuerySet[Appointment]",
    people: Mapping[int, bool],
    *,
    first: dt.date,
    last: dt.date,
    waits: Iterable[Interval] = (),
) -> list[Cell]:
    """This will give all 168 hours of a local week over the dates `first` … `last`, Monday's first hour first.

    `appointments` are those that count, `people` says of each staff id whether they have hours of their own. Booked is
    what appointments take of the diary, buffers too, but not their `waits`; working hours are those that are set up
    now. In three queries.
    """
    clock = WallClock(business.zone, first - 2 * ONE_DAY, last + 2 * ONE_DAY)
    times = _booked(appointments.filter(staff__in=list(people)), clock)
    times.subtract(piece for wait in waits for piece in clock.pieces(wait))
    booked = _by_hour(times)
    working = _by_hour(_working(business, people, first, last, clock))
    return [Cell(slot // HOURS, slot % HOURS, booked[slot], working[slot]) for slot in range(7 * HOURS)]


def _booked(appointments: "QuerySet[Appointment]", clock: WallClock) -> Counter[Interval]:
    """How often each time of the week was taken; added up by the database, as the same times come back every week."""
    begin = local_week(clock.local(F("busy_from"), instant="starts_at"))
    if clock.changes:  # the few in whose midst the clock changes stand for themselves, as negative UTC minutes
        begin = Case(When(clock.crossing("busy_from", "busy_until"), then=-F("busy_from")), default=begin)
    rows = appointments.order_by().values(begin=begin, length=F("busy_until") - F("busy_from"))
    found: Counter[Interval] = Counter()
    for start, length, count in rows.annotate(count=Count("pk")).values_list("begin", "length", "count"):
        for piece in clock.pieces(Interval(-start, length - start)) if start < 0 else [Interval(start, start + length)]:
            found[piece] += count
    return found


def _working(
    business: Business, people: Mapping[int, bool], first: dt.date, last: dt.date, clock: WallClock
) -> Counter[Interval]:
    """How many people work at each time of the week."""
    found: Counter[Interval] = Counter()
    roster = at_work(house(business).setup, people, first, last)
    for time, count in availability.times_worked(roster, first, last).items():
        for piece in clock.pieces(time):
            found[piece] += count
    return found


def at_work(setup: Setup, people: Iterable[int], first: dt.date, last: dt.date) -> availability.Roster:
    """This will give the hours of people, by id, as the same function sees them that says what is free."""
    span = availability.Span(setup.business.zone, first, last)
    persons = [
        availability.Person(person, hours=setup.hours_of(setup.people[person]), time_off=setup.time_off(person))
        for person in people
        if person in setup.people
    ]
    return availability.Roster(span, setup.hours, 1, persons)


def _by_hour(times: Counter[Interval]) -> Counter[int]:
    """The minutes of each hour of the week, counted from Monday at midnight."""
    found: Counter[int] = Counter()
    for (start, end), count in times.items():
        for hour in range(start // HOUR, (end - 1) // HOUR + 1):
            minutes = min(end, (hour + 1) * HOUR) - max(start, hour * HOUR)
            found[hour % (7 * HOURS)] += minutes * count
    return found

"""Some dates of everybody, as little as shows where there is room: who works when, and what is taken of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookings import availability
from bookings.availability import Interval, Roster, Span
from bookings.models import Booking, Place
from bookings.queries import day_rows
from bookings.queries.day_columns import Person
from bookings.queries.day_rows import Row
from bookings.queries.house import House, house
from businesses.models import Business

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """An appointment, in minutes from the midnight with which its date begins. `sure`: nobody has to say yes any more;
    `clashes`: somebody is expected while the person has time off."""

    time: Interval
    sure: bool
    clashes: bool


@dataclass(frozen=True, slots=True)
class PersonDate:
    """A person's date. Times are minutes from its midnight; those of `off` are hours in which they have time off.

    `bookings` counts those that are or were to come, `waiting` those of them that wait for a yes. `work` and `booked`
    are minutes of the hours: all of them without time off, and how many of these are taken.
    """

    day: dt.date
    hours: Sequence[Interval]
    off: Sequence[Interval]
    taken: Sequence[Taken]
    bookings: int
    waiting: int
    work: int
    booked: int
    closed: bool


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """Whose dates these are, in order."""

    person: Person
    cells: Sequence[PersonDate]


def week_sheet(business: Business | House, *, first: dt.date, last: dt.date, now: dt.datetime) -> list[PersonWeek]:
    """This will give the local dates `first` … `last` of everybody, in the house's order, as `day_sheet` counts them.

    A constant number of queries, whatever is in the diary.
    """
    setup = house(business).setup
    low, high = (availability.wall_minute(day, 0, setup.business.zone) for day in (first, last + ONE_DAY))
    rows = day_rows.appointment_rows(setup.business, low, high + availability.DAY, now=now, staff=None)
    rows = [row for row in rows if first <= row.listed_on <= last]
    serving = {row.staff for row in rows}
    coming, span = _statuses(rows, now=now), setup.span(first, last)
    drawing = _Drawing(setup.roster(span), span, rows, coming)
    people = [each for each in setup.people.values() if each.active or each.pk in serving]
    dates = list(availability.dates(first, last))
    return [
        PersonWeek(
            Person(each.pk, each.name, each.job_title, each.color, each.active),
            [drawing.cell(each.pk, day) for day in dates],
        )
        for each in people
    ]


def _statuses(rows: Sequence[Row], *, now: dt.datetime) -> dict[int, dict[int, str]]:
    """By appointment: its bookings and how they stand; no hold that has run out."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    places = Place.objects.filter(appointment__in=[row.id for row in rows], live=True).order_by()
    columns = "appointment_id", "booking_id", "booking__status", "booking__hold_expires_at"
    for appointment, booking, status, ends_at in places.values_list(*columns):
        if status != Booking.Status.HELD or ends_at > now:
            found[appointment][booking] = status
    return found


class _Drawing:
    """The facts of everybody, and the cells made from them."""

    def __init__(
        self, roster: Roster, span: Span, rows: Sequence[Row], coming: Mapping[int, Mapping[int, str]]
    ) -> None:
        self.roster, self.span, self.coming = roster, span, coming
        self.rows: dict[tuple[int, dt.date], list[Row]] = defaultdict(list)
        busy: dict[int, list[Interval]] = defaultdict(list)
        for row in rows:
            self.rows[row.staff, row.listed_on].append(row)
            busy[row.staff] += row.work
        self.busy = {key: span.mask(times) for key, times in busy.items()}
        self.midnights = {day: span.midnight(day) for day in (*span, span.last + ONE_DAY)}

    def cell(self, person: int, day: dt.date) -> PersonDate:
        """This will draw one date of a person."""
        opened = self.span.mask(self.roster.periods(day))
        hours = opened & self.roster.own_minutes(person) if person in self.roster.people else 0
        duty = opened & self.roster.on_duty(person)
        taken = [self._taken(row, day) for row in self.rows[person, day]]
        known: dict[int, str] = {}  # a visit may have several parts with the same person
        for row in self.rows[person, day]:
            known |= self.coming.get(row.id, {})
        statuses = list(known.values())
        return PersonDate(
            day=day,
            hours=self._times(hours, day),
            off=self._times(hours & ~duty, day),
            taken=taken,
            bookings=sum(status != Booking.Status.HELD for status in statuses),
            waiting=statuses.count(Booking.Status.PENDING),
            work=duty.bit_count(),
            booked=(duty & self.busy.get(person, 0)).bit_count(),
            closed=not opened,
        )

    def _taken(self, row: Row, day: dt.date) -> Taken:
        statuses, midnight = self.coming.get(row.id, {}).values(), self.midnights[day]
        away = self.span.everything & ~self.roster.present(row.staff)
        expected = any(status in Booking.OPEN for status in statuses)
        return Taken(
            time=Interval(row.time.start - midnight, row.time.end - midnight),
            sure=Booking.Status.PENDING not in statuses and Booking.Status.HELD not in statuses,
            clashes=bool(expected and away and away & self.span.mask(row.work)),
        )

    def _times(self, mask: int, day: dt.date) -> list[Interval]:
        if not mask:
            return []
        midnight = self.midnights[day]
        return list(availability.intervals_of(mask >> midnight - self.span.start, 0))

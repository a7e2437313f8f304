"""How business goes: bookings a day, how full the diaries were, who and what was booked, and how long before."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum, Value

from bookings import availability
from bookings.availability import Interval
from bookings.models import Appointment, Booking, Place
from bookings.queries import dated
from bookings.queries.utilisation import Cell, utilisation
from bookings.queries.wall_clock import UtcMinute, WallClock
from businesses.models import Business, Service, StaffMember

ONE_DAY = dt.timedelta(days=1)
Status = Booking.Status
KEPT = (Status.PENDING, Status.CONFIRMED, Status.COMPLETED)
COUNTED = (*KEPT, Status.NO_SHOW, Status.CANCELLED)
# The longest lead of each group, in days, and what the group is called.
LEADS: tuple[tuple[int, str], ...] = (
    (0, "Same day"), (1, "1 day"), (3, "2–3 days"), (7, "4–7 days"), (14, "8–14 days"), (30, "15–30 days"),
)  # fmt: skip
LONGEST, LONGER = 30, "Longer"
Waits = tuple[int, int, tuple[Interval, ...]]  # of an appointment of a person and a service, by id
EPOCH = dt.date(1970, 1, 1).toordinal()


class _Row(NamedTuple):
    """So many bookings of a local date, with a status, made on a local date (counted in days since 1970)."""

    date: dt.date
    status: str
    made: int
    bookings: int


@dataclass(frozen=True, slots=True)
class Day:
    """The bookings of a local date: kept ones (or still to come), missed and cancelled ones."""

    date: dt.date
    kept: int = 0
    missed: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.missed + self.cancelled


@dataclass(frozen=True, slots=True)
class Part:
    """What one person or one service has of it all: appointments, their minutes in the diary, part of the minutes."""

    key: int
    name: str
    count: int
    minutes: int
    share: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many: missed ones of those whose day is over and that were not cancelled; cancelled ones of all."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None: of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Lead:
    """How many ordered so long before, counted in local dates."""

    words: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The dates `first` … `last`; the heat map begins on `since`, the first of them with a booking (None: no data)."""

    first: dt.date
    last: dt.date
    since: dt.date | None
    days: Sequence[Day]
    cells: Sequence[Cell]
    by_staff: Sequence[Part]
    by_service: Sequence[Part]
    missed: Rate
    cancelled: Rate
    leads: Sequence[Lead]

    @property
    def total(self) -> int:
        """All bookings of these dates."""
        return sum(day.total for day in self.days)


def figures(business: Business, *, now: dt.datetime, days: int = 90, staff: StaffMember | None = None) -> Figures:
    """This will give the figures of the `days` local dates up to today, of one person or of the house.

    In eight queries, added up by the database, whatever the number of bookings. The neighbours' rows have no part in
    it: every appointment is the business's own, and with it its places and bookings.
    """
    last = now.astimezone(business.zone).date()
    first = last - (days - 1) * ONE_DAY
    rows = _rows(business, first, last, staff)
    counted = _days(rows, first, last)
    since = next((day.date for day in counted if day.total), None)
    people = StaffMember.objects.filter(business=business, **({"pk": staff.pk} if staff else {})).order_by()
    appointments = dated.within(Appointment.objects.live(), "", business, first, last, staff).filter(
        Q(hold_until__isnull=True) | Q(hold_until__gt=now.timestamp()), places_taken__gt=0
    )
    known = {each.pk: each for each in people.only("pk", "name", "own_hours", "active")}
    at_work = {each.pk: each.own_hours for each in known.values() if each.active}
    waits = list(appointments.filter(waits__isnull=False).values_list("staff", "service", "waits"))
    names = {key: each.name for key, each in known.items()}
    by_staff, by_service = _parts(business, appointments, waits, names)
    return Figures(
        first=first,
        last=last,
        since=since,
        days=counted,
        cells=utilisation(
            business,
            appointments,
            at_work,
            first=since or last,
            last=last,
            waits=(wait for person, _, times in waits if person in at_work for wait in times),
        ),
        by_staff=by_staff,
        by_service=by_service,
        missed=_missed(counted, last),
        cancelled=Rate(sum(day.cancelled for day in counted), sum(day.total for day in counted)),
        leads=_leads(rows),
    )


def _rows(business: Business, first: dt.date, last: dt.date, staff: StaffMember | None) -> list[_Row]:
    """Every booking counts once, by its first part, whatever the number of its parts and guests."""
    places = dated.within(Place.objects.filter(position=0), "appointment__", business, first, last, staff)
    # The dates on which it was made: beyond the longest lead an hour more or less makes no difference.
    clock = WallClock(business.zone, first - 2 * LONGEST * ONE_DAY, last + 2 * ONE_DAY)
    made = clock.local(UtcMinute("booking__created_at"), instant="booking__created_at") / Value(availability.DAY)
    fields = {"date": F("appointment__listed_on"), "status": F("booking__status"), "made": made}
    found = places.filter(booking__status__in=COUNTED).values(**fields).annotate(bookings=Count("pk"))
    return [_Row(*row) for row in found.values_list(*_Row._fields)]


def _days(rows: Iterable[_Row], first: dt.date, last: dt.date) -> list[Day]:
    found: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row.date][row.status] += row.bookings
    dates = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return [
        Day(
            date,
            kept=sum(found[date][status] for status in KEPT),
            missed=found[date][Status.NO_SHOW],
            cancelled=found[date][Status.CANCELLED],
        )
        for date in dates
    ]


def _missed(days: Iterable[Day], today: dt.date) -> Rate:
    over = [day for day in days if day.date < today]
    missed = sum(day.missed for day in over)
    return Rate(missed, missed + sum(day.kept for day in over))


def _leads(rows: Iterable[_Row]) -> list[Lead]:
    found: Counter[str] = Counter()
    for row in rows:
        lead = row.date.toordinal() - EPOCH - row.made
        found[next((words for limit, words in LEADS if lead <= limit), LONGER)] += row.bookings
    whole = sum(found.values())
    groups = (*(words for _, words in LEADS), LONGER)
    return [Lead(words, found[words], found[words] / whole if whole else 0.0) for words in groups]


def _parts(
    business: Business, appointments: "QuerySet[Appointment]", waits: Iterable[Waits], names: Mapping[int, str]
) -> tuple[list[Part], list[Part]]:
    """What people and services have of the diaries, most minutes first."""
    people: dict[int, Counter[str]] = defaultdict(Counter)
    services: dict[int, Counter[str]] = defaultdict(Counter)
    rows = appointments.values("staff", "service").annotate(
        count=Count("pk"), minutes=Sum(F("busy_until") - F("busy_from"))
    )
    for person, service, count, minutes in rows.values_list("staff", "service", "count", "minutes"):
        for found in (people[person], services[service]):
            found.update(count=count, minutes=minutes)
    for person, service, times in waits:
        for found in (people[person], services[service]):
            found["minutes"] -= sum(time.length for time in times)
    titles = dict(Service.objects.filter(business=business).order_by().values_list("pk", "name"))
    return _shares(people, names), _shares(services, titles)


def _shares(found: Mapping[int, Counter[str]], names: Mapping[int, str]) -> list[Part]:
    whole = sum(each["minutes"] for each in found.values())
    parts = (
        Part(key, names[key], each["count"], each["minutes"], each["minutes"] / whole) for key, each in found.items()
    )
    return sorted(parts, key=lambda part: (-part.minutes, part.name))

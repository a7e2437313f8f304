"""What is booked and no longer fits the set-up: under one set-up, or newly so after a change from one to another."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Prefetch

from bookings import availability
from bookings.availability import Interval, Rule
from bookings.models import LONGEST_MINUTES, Appointment, Booking, Place, to_minute
from bookings.queries.setup import Setup, load

# What no rule of the kernel says; named as `explain` names them.
WEEK = 7 * availability.DAY
SERVICE, STAFF, LOCATION, SKILLS = "service", "staff", "location", "skills"


class Outside(NamedTuple):
    """A booking to come, and the names of the rules for which it stands outside now and did not before.

    `turn` is which of its person's weeks it is in, from 0 on, where weeks take turns now.
    """

    booking: Booking
    rules: frozenset[str]
    turn: int | None = None


class _Row(NamedTuple):
    """An appointment to come."""

    pk: int
    service: int
    staff: int
    resource: int | None
    listed_on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime


COLUMNS = ("pk", "service_id", "staff_id", "resource_id", "listed_on", "starts_at", "ends_at")
NUMBERS = ("pk", "service_id", "staff_id", "resource_id", "busy_from", "busy_until")
AT_ONCE = 500  # ids in a statement


def setup_now(business_id: int) -> Setup:
    """This will read the set-up of a business as this transaction sees it, saved for good or not; nobody remembers it.

    Raises `Business.DoesNotExist`.
    """
    return load(business_id, version=0)


def outside(setup: Setup, *, now: dt.datetime) -> dict[int, frozenset[str]]:
    """This will give the appointments to come that do not fit a set-up, by id, with the names of the rules that say
    so."""
    return _judged(setup, _doubtful(setup, now=now), now)


def newly_outside(before: Setup, after: Setup, *, now: dt.datetime) -> list[Outside]:
    """This will give the bookings to come that a change from one set-up to another leaves outside, in order of time.

    What was outside before for the same rule is not among them, nor is what is only held: that ends by itself.
    """
    rows = _doubtful(after, now=now)
    there = _judged(after, rows, now)
    if not there:
        return []
    known = _judged(before, [row for row in rows if row.pk in there], now)
    new = {key: rules - known.get(key, frozenset()) for key, rules in there.items()}
    new = {key: rules for key, rules in new.items() if rules}
    found = []
    for booking in _bookings_in(after, list(new)):
        of_parts = [new.get(place.appointment_id, frozenset()) for place in booking.places.all() if place.live]
        day = booking.starts_at.astimezone(after.business.zone).date()
        found.append(Outside(booking, frozenset[str]().union(*of_parts), after.turn_of(booking.staff.pk, day)))
    return found


def _bookings_in(setup: Setup, appointments: Sequence[int]) -> list[Booking]:
    """The open bookings with a place in these appointments, in order of time. What the set-up has is not read again."""
    named = Place.objects.filter(appointment__in=appointments, live=True).values("booking")
    parts = Prefetch("places", queryset=Place.objects.select_related("appointment"))
    rows = Booking.objects.filter(business=setup.business, status__in=Booking.OPEN, pk__in=named)
    found = list(rows.order_by().prefetch_related(parts))
    for booking in found:
        booking.business = setup.business
        for place in booking.places.all():
            appointment = place.appointment
            if appointment.service_id in setup.services:
                appointment.service = setup.services[appointment.service_id]
            if appointment.staff_id in setup.people:
                appointment.staff = setup.people[appointment.staff_id]
            if appointment.resource_id in setup.resources:
                appointment.resource = setup.resources[appointment.resource_id]
    return sorted(found, key=lambda each: (each.starts_at, each.pk))


def _doubtful(setup: Setup, *, now: dt.datetime) -> list[_Row]:
    """All that is to come and may not fit: whatever fits with its buffers, and with all else, is told by a few numbers.

    A house may have ten thousand appointments to come, of which a change concerns some hundred.
    """
    coming = Appointment.objects.live().filter(
        business=setup.business, busy_from__gt=to_minute(now) - LONGEST_MINUTES, starts_at__gt=now
    )
    coming = coming.order_by()
    fits = _Fits(setup)
    keys = {key for key, *numbers in coming.values_list(*NUMBERS) if not fits(*numbers)}
    keys.update(coming.filter(listed_on__gt=_last_date(setup, now)).values_list("pk", flat=True))
    ordered, found = sorted(keys), list[_Row]()
    for first in range(0, len(ordered), AT_ONCE):
        rows = coming.filter(pk__in=ordered[first : first + AT_ONCE])
        found.extend(_Row(*values) for values in rows.values_list(*COLUMNS))
    return found


class _Fits:
    """Whether an appointment certainly fits, whatever its buffers are. What is alike is found out once."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.kinds: dict[tuple[int, int, int | None], bool] = {}
        self.rosters: dict[int, availability.Roster] = {}
        self.hours: dict[tuple[int, int], int] = {}

    def __call__(self, service: int, staff: int, resource: int | None, busy_from: int, busy_until: int) -> bool:
        kind = service, staff, resource
        if kind not in self.kinds:
            self.kinds[kind] = not any(_rules_of_kind(self.setup, *kind))
        if not self.kinds[kind]:
            return False
        week = busy_from // WEEK
        if (week, staff) not in self.hours:
            self.hours[week, staff] = self._roster(week).on_duty(staff)
        wanted = (1 << busy_until - busy_from) - 1
        return self.hours[week, staff] >> busy_from - self.rosters[week].span.start & wanted == wanted

    def _roster(self, week: int) -> availability.Roster:
        if week not in self.rosters:
            day = availability.local_date(week * WEEK, self.setup.business.zone)
            self.rosters[week] = self.setup.roster(self.setup.span(day, day + dt.timedelta(days=7)))
        return self.rosters[week]


def _judged(setup: Setup, rows: Iterable[_Row], now: dt.datetime) -> dict[int, frozenset[str]]:
    last_date = _last_date(setup, now)
    return {row.pk: rules for row in rows if (rules := frozenset(_rules(setup, row, last_date)))}


def _last_date(setup: Setup, now: dt.datetime) -> dt.date:
    return now.astimezone(setup.business.zone).date() + dt.timedelta(days=setup.business.window_days)


def _rules(setup: Setup, row: _Row, last_date: dt.date) -> Iterator[str]:
    yield from _rules_of_kind(setup, row.service, row.staff, row.resource)
    if row.listed_on > last_date:
        yield Rule.WINDOW.value
    person = setup.people.get(row.staff)
    day = row.starts_at.astimezone(setup.business.zone).date()
    roster = setup.roster(setup.span(day, day))
    time = Interval(to_minute(row.starts_at), to_minute(row.ends_at))
    for rule in availability.outside(roster, row.staff, time):
        if rule is not Rule.NOT_WORKING or (person and person.active):  # whoever is switched off: said already
            yield rule.value


def _rules_of_kind(setup: Setup, service_id: int, staff: int, resource: int | None) -> Iterator[str]:
    """What says that no such appointment fits, whenever it is."""
    service, person = setup.services.get(service_id), setup.people.get(staff)
    if service is None or not service.active:
        yield SERVICE
    if person is None or not person.active:
        yield STAFF
    elif not person.location.active:
        yield LOCATION
    elif setup.skill(service_id, staff) is None:
        yield SKILLS
    if resource is not None and not setup.has_in_use(resource):
        yield Rule.RESOURCE.value

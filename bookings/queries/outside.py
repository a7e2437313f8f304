"""What is booked and no longer fits the set-up: under one set-up, or newly so after a change from one to another."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from bookings import availability
from bookings.availability import Interval, Rule
from bookings.models import LONGEST_MINUTES, Appointment, Booking, to_minute
from bookings.queries.setup import Setup, load

# What no rule of the kernel says; named as `explain` names them.
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


def setup_now(business_id: int) -> Setup:
    """This will read the set-up of a business as this transaction sees it, saved for good or not; nobody remembers it.

    Raises `Business.DoesNotExist`.
    """
    return load(business_id, version=0)


def outside(setup: Setup, *, now: dt.datetime, among: Collection[int] | None = None) -> dict[int, frozenset[str]]:
    """This will give the appointments to come that do not fit a set-up, by id, with the names of the rules that say so;
    of all, or of those `among` these ids."""
    rows = Appointment.objects.live().filter(
        business=setup.business, busy_from__gt=to_minute(now) - LONGEST_MINUTES, starts_at__gt=now
    )
    last_date = now.astimezone(setup.business.zone).date() + dt.timedelta(days=setup.business.window_days)
    found = {}
    for values in rows.order_by().values_list(*COLUMNS):
        row = _Row(*values)
        if (among is None or row.pk in among) and (rules := frozenset(_rules(setup, row, last_date))):
            found[row.pk] = rules
    return found


def newly_outside(before: Setup, after: Setup, *, now: dt.datetime) -> list[Outside]:
    """This will give the bookings to come that a change from one set-up to another leaves outside, in order of time.

    What was outside before for the same rule is not among them, nor is what is only held: that ends by itself.
    """
    there = outside(after, now=now)
    if not there:
        return []
    known = outside(before, now=now, among=there)
    new = {key: rules - known.get(key, frozenset()) for key, rules in there.items()}
    new = {key: rules for key, rules in new.items() if rules}
    parts = {"places__appointment__in": list(new), "places__live": True}
    bookings = (
        Booking.objects.filter(business=after.business, status__in=Booking.OPEN, **parts).distinct().with_details()
    )
    found = []
    for booking in sorted(bookings, key=lambda each: (each.starts_at, each.pk)):
        of_parts = [new.get(place.appointment_id, frozenset()) for place in booking.places.all() if place.live]
        day = booking.starts_at.astimezone(after.business.zone).date()
        found.append(Outside(booking, frozenset[str]().union(*of_parts), after.turn_of(booking.staff.pk, day)))
    return found


def _rules(setup: Setup, row: _Row, last_date: dt.date) -> Iterator[str]:
    service, person = setup.services.get(row.service), setup.people.get(row.staff)
    if service is None or not service.active:
        yield SERVICE
    if person is None or not person.active:
        yield STAFF
    elif not person.location.active:
        yield LOCATION
    elif setup.skill(row.service, row.staff) is None:
        yield SKILLS
    if row.resource is not None and not setup.has_in_use(row.resource):
        yield Rule.RESOURCE.value
    if row.listed_on > last_date:
        yield Rule.WINDOW.value
    day = row.starts_at.astimezone(setup.business.zone).date()
    roster = setup.roster(setup.span(day, day))
    time = Interval(to_minute(row.starts_at), to_minute(row.ends_at))
    for rule in availability.outside(roster, row.staff, time):
        if rule is not Rule.NOT_WORKING or (person and person.active):  # whoever is switched off: said already
            yield rule.value

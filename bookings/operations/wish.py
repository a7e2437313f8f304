"""What is wanted, and the plan that would give it: read without locks, it may refuse but never grants."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bookings import availability, errors, queries
from bookings.availability import Assignment, Interval, Openings
from bookings.models import Booking
from businesses.models import Business, Service, StaffMember

HOUSE_LIMIT = dt.timedelta(days=3660)  # how far ahead the house itself may book


@dataclass(frozen=True, slots=True)
class Listed:
    """A start as a list shows it: the local date it stands under, and the label of its wall time in minutes."""

    day: dt.date
    wall: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A start of a service for a party; `staff` None is anyone, `any_time` the house booking for itself."""

    business: Business
    service: Service
    start: dt.datetime | Listed
    now: dt.datetime
    staff: StaffMember | None = None
    party_size: int = 1
    any_time: bool = False
    past_allowed: bool = False
    location_id: int | None = None
    group_id: int | None = None  # this appointment and no other
    moving: Booking | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would serve, when, and which expired holds stand in the way; everything here must be locked to come true."""

    assignment: Assignment
    start: int  # UTC minute
    listed_on: dt.date
    location_id: int
    price: Decimal | None  # for one person
    in_the_way: Sequence[queries.BusyRow] = ()
    staff_ids: frozenset[int] = field(default=frozenset())
    resource_ids: frozenset[int] = field(default=frozenset())

    @property
    def starts_at(self) -> dt.datetime:
        """The start as an instant in UTC."""
        return availability.instant_of(self.start)


def plan(wish: Wish, *, prior: Plan | None = None) -> Plan:
    """This will find who serves a wish. With `prior`, what that plan chose is kept to when it is still free.

    Raises `ServiceNotOffered`, `StaffNotOffered`, `PartyTooLarge`, `NotOffered` or `SlotTaken`.
    """
    first, last = _dates(wish)
    loaded = queries.load(
        wish.business,
        wish.service,
        first=first,
        last=last,
        now=wish.now,
        staff=_whose_diary(wish, prior),
        location_id=wish.location_id,
        moving=wish.moving,
    )
    openings = loaded.openings(first, last, now=wish.now, party=wish.party_size, any_time=wish.any_time)
    _refuse_what_cannot_be(wish, openings, again=prior is not None)
    start = _start(wish, openings)
    chosen = _assignment(wish, openings, loaded, start, prior)
    if chosen is None:
        raise errors.SlotTaken(availability.instant_of(start), find_alternatives=lambda: _alternatives(wish, start))
    return _drawn_up(wish, openings, loaded, start, chosen)


def _dates(wish: Wish) -> tuple[dt.date, dt.date]:
    """The local dates to look at: the start's and the one before, whose periods may reach past midnight."""
    one_day, today = dt.timedelta(days=1), wish.now.astimezone(wish.business.zone).date()
    if isinstance(wish.start, Listed):
        latest = today + dt.timedelta(days=wish.business.window_days)
        if not today <= wish.start.day <= latest:
            raise errors.NotOffered(_about(wish.start, wish.business), past=wish.start.day < today)
        return wish.start.day, wish.start.day
    if wish.start < wish.now and not wish.past_allowed:
        raise errors.NotOffered(wish.start, past=True)
    limit = HOUSE_LIMIT if wish.any_time else dt.timedelta(days=wish.business.window_days + 2)
    if not abs(wish.start - wish.now) < max(limit, dt.timedelta(days=2)) or wish.start.second or wish.start.microsecond:
        raise errors.NotOffered(wish.start)
    day = wish.start.astimezone(wish.business.zone).date()
    return day - one_day, day


def _when(wish: Wish) -> dt.datetime:
    return _about(wish.start, wish.business) if isinstance(wish.start, Listed) else wish.start


def _about(start: Listed, business: Business) -> dt.datetime:
    return dt.datetime.combine(start.day, dt.time(start.wall // 60, start.wall % 60), business.zone)


def _whose_diary(wish: Wish, prior: Plan | None) -> StaffMember | int | None:
    """Under the lock only the locked person's diary counts, except in a group, which somebody else may have opened."""
    if prior is None or wish.staff is not None or wish.service.is_group:
        return wish.staff
    return prior.assignment.person


def _refuse_what_cannot_be(wish: Wish, openings: Openings, *, again: bool) -> None:
    if not wish.service.active:
        raise errors.ServiceNotOffered
    if wish.party_size > wish.service.capacity:
        raise errors.PartyTooLarge(party_size=wish.party_size, capacity=wish.service.capacity)
    if not openings.performers and not again:
        raise errors.StaffNotOffered if wish.staff is not None else errors.NotOffered(_when(wish))


def _start(wish: Wish, openings: Openings) -> int:
    """The UTC minute that is meant; of a label that occurs twice the first free one, else the first."""
    if isinstance(wish.start, Listed):
        labelled = [
            start for start in openings.offered(wish.start.day) if _wall(start, wish.business.zone) == wish.start.wall
        ]
        if not labelled:
            raise errors.NotOffered(_about(wish.start, wish.business))
        return next((start for start in labelled if openings.free_people(start)), labelled[0])
    start = availability.minute_of(wish.start)
    if not openings.is_offered(start):
        raise errors.NotOffered(wish.start)
    return start


def _wall(start: int, zone: dt.tzinfo) -> int:
    local = availability.instant_of(start).astimezone(zone)
    return local.hour * 60 + local.minute


def _assignment(
    wish: Wish, openings: Openings, loaded: queries.Loaded, start: int, prior: Plan | None
) -> Assignment | None:
    joined = availability.group_to_join(openings, start, key=wish.group_id)
    if joined is not None or wish.group_id is not None:
        return joined
    people = openings.openers(start)
    if not people:
        return None
    if prior is not None and prior.assignment.person in people:
        person, thing = prior.assignment.person, prior.assignment.thing
        if thing is not None and thing in openings.free_things(start, person):
            return Assignment(person, openings.performers[person].length or 1, thing=thing)
        return availability.opening_by(openings, start, person)
    return availability.opening_by(openings, start, _first_in_turn(wish, people, loaded, start))


def _first_in_turn(wish: Wish, people: Sequence[int], loaded: queries.Loaded, start: int) -> int:
    if len(people) == 1:
        return people[0]
    if wish.moving is not None and wish.moving.staff.pk in people:
        return wish.moving.staff.pk
    day = availability.local_date(start, wish.business.zone)
    minutes = queries.booked_minutes(wish.business, people, day=day, now=wish.now)
    turns = {p: availability.Turn(minutes.get(p, 0), loaded.last_booked.get(p, 0.0)) for p in people}
    return availability.in_turn(people, turns)[0]


def _drawn_up(wish: Wish, openings: Openings, loaded: queries.Loaded, start: int, chosen: Assignment) -> Plan:
    demand = openings.facts.demand
    blocked = Interval(start - demand.before, start + chosen.length + demand.after)
    in_the_way = [
        row
        for row in loaded.expired
        if row.id != chosen.group
        and row.time.overlaps(blocked)
        and (row.staff == chosen.person or (chosen.thing is not None and row.resource == chosen.thing))
    ]
    things = {chosen.thing, *(row.resource for row in in_the_way)} - {None}
    return Plan(
        assignment=chosen,
        start=start,
        location_id=openings.performers[chosen.person].place,
        price=loaded.prices[chosen.person],
        listed_on=openings.date_of(start) or availability.local_date(start, wish.business.zone),
        in_the_way=() if chosen.group else in_the_way,
        staff_ids=frozenset({chosen.person, *(row.staff for row in in_the_way)}),
        resource_ids=frozenset(thing for thing in things if thing is not None),
    )


def _alternatives(wish: Wish, start: int) -> list[dt.datetime]:
    wanted = queries.Wanted(wish.staff, wish.party_size, wish.moving, wish.location_id)
    return queries.alternatives(
        wish.business, wish.service, starts_at=availability.instant_of(start), now=wish.now, wanted=wanted
    )

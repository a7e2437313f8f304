"""What would give a wish: found without locks, it may refuse, but never grants."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bookings import availability, errors, queries
from bookings.availability import Assignment, Group, Interval, Openings, Policy, Reason, Rule
from bookings.operations.wish import FOLLOWING, After, Listed, Part, Then, Wish
from businesses import diary
from businesses.diary import Key
from businesses.models import Service

HOUSE_LIMIT = dt.timedelta(days=3660)  # how far ahead the house itself may book
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who would serve a part, when, with what. `price` is for one person.

    `swept` are appointments, by id, with lapsed holds: those in the way, and the group that is joined.
    """

    part: Part
    service: Service
    assignment: Assignment
    start: int  # UTC minute
    listed_on: dt.date
    location_id: int
    price: Decimal | None
    group: Group | None = None
    swept: Sequence[int] = ()
    waits: tuple[Interval, ...] = ()  # counted from the start

    @property
    def starts_at(self) -> dt.datetime:
        """The start as an instant in UTC."""
        return availability.instant_of(self.start)

    @property
    def blocked(self) -> Interval:
        """Its time with both buffers, in UTC minutes."""
        end = self.start + self.assignment.length
        return Interval(self.start - self.service.buffer_before_minutes, end + self.service.buffer_after_minutes)

    @property
    def taken(self) -> availability.Part:
        """What it takes of the diaries: of a group that is joined what that has taken already."""
        chosen, time, waits = self.assignment, self.blocked, tuple(wait.later(self.start) for wait in self.waits)
        if self.group is not None:
            time, waits = self.group.time, self.group.waits
        return availability.Part(chosen.person, chosen.thing, time, chosen.group, self.part.party_size, waits)

    @property
    def opens_group(self) -> bool:
        """Whether a shared appointment is opened: two who open one at the same start must see each other."""
        return self.service.is_group and self.assignment.group is None


@dataclass(frozen=True, slots=True)
class Plan:
    """A seat for every part of a wish, and the diaries that must be locked for it to come true."""

    house: queries.House
    seats: Sequence[Seat]
    keys: set[Key] = field(default_factory=set)

    def only(self, n: int) -> "Plan":
        """This will give one of its seats, as a plan of its own."""
        return replace(self, seats=[self.seats[n]])

    def is_proven_by(self, versions: diary.Versions) -> bool:
        """Whether these locked diaries are those that were planned with."""
        return all(versions.get(key) == self.house.versions.get(key) for key in self.keys)


def plan(wish: Wish, house: queries.House, *, now: dt.datetime, prior: Plan | None = None) -> Plan:
    """This will find who serves each part. What a `prior` plan chose is kept to where it is still free.

    Raises `ServiceNotOffered`, `StaffNotOffered`, `PartyTooLarge`, `NotOffered` or `SlotTaken`; `SeriesTaken` instead
    of the last two where every refused part is to be named.
    """
    found, refusals = Plan(house, []), []
    for n, part in enumerate(wish.parts):
        if refusals and isinstance(part.start, FOLLOWING):
            continue  # when it would be is not known
        try:
            seat = _Seeker(wish, part, found, now).seat(prior.seats[n].assignment if prior else None)
        except (errors.SlotTaken, errors.NotOffered) as refusal:
            if not wish.every:
                raise
            refusals.append(refusal)
        else:
            found = replace(found, seats=[*found.seats, seat])
    if refusals:
        raise errors.SeriesTaken(starts=[refusal.starts_at for refusal in refusals], refusals=refusals)
    return replace(found, keys=_keys(wish, found))


def _keys(wish: Wish, made: Plan) -> set[Key]:
    """The diaries of everybody who serves, of whoever is left, and of those whose lapsed holds stand in the way."""
    keys = {diary.of_staff(seat.assignment.person) for seat in made.seats}
    keys |= {diary.of_resource(seat.assignment.thing) for seat in made.seats if seat.assignment.thing is not None}
    keys |= {diary.of_service(seat.service.pk) for seat in made.seats if seat.opens_group}
    keys |= {diary.of_resource(seat.group.thing) for seat in made.seats if seat.group and seat.group.thing is not None}
    swept = [key for seat in made.seats for key in seat.swept]
    keys |= queries.diaries_beside(swept) if swept else set()
    for part in queries.leaving(wish.moving) if wish.moving else ():
        keys |= {diary.of_staff(part.person), *([diary.of_resource(part.thing)] if part.thing else [])}
    return keys


class _Seeker:
    """The search for one part's seat, beside those that the plan has already."""

    def __init__(self, wish: Wish, part: Part, so_far: Plan, now: dt.datetime) -> None:
        self.wish, self.part, self.so_far, self.house, self.now = wish, part, so_far, so_far.house, now
        self.service = self.house.setup.services.get(part.service.pk, part.service)
        self.zone = self.house.business.zone
        who = part.staff, part.party_size, wish.moving, wish.location_id
        self.wanted = queries.Wanted(*who, policy=self._policy(), place=part.place)

    def seat(self, prior: Assignment | None) -> Seat:
        """This will give the seat, or raise what keeps the part from one."""
        start = self._meant()
        first, last = self._dates(start)
        taken = [seat.taken for seat in self.so_far.seats]
        openings = self.house.openings(self.service, first, last, now=self.now, wanted=self.wanted, taken=taken)
        self._refuse_what_cannot_be(openings, again=prior is not None)
        minute = self._minute(start, openings)
        chosen = self._assignment(openings, minute, prior)
        if chosen is None:
            raise errors.SlotTaken(
                availability.instant_of(minute),
                party_size=self.part.party_size,
                find_reason=lambda: availability.why_not_free(openings, minute),
                find_alternatives=lambda: self._alternatives(minute),
            )
        return self._drawn_up(openings, minute, chosen)

    def _policy(self) -> Policy:
        """What binds the part: the grid and the window bind the first of those that follow each other."""
        if not isinstance(self.part.start, FOLLOWING):
            return self.wish.policy
        timetabled = self.service.starts == Service.Starts.TIMETABLE
        return self.wish.policy.but(grid=self.wish.policy.grid and timetabled, window=False)

    def _meant(self) -> dt.datetime | Listed:
        start = self.part.start
        if isinstance(start, Then):
            over = self.so_far.seats[-1].blocked.end
            return availability.instant_of(over + self.service.buffer_before_minutes)
        if isinstance(start, After):
            return self.so_far.seats[start.part].starts_at + dt.timedelta(minutes=start.minutes)
        return start

    def _dates(self, start: dt.datetime | Listed) -> tuple[dt.date, dt.date]:
        """The local dates to look at: the start's and the one before, whose periods may reach past midnight."""
        policy, days = self.wanted.policy, self.house.business.window_days
        today = self.now.astimezone(self.zone).date()
        if isinstance(start, Listed):
            if not today <= start.day <= today + days * ONE_DAY:
                raise errors.NotOffered(
                    _about(start, self.zone), Reason(Rule.PAST if start.day < today else Rule.WINDOW)
                )
            return start.day, start.day
        if start < self.now and not policy.past:
            raise errors.NotOffered(start, Reason(Rule.PAST))
        limit = (days + 2) * ONE_DAY if policy.window else HOUSE_LIMIT
        if not abs(start - self.now) < max(limit, 2 * ONE_DAY):
            raise errors.NotOffered(start, Reason(Rule.WINDOW, days))
        if start.second or start.microsecond:
            raise errors.NotOffered(start, Reason(Rule.GRID))
        day = start.astimezone(self.zone).date()
        return day - ONE_DAY, day

    def _refuse_what_cannot_be(self, openings: Openings, *, again: bool) -> None:
        part, agreed = self.part, self.wish.moving is not None and not self.wish.policy.skills
        if not self.service.active and not agreed:
            raise errors.ServiceNotOffered
        if not part.overbooked and part.party_size > openings.demand.capacity:
            raise errors.PartyTooLarge(party_size=part.party_size, capacity=self.service.capacity)
        if not openings.performers and not again:
            raise errors.StaffNotOffered if part.staff is not None else errors.NotOffered(self._when())

    def _when(self) -> dt.datetime:
        start = self._meant()
        return _about(start, self.zone) if isinstance(start, Listed) else start

    def _minute(self, start: dt.datetime | Listed, openings: Openings) -> int:
        """The UTC minute that is meant; of a label that occurs twice the first free one, else the first."""
        if isinstance(start, Listed):
            labelled = [minute for minute in openings.offered(start.day) if self._wall(minute) == start.wall]
            if not labelled:
                about = _about(start, self.zone)
                reason = availability.why_not_offered(openings, availability.minute_of(about))
                raise errors.NotOffered(about, reason or Reason(Rule.GRID))
            return next((minute for minute in labelled if openings.free_people(minute)), labelled[0])
        minute = availability.minute_of(start)
        if not openings.is_offered(minute):
            raise errors.NotOffered(start, availability.why_not_offered(openings, minute))
        return minute

    def _wall(self, minute: int) -> int:
        local = availability.instant_of(minute).astimezone(self.zone)
        return local.hour * 60 + local.minute

    def _assignment(self, openings: Openings, start: int, prior: Assignment | None) -> Assignment | None:
        if self.part.overbooked:
            return availability.group_however_full(openings, start, self.part.group)
        joined = availability.group_to_join(openings, start, key=self.part.group)
        if joined is not None or self.part.group is not None:
            return joined
        people = openings.openers(start)
        if prior is not None and prior.person in people:
            if prior.thing is not None and prior.thing in openings.free_things(start, prior.person):
                return Assignment(prior.person, openings.performers[prior.person].length, thing=prior.thing)
            return availability.opening_by(openings, start, prior.person)
        return (
            availability.opening_by(openings, start, self._first_in_turn(openings, people, start)) if people else None
        )

    def _first_in_turn(self, openings: Openings, people: Sequence[int], start: int) -> int:
        if (moving := self.wish.moving) is not None:
            place = self.part.place or moving.place_of(self.service)
            if place.appointment.staff_id in people:
                return place.appointment.staff_id
        day = availability.local_date(start, self.zone)
        return availability.in_turn(openings, people, day, self.house.last_booked)[0]

    def _drawn_up(self, openings: Openings, start: int, chosen: Assignment) -> Seat:
        skill = self.house.setup.skill(self.service.pk, chosen.person)
        seat = Seat(
            part=self.part,
            service=self.service,
            assignment=chosen,
            start=start,
            listed_on=openings.date_of(start) or availability.local_date(start, self.zone),
            location_id=self.house.setup.people[chosen.person].location_id,
            price=skill.cost if skill else self.service.price,
            waits=openings.demand.waits,
        )
        if chosen.group is None:
            return replace(seat, swept=list(_lapsed(openings, seat)))
        group = next(each for each in openings.diaries.people[chosen.person].groups if each.key == chosen.group)
        lapsed = any(until <= openings.diaries.second for until, _ in group.holds)
        return replace(seat, group=group, swept=[group.key] if lapsed else [])

    def _alternatives(self, start: int) -> list[dt.datetime]:
        starts_at = availability.instant_of(start)
        return queries.alternatives(self.house, self.service, starts_at=starts_at, now=self.now, wanted=self.wanted)


def _lapsed(openings: Openings, seat: Seat) -> Iterator[int]:
    diaries, chosen, taken = openings.diaries, seat.assignment, seat.taken
    whose = [
        (diaries.people[chosen.person], taken.work),
        *((busy, (taken.time,)) for thing, busy in diaries.things.items() if thing.key == chosen.thing),
    ]
    for busy, times in whose:
        for row in busy.lapsed(diaries.second):
            if any(time.overlaps(work) for time in times for work in row.work):
                yield row.key


def _about(start: Listed, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(start.day, dt.time(start.wall // 60, start.wall % 60), zone)

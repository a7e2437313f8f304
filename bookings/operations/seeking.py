"""The search for one part's seat, beside those that its wish has already."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bookings import availability, errors, queries
from bookings.availability import Assignment, Openings, Policy, Reason, Rule, Visit
from bookings.operations.outlook import Outlook
from bookings.operations.seat import Seat
from bookings.operations.wish import FOLLOWING, After, Listed, Part, Then, Wish

HOUSE_LIMIT = dt.timedelta(days=3660)  # how far ahead the house itself may book
ONE_DAY = dt.timedelta(days=1)
NEAR = 10 * availability.DAY  # minutes; nothing takes as long
Leaving = Mapping[int, Sequence[availability.Part]]  # the parts of each booking that moves, by its key


class Seeker:
    """One part of a wish, and what it looks for."""

    def __init__(self, wish: Wish, part: Part, house: queries.House, now: dt.datetime, leaving: Leaving) -> None:
        self.wish, self.part, self.house, self.now = wish, part, house, now
        self.service = house.setup.services.get(part.service.pk, part.service)
        self.zone = house.business.zone
        self.moving = moving = part.place.booking if part.place is not None else wish.moving
        self.beside = [each for key, parts in leaving.items() for each in parts if moving is None or moving.pk != key]
        who = part.staff, part.party_size, moving, wish.location_id
        self.wanted = queries.Wanted(*who, policy=self._policy(), place=part.place)

    @property
    def asked(self) -> queries.Asked:
        """What it asks of the house."""
        return self.service, self.wanted

    def look_near(self, day: dt.date) -> None:
        """This will see that other bookings leave, too: those about a date, for of a long series most are far."""
        if self.beside:
            minute = availability.wall_minute(day, 0, self.zone)
            near = tuple(part for part in self.beside if abs(part.time.start - minute) <= NEAR)
            self.wanted = self.wanted._replace(beside=near)

    def meant(self, seats: Sequence[Seat]) -> dt.datetime | Listed:
        """This will give its start, which may come from the seats before it."""
        start = self.part.start
        if isinstance(start, Then):
            return availability.instant_of(seats[-1].blocked.end + self.service.buffer_before_minutes)
        if isinstance(start, After):
            return seats[start.part].starts_at + dt.timedelta(minutes=start.minutes)
        return start

    def dates(self, start: dt.datetime | Listed) -> tuple[dt.date, dt.date]:
        """This will give the local dates to look at: the start's and the one before, whose periods may reach past
        midnight. Raises `NotOffered` for a start that no date has."""
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

    def refuse_what_cannot_be(self, openings: Openings, start: dt.datetime | Listed, *, again: bool) -> None:
        """This will raise what no other start would change: `again` is what was planned once and is looked at anew."""
        part, agreed = self.part, self.moving is not None and not self.wish.policy.skills
        if not self.service.active and not agreed:
            raise errors.ServiceNotOffered
        if not part.overbooked and part.party_size > openings.demand.capacity:
            raise errors.PartyTooLarge(party_size=part.party_size, capacity=self.service.capacity)
        if not openings.performers and not again:
            when = _about(start, self.zone) if isinstance(start, Listed) else start
            raise errors.StaffNotOffered if part.staff is not None else errors.NotOffered(when)

    def minute(self, start: dt.datetime | Listed, times: Openings | Visit) -> int:
        """This will give the UTC minute that is meant; of a label that occurs twice the first free one, else the first.

        Raises `NotOffered`.
        """
        if isinstance(start, Listed):
            labelled = [minute for minute in times.offered(start.day) if self._wall(minute) == start.wall]
            if not labelled:
                about = _about(start, self.zone)
                reason = _why_not_offered(times, availability.minute_of(about))
                raise errors.NotOffered(about, reason or Reason(Rule.GRID))
            return next((minute for minute in labelled if times.is_free(minute)), labelled[0])
        minute = availability.minute_of(start)
        if not times.is_offered(minute):
            raise errors.NotOffered(start, _why_not_offered(times, minute))
        return minute

    def seat(
        self, outlook: Outlook, openings: Openings, minute: int, *, prior: Assignment | None,
        among: Sequence[int] | None = None,
    ) -> Seat | None:  # fmt: skip
        """This will give the seat at an offered start, of those `among` whom it must be; None: there is none.

        What was chosen `prior` is kept to where it is still free.
        """
        if self.part.overbooked:
            chosen = availability.group_however_full(openings, minute, self.part.group)
            return self._drawn_up(openings, minute, chosen) if chosen else None
        if self.part.planned and (there := availability.group_however_full(openings, minute, None)):
            return self._drawn_up(openings, minute, there)
        joined = availability.group_to_join(openings, minute, key=self.part.group, among=among)
        if joined is not None or self.part.group is not None:
            return self._drawn_up(openings, minute, joined) if joined else None
        people = [key for key in openings.openers(minute) if among is None or key in among]
        chosen = self._opened(outlook, openings, minute, people, prior) if people else None
        return self._drawn_up(openings, minute, chosen) if chosen else None

    def taken(self, times: Openings | Visit, minute: int, alternatives: Sequence[queries.Asked]) -> errors.SlotTaken:
        """This will give the refusal of an offered start that is not free."""
        starts_at, together = availability.instant_of(minute), self.wish.together
        return errors.SlotTaken(
            starts_at,
            party_size=self.part.party_size,
            find_reason=lambda: _why_not_free(times, minute),
            find_alternatives=lambda: queries.alternatives_of(
                self.house, alternatives, starts_at=starts_at, now=self.now, together=together
            ),
        )

    def _policy(self) -> Policy:
        """What binds the part: the grid and the window bind the first of those that follow each other."""
        if not isinstance(self.part.start, FOLLOWING):
            return self.wish.policy
        return queries.following(self.service, self.wish.policy)

    def _wall(self, minute: int) -> int:
        local = availability.instant_of(minute).astimezone(self.zone)
        return local.hour * 60 + local.minute

    def _opened(
        self, outlook: Outlook, openings: Openings, start: int, people: Sequence[int], prior: Assignment | None
    ) -> Assignment:
        if prior is not None and prior.person in people:
            if prior.thing is not None and prior.thing in openings.free_things(start, prior.person):
                return Assignment(prior.person, openings.performers[prior.person].length, thing=prior.thing)
            return availability.opening_by(openings, start, prior.person)
        return availability.opening_by(openings, start, self._first_in_turn(outlook, openings, people, start))

    def _first_in_turn(self, outlook: Outlook, openings: Openings, people: Sequence[int], start: int) -> int:
        if self.moving is not None:
            place = self.part.place or self.moving.place_of(self.service)
            if place.appointment.staff_id in people:
                return place.appointment.staff_id
        if (same := outlook.who_served(self.service, people)) is not None:
            return same
        day = availability.local_date(start, self.zone)
        free_most = outlook.free_most(self, openings, people)
        return availability.in_turn(openings, free_most, day, self.house.last_booked)[0]

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


def _why_not_offered(times: Openings | Visit, minute: int) -> Reason | None:
    return times.why_not_offered(minute) if isinstance(times, Visit) else availability.why_not_offered(times, minute)


def _why_not_free(times: Openings | Visit, minute: int) -> Reason | None:
    return times.why_not_free(minute) if isinstance(times, Visit) else availability.why_not_free(times, minute)


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

"""The one function behind list, hold, booking, move, explanation and audit: which starts are offered, which are free.

Whole weeks at a time: each diary is a number with a bit a minute, and the free starts of everybody on all dates come
from a few operations on such numbers, never from a loop over starts and appointments.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from bookings.availability.busy import Busy, Group
from bookings.availability.diaries import Diaries, Part
from bookings.availability.facts import Thing
from bookings.availability.localtime import minute_from
from bookings.availability.offers import Offers
from bookings.availability.policy import GUEST, Policy
from bookings.availability.timeline import Interval, minutes_of, nearest


class Openings:
    """The starts of one service for a party under a policy, as seen at `now`. Starts are UTC minutes.

    `people` has the diaries of the performers in question (`asked`; None: all of them) and of whoever gives classes
    that need the same kind of thing, `things` those of that kind. `leaving` are the parts, all of them standing, of
    the booking that would move here: its own old time does not stand in its way. `taken` are the parts that the same
    wish has found already. With `place` a group elsewhere is none to join: its teacher may work there no longer.
    """

    def __init__(
        self,
        offers: Offers,
        people: Mapping[int, Busy],
        things: Mapping[Thing, Busy] | None = None,
        *,
        now: dt.datetime,
        party: int = 1,
        policy: Policy = GUEST,
        leaving: Iterable[Part] = (),
        taken: Iterable[Part] = (),
        asked: Collection[int] | None = None,
        place: int | None = None,
    ) -> None:
        self.offers, self.roster, self.span, self.demand = offers, offers.roster, offers.span, offers.demand
        self.party, self.policy, self.now, self.place = party, policy, minute_from(now), place
        self.performers = {key: who for key, who in offers.performers.items() if asked is None or key in asked}
        self.diaries = Diaries(offers, people, things or {}, now.timestamp(), list(leaving), list(taken))
        self.earliest = self.now + (offers.rules.lead_minutes if policy.lead_time else 0)
        self._opening: dict[int, int] = {}
        self._free: dict[int | None, int] = {}

    # Dates

    def offered(self, day: dt.date, person: int | None = None) -> list[int]:
        """This will give every start offered on a date, free or not, in order; of one person or of anyone."""
        return list(minutes_of(self.of_date(day, self.offered_by(person)), self.span.midnight(day)))

    def free(self, day: dt.date, person: int | None = None) -> list[int]:
        """This will give the offered starts of a date that are free, in order."""
        return list(minutes_of(self.of_date(day, self._free_starts(person)), self.span.midnight(day)))

    def nearest(self, minute: int, count: int, days: Iterable[dt.date]) -> list[int]:
        """This will give those free starts of some dates that lie nearest to a minute, in order."""
        free, found = self._free_starts(None), 0
        for day in days:
            found |= self.of_date(day, free) << self.span.midnight(day) - self.span.start
        return nearest(found, self.span.start, minute, count)

    def count(self, day: dt.date, person: int | None = None) -> int:
        """This will count the free starts of a date."""
        return self.of_date(day, self._free_starts(person)).bit_count()

    def count_offered(self, day: dt.date) -> int:
        """This will count the starts offered on a date, free or not."""
        return self.of_date(day, self.offered_by(None)).bit_count()

    def works(self, day: dt.date) -> bool:
        """Whether anyone who performs the service works in the periods of a date."""
        opened = self.span.mask(self.roster.periods(day))
        return any(self._duty(key) & opened for key in self.performers)

    def plans(self, day: dt.date) -> bool:
        """Whether a group that the house planned stands under a date and can still be asked for."""
        return any(date == day and group.start >= self.earliest for _, group, date in self._planned)

    # Starts

    def date_of(self, start: int) -> dt.date | None:
        """This will give the date under which a start stands, or would: the earliest one with a period around it."""
        around = self.roster.dates_around(start)
        listed = (day for day in around if self.offers.stands_under(day, start, self.policy))
        planned = (date for _, group, date in self._planned if group.start == start)
        return next(planned, None) or next(listed, around[0] if around else None)

    def is_offered(self, start: int, person: int | None = None) -> bool:
        """Whether a start is offered by that person or by anyone."""
        return bool(self.offered_by(person) & self.span.bit(start))

    def is_free(self, start: int) -> bool:
        """Whether anybody is free for a start that they offer."""
        return bool(self.free_people(start))

    def is_planned(self, start: int, person: int) -> bool:
        """Whether the house planned a group of a person at a start, on a date that the policy lets anybody ask for."""
        return bool(self._planned_starts.get(person, 0) & self.span.bit(start))

    def free_people(self, start: int, person: int | None = None) -> list[int]:
        """This will give those who offer a start and are free for it (or have a group with places), by key."""
        bit = self.span.bit(start) & self._in_time
        return sorted(key for key in self._chosen(person) if self.free_mask(key) & self._offered(key) & bit)

    def openers(self, start: int, person: int | None = None) -> list[int]:
        """This will give those who could open a new appointment at an offered start, by key."""
        bit = self.span.bit(start) & self._in_time
        return sorted(key for key in self._chosen(person) if self.opening_mask(key) & bit)

    def joinable(self, start: int, person: int | None = None) -> list[Group]:
        """This will give the groups at an offered start that can hold the whole party, the fullest first."""
        return [group for _, group, _ in self.rooms(start, person)]

    def rooms(self, start: int, person: int | None = None) -> list[tuple[int, Group, int]]:
        """This will give the same with whose each group is, and how many places it has left."""
        if not self.span.bit(start) & self._in_time:
            return []
        return [row for row in self._groups if row[1].start == start and person in (None, row[0])]

    def places_left(self, start: int, person: int | None = None) -> int:
        """This will give the size of the largest party that an offered start still has room for."""
        left = [left for _, _, left in self.rooms(start, person)]
        if person is None:
            opens = self._anyone_opening & self._in_time & self.span.bit(start)
        else:
            opens = bool(self.openers(start, person))
        return max([*left, self.demand.capacity] if opens else left, default=0)

    def free_things(self, start: int, person: int) -> list[int]:
        """This will give the things that are free for an appointment of a person at a start, by key."""
        return self.diaries.free_things(person, self.blocked_time(start, person))

    def time_of(self, start: int, person: int) -> Interval:
        """This will give the time of the whole service, as long as this person takes for it."""
        return Interval(start, start + self.performers[person].length)

    def blocked_time(self, start: int, person: int) -> Interval:
        """This will give what an appointment of a person takes of the diaries: its time with both buffers."""
        return self.demand.whole(self.performers[person].length).later(start)

    def work_time(self, start: int, person: int) -> tuple[Interval, ...]:
        """This will give what of that it takes of the person."""
        return tuple(time.later(start) for time in self.offers.work(person))

    # Masks of the span

    def offered_by(self, person: int | None) -> int:
        """This will give the starts offered by a person or by anyone, free or not, that the lead time leaves."""
        starts = 0
        for mask in {id(mask): mask for mask in map(self._offered, self._chosen(person))}.values():
            starts |= mask
        return starts & self._in_time

    def free_mask(self, person: int) -> int:
        """This will give the starts for which a person is free, by opening an appointment or with places in a group."""
        mask = self.opening_mask(person)
        for who, group, _ in self._groups:
            if who == person:
                mask |= self.span.bit(group.start)
        return mask

    def opening_mask(self, person: int) -> int:
        """This will give the offered starts for which a person and a thing, if needed, are free to be booked anew."""
        if self.party > self.demand.capacity:
            return 0
        if person not in self._opening:
            starts = self.offers.standing(person, self.policy) & self.diaries.gaps(person)
            self._opening[person] = starts & self.diaries.some_thing_free(person) if self.demand.kind else starts
        return self._opening[person]

    def offered_mask(self, person: int) -> int:
        """This will give the starts that a person offers, free or not."""
        return self._offered(person) & self._in_time

    def of_date(self, day: dt.date, starts: int) -> int:
        """This will give those of the starts that stand under a date, as a mask from its midnight."""
        if day not in self.span:
            return 0
        under = self.offers.under(day, self.policy)
        if planned := self._planned_under.get(day):
            under |= planned
        return starts >> self.span.midnight(day) - self.span.start & under

    @cached_property
    def _anyone_opening(self) -> int:
        """The starts for which anyone is free to be booked anew."""
        starts = 0
        for key in self.performers:
            starts |= self.opening_mask(key)
        return starts

    def _free_starts(self, person: int | None) -> int:
        """The starts that are offered and free, of one person or of anyone."""
        if person not in self._free:
            starts = 0
            for key in self._chosen(person):
                mask = self.opening_mask(key)
                starts |= mask if not self._groups else self.free_mask(key) & self._offered(key)
            self._free[person] = starts & self._in_time
        return self._free[person]

    def _offered(self, person: int) -> int:
        return self._with_planned.get(person) or self.offers.offered(person, self.policy)

    @cached_property
    def _with_planned(self) -> dict[int, int]:
        """What those offer for whom the house planned something: the usual starts, and these."""
        return {key: self.offers.offered(key, self.policy) | starts for key, starts in self._planned_starts.items()}

    @cached_property
    def _standing(self) -> list[tuple[int, Group, int]]:
        """The groups of the service, with whose they are and how many places of each others have."""
        return list(self.diaries.groups(self.performers))

    @cached_property
    def planned(self) -> list[tuple[int, Group]]:
        """The groups that the house planned, with whose they are, on the dates that the policy lets anybody ask for."""
        return [(key, group) for key, group, _ in self._planned]

    @cached_property
    def _planned(self) -> list[tuple[int, Group, dt.date]]:
        """The same, each with the date under which its start stands."""
        found = ((key, group) for key, group, _ in self._standing if group.planned)
        dated = ((key, group, self.offers.date_about(group.start, self.policy)) for key, group in found)
        return [row for row in dated if self.offers.in_window(row[2], self.policy)]

    @cached_property
    def _planned_starts(self) -> dict[int, int]:
        """The starts of what the house planned, of each person: offered on the grid or not, in hours or not."""
        starts: dict[int, int] = {}
        for person, group in self.planned:
            starts[person] = starts.get(person, 0) | self.span.bit(group.start)
        return starts

    @cached_property
    def _planned_under(self) -> dict[dt.date, int]:
        """These starts by the date under which they stand, as masks from its midnight."""
        found: dict[dt.date, int] = {}
        for _, group, date in self._planned:
            found[date] = found.get(date, 0) | 1 << group.start - self.span.midnight(date)
        return found

    @cached_property
    def _in_time(self) -> int:
        """The minutes from the first on that the lead time leaves."""
        free_of_time = self.policy.past and not self.policy.lead_time
        return self.span.everything if free_of_time else self.span.from_(self.earliest)

    @cached_property
    def _groups(self) -> list[tuple[int, Group, int]]:
        """Who has which group with how many places left, where the party finds room; the fullest first."""
        found = [
            (key, group, group.places - taken)
            for key, group, taken in self._standing
            if group.places - taken >= self.party
            and self.place in (None, group.place)
            and self._offered(key) & self.span.bit(group.start)
        ]
        return sorted(found, key=lambda row: (row[2], row[1].key))

    def _duty(self, person: int) -> int:
        return self.roster.on_duty(person) if self.policy.hours else self.roster.present(person)

    def _chosen(self, person: int | None) -> Iterable[int]:
        return self.performers if person is None else [person] if person in self.performers else ()

"""The one function behind list, hold, booking, move, explanation and audit: which starts are offered, which are free.

Whole days at a time: each person's month is a number with a bit a minute, and the free starts of all of them on a date
come from a few operations on such numbers, never from a loop over starts and appointments.
"""

import datetime as dt

from bookings.availability.days import ONE_DAY, Days
from bookings.availability.diaries import Diaries
from bookings.availability.facts import Facts, Group, Person
from bookings.availability.localtime import local_date
from bookings.availability.offers import Offers
from bookings.availability.timeline import Interval, minutes_of


class Openings:
    """The starts of one service on the dates `first` … `last` for a party, as seen at `now`.

    Starts are UTC minutes; they stand under the date on which their period opens, and one that stands under no date
    of `first` … `last` is not offered here. With `any_time` (the house books for itself) every minute of these dates
    is offered, in and out of hours, and only time off and what takes people, things and places is in the way.
    """

    def __init__(
        self,
        facts: Facts,
        first: dt.date,
        last: dt.date,
        *,
        now: dt.datetime,
        party: int = 1,
        any_time: bool = False,
    ) -> None:
        self.facts, self.first, self.last, self.party, self.any_time = facts, first, last, party, any_time
        self.performers = {person.key: person for person in facts.people if person.length is not None}
        self.days = Days(facts, first, last)
        self.offers = Offers(self.days, self.performers.values(), now=now, any_time=any_time)
        self.diaries = Diaries(self.days, any_time=any_time)
        self.today, self.last_date, self.earliest = self.offers.today, self.offers.last_date, self.offers.earliest
        self._groups = [group for group in facts.groups if group.left >= party and group.person in self.performers]
        self._opening: dict[int, int] = {}
        self._free: dict[int | None, int] = {}

    # Dates

    def offered(self, day: dt.date, person: int | None = None) -> list[int]:
        """This will give every start offered on a date, free or not, in order; of one person or of anyone."""
        starts = 0
        for performer in self._chosen(person):
            starts |= self.offers.by(performer)
        return list(minutes_of(self._of_date(day, starts), self.days.midnight(day)))

    def free(self, day: dt.date, person: int | None = None) -> list[int]:
        """This will give the offered starts of a date that are free, in order."""
        return list(minutes_of(self._of_date(day, self._free_starts(person)), self.days.midnight(day)))

    def count(self, day: dt.date, person: int | None = None) -> int:
        """This will count the free starts of a date."""
        return self._of_date(day, self._free_starts(person)).bit_count()

    def periods(self, day: dt.date) -> list[Interval]:
        """This will give the opening periods of a date as instants."""
        return self.days.periods(day)

    # Starts

    def date_of(self, start: int) -> dt.date | None:
        """This will give the date under which a start stands, or would: the earliest one with a period around it."""
        around = self.dates_around(start)
        listed = (date for date in around if self.offers.under(date) >> start - self.days.midnight(date) & 1)
        return next(listed, around[0] if around else None)

    def dates_around(self, start: int) -> list[dt.date]:
        """This will give the dates of which a period is open at a start: none, one, or a night's and the next."""
        day = local_date(start, self.facts.zone)
        return [date for date in (day - ONE_DAY, day) if any(p.start <= start < p.end for p in self.periods(date))]

    def is_offered(self, start: int, person: int | None = None) -> bool:
        """Whether a start is offered by that person or by anyone."""
        return any(self._offers(performer, start) for performer in self._chosen(person))

    def free_people(self, start: int, person: int | None = None) -> list[int]:
        """This will give those who offer a start and are free for it (or have a group with places), by key."""
        bit = self.days.bit(start)
        return sorted(p.key for p in self._chosen(person) if self._offers(p, start) and self.free_mask(p) & bit)

    def openers(self, start: int, person: int | None = None) -> list[int]:
        """This will give those who could open a new appointment at an offered start, by key."""
        bit = self.days.bit(start)
        return sorted(p.key for p in self._chosen(person) if self._offers(p, start) and self.opening_mask(p) & bit)

    def joinable(self, start: int, person: int | None = None) -> list[Group]:
        """This will give the groups at an offered start that can hold the whole party, the fullest first."""
        found = [group for group in self._groups if group.start == start and person in (None, group.person)]
        offered = [group for group in found if self._offers(self.performers[group.person], start)]
        return sorted(offered, key=lambda group: (group.left, group.key))

    def places_left(self, start: int, person: int | None = None) -> int:
        """This will give the size of the largest party that an offered start still has room for."""
        left = [group.left for group in self.joinable(start, person)]
        return max([*left, self.facts.demand.capacity] if self.openers(start, person) else left, default=0)

    def works(self, day: dt.date, person: int | None = None) -> bool:
        """Whether that person, or anyone who performs the service, works in the periods of a date."""
        opened = self.days.mask(self.periods(day))
        return any(self.diaries.working[performer.key] & opened for performer in self._chosen(person))

    def free_things(self, start: int, person: int) -> list[int]:
        """This will give the things that are free for an appointment of a person at a start, by key."""
        who, busy = self.performers[person], self.diaries.thing_busy
        blocked = self.days.minutes(self.blocked_time(start, person))
        return [thing.key for thing in self.diaries.things_at(who.place) if not busy[thing.key] & blocked]

    def time_of(self, start: int, person: int) -> Interval:
        """This will give the time of the whole service, as long as this person takes for it."""
        return Interval(start, start + (self.performers[person].length or 1))

    def blocked_time(self, start: int, person: int) -> Interval:
        """This will give what an appointment of a person takes of the diaries: its time with both buffers."""
        begin, end = self.time_of(start, person)
        return Interval(begin - self.facts.demand.before, end + self.facts.demand.after)

    # Masks of the window

    def free_mask(self, person: Person) -> int:
        """This will give the starts for which a person is free, by opening an appointment or with places in a group."""
        mask = self.opening_mask(person)
        for group in self._groups:
            if group.person == person.key:
                mask |= self.days.bit(group.start)
        return mask

    def opening_mask(self, person: Person) -> int:
        """This will give the starts for which a person and (when needed) a thing are free for a new appointment."""
        if self.party > self.facts.demand.capacity:
            return 0
        if person.key not in self._opening:
            self._opening[person.key] = self.diaries.free_starts(person)
        return self._opening[person.key]

    def _free_starts(self, person: int | None) -> int:
        """The starts that are offered and free, of one person or of anyone."""
        if person not in self._free:
            starts = 0
            for performer in self._chosen(person):
                starts |= self.offers.by(performer) & self.free_mask(performer)
            self._free[person] = starts
        return self._free[person]

    def _of_date(self, day: dt.date, starts: int) -> int:
        """Those of the starts that stand under a date, as a mask from its midnight."""
        if day not in self.days:
            return 0
        return starts >> self.days.midnight(day) - self.days.window.start & self.offers.under(day)

    def _offers(self, person: Person, start: int) -> bool:
        return bool(self.offers.by(person) & self.days.bit(start))

    def _chosen(self, person: int | None) -> list[Person]:
        return [performer for performer in self.performers.values() if person in (None, performer.key)]

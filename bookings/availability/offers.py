"""Which starts of a service are offered, by whom, and under which date each of them stands, whoever is booked."""

import datetime as dt
from collections.abc import Hashable, Iterable
from functools import cached_property

from bookings.availability.busy import gaps_of
from bookings.availability.facts import Demand, Lesson, Performer, Rules
from bookings.availability.localtime import local_date, wall_minute
from bookings.availability.policy import Policy
from bookings.availability.roster import HeldClass, Roster
from bookings.availability.span import ONE_DAY
from bookings.availability.timeline import Interval, runs, union


class Offers:
    """The grid or the timetable of one service on one day's view: `today` decides which dates are in the window.

    A start that the periods of two dates have (a night's and the next morning's) is one start: it stands under the
    earlier date, whoever offers it there, so that no list over consecutive dates has it twice. What is kept here holds
    for every party at every moment of `today`.
    """

    def __init__(
        self, roster: Roster, demand: Demand, rules: Rules, performers: Iterable[Performer], today: dt.date
    ) -> None:
        self.roster, self.span, self.demand, self.rules, self.today = roster, roster.span, demand, rules, today
        self.performers = {person.key: person for person in performers}
        self.last_date = today + rules.window_days * ONE_DAY
        self._offered: dict[Hashable, int] = {}
        self._at_work: dict[Hashable, int] = {}
        self._standing: dict[Hashable, int] = {}
        self._dates: dict[Hashable, dt.date] = {}
        self._works: dict[int, tuple[Interval, ...]] = {}
        self._under: dict[tuple[dt.date, bool, bool, bool], int] = {}

    def offered(self, person: int, policy: Policy) -> int:
        """This will give every start that a policy lets a person offer, lead time aside, as a mask of the span."""
        key = (*self._kind(person), policy.grid, policy.hours, policy.window)
        if key not in self._offered:
            self._offered[key] = self._laid_out(person, policy)
        return self._offered[key]

    def at_work(self, person: int, policy: Policy) -> int:
        """This will give the offered starts for which a person is at work, for the whole service."""
        # Who has the same hours offers the same, so that many people share one number.
        duty = self._duty(person, policy)
        key = (*self._kind(person), id(duty), policy.grid, policy.hours, policy.window)
        if key not in self._at_work:
            self._at_work[key] = self.offered(person, policy) & runs(duty, self.performers[person].length)
        return self._at_work[key]

    def standing(self, person: int, policy: Policy) -> int:
        """This will give the offered starts for which a person is at work and gives no other class."""
        starts, classes, own = self.at_work(person, policy), self.classes_of(person), self.own_classes_of(person)
        if not classes and not own:
            return starts
        key = person, id(self._duty(person, policy)), policy.grid, policy.hours, policy.window
        if key not in self._standing:
            free = gaps_of(classes, self.span, self.work(person))
            if own:
                free &= gaps_of(own, self.span, self.work(person)) | self.own_starts_of(person)
            self._standing[key] = starts & free
        return self._standing[key]

    def work(self, person: int) -> tuple[Interval, ...]:
        """This will give what an appointment takes of a person, counted from its start, with both buffers."""
        length = self.performers[person].length
        if length not in self._works:
            self._works[length] = self.demand.work(length)
        return self._works[length]

    def whole(self, person: int) -> tuple[Interval, ...]:
        """This will give what an appointment of a person takes of a thing: all from its start to its end."""
        return (self.demand.whole(self.performers[person].length),)

    def under(self, day: dt.date, policy: Policy) -> int:
        """This will give the starts that stand under a date, whoever offers them, as a mask from its midnight."""
        key = day, policy.grid, policy.hours, policy.window
        if key not in self._under:
            before = day - ONE_DAY
            shift = self.span.midnight(day) - self.span.midnight(before)
            self._under[key] = self._anyone(day, policy) & ~(self._anyone(before, policy) >> shift)
        return self._under[key]

    def stands_under(self, day: dt.date, start: int, policy: Policy) -> bool:
        """Whether a start stands under a date."""
        return bool(self.under(day, policy) >> start - self.span.midnight(day) & 1)

    def date_about(self, start: int, policy: Policy) -> dt.date:
        """This will give the date under which a start stands, or would: its own, but for what only a night of the date
        before has. No date beyond the span is asked, so that every span says the same."""
        key = start, policy.grid, policy.hours, policy.window
        if key not in self._dates:
            local, around = local_date(start, self.span.zone), self.roster.dates_around(start)
            before, is_own = local - ONE_DAY, local in around or not around or not (policy.grid or policy.hours)
            self._dates[key] = before if self.stands_under(before, start, policy) or not is_own else local
        return self._dates[key]

    def lesson_starts(self, day: dt.date, person: int) -> list[int]:
        """This will give the timetable's starts of a person in the periods of a date."""
        found = {
            wall_minute(date, lesson.wall, self.span.zone)
            for lesson in self._lessons.get(person, ())
            for date in (day, day + ONE_DAY)  # a period may reach into the next date
            if lesson.is_on(date)
        }
        return sorted(start for start in found if any(p.start <= start < p.end for p in self.roster.periods(day)))

    @cached_property
    def classes_for_things(self) -> list[HeldClass]:
        """The classes of other services that will need a thing of the kind that this service needs."""
        kind = self.demand.kind
        return [
            held for held in self.roster.held if kind and held.lesson.kind == kind and not self._is_own(held.lesson)
        ]

    def weight(self) -> int:
        """This will say how much memory it takes, in bytes, about."""
        masks = {
            id(mask): mask for mask in (*self._offered.values(), *self._at_work.values(), *self._standing.values())
        }
        return (
            sum(mask.bit_length() // 7 for mask in masks.values())
            + 300 * len(self._under)
            + 200 * len(self._dates)
            + 2000
        )

    def classes_of(self, person: int) -> int:
        """This will give the minutes in which a person gives classes of other services."""
        return self._classes.get(person, 0)

    def classes_beside(self, start: int, person: int) -> int:
        """This will give the minutes in which a person gives classes other than that of a start."""
        own = self.own_classes_of(person)
        return self.classes_of(person) | (0 if self.own_starts_of(person) & self.span.bit(start) else own)

    def own_classes_of(self, person: int) -> int:
        """This will give the minutes in which a person gives classes of this service."""
        return self._own_classes.get(person, (0, 0))[0]

    def own_starts_of(self, person: int) -> int:
        """This will give the starts of the classes of this service that a person gives."""
        return self._own_classes.get(person, (0, 0))[1]

    @cached_property
    def _own_classes(self) -> dict[int, tuple[int, int]]:
        """The minutes in which people give classes of this service, and when these start."""
        found: dict[int, tuple[int, int]] = {}
        for held in self.own_classes:
            minutes, starts = found.get(held.lesson.person, (0, 0))
            found[held.lesson.person] = minutes | self.span.mask(held.work), starts | self.span.bit(held.start)
        return found

    @cached_property
    def own_classes(self) -> list[HeldClass]:
        """The classes of this service that will be held, in order."""
        return [held for held in self.roster.held if self._is_own(held.lesson) and self._is_offered(held.lesson)]

    @cached_property
    def _classes(self) -> dict[int, int]:
        """The minutes in which people give classes of other services."""
        found: dict[int, int] = {}
        for held in self.roster.held:
            if not self._is_own(held.lesson):
                person = held.lesson.person
                found[person] = found.get(person, 0) | self.span.mask(held.work)
        return found

    @cached_property
    def _lessons(self) -> dict[int, list[Lesson]]:
        lessons: dict[int, list[Lesson]] = {}
        for lesson in self.roster.lessons:
            if self._is_own(lesson) and self._is_offered(lesson):
                lessons.setdefault(lesson.person, []).append(lesson)
        return lessons

    def _is_own(self, lesson: Lesson) -> bool:
        return lesson.service == self.demand.service

    def _is_offered(self, lesson: Lesson) -> bool:
        """Whether guests may join it: of a service on the grid, only a class of one date stands beside the grid."""
        return self.demand.timetabled or lesson.on is not None

    def _duty(self, person: int, policy: Policy) -> int:
        return self.roster.on_duty(person) if policy.hours else self.roster.present(person)

    def _kind(self, person: int) -> tuple[int, int]:
        """Who has the same kind offers the same starts."""
        return (person if self.demand.timetabled or person in self._lessons else 0), self.performers[person].length

    def _laid_out(self, person: int, policy: Policy) -> int:
        starts = 0
        for day in self.span:
            if self.in_window(day, policy):
                starts |= self._starts(day, person, policy) << self.span.midnight(day) - self.span.start
        return starts & self.roster.fits(self.performers[person].length) if policy.hours else starts

    def in_window(self, day: dt.date, policy: Policy) -> bool:
        """Whether a policy lets anybody ask for a date."""
        return not policy.window or self.today <= day <= self.last_date

    def _starts(self, day: dt.date, person: int, policy: Policy) -> int:
        """The starts that belong to a date, as a mask from its midnight: those in its periods, where hours or a grid
        bind, else every minute that the wall shows on it."""
        midnight = self.span.midnight(day)
        if not policy.grid:
            whole = Interval(midnight, self.span.midnight(day + ONE_DAY))
            return union((self.roster.periods(day) if policy.hours else [whole]), midnight)
        starts = 0 if self.demand.timetabled else self.roster.grid(day)
        for start in self.lesson_starts(day, person):  # of one date: beside the grid
            starts |= 1 << start - midnight
        return starts

    def _anyone(self, day: dt.date, policy: Policy) -> int:
        """The starts of a date that somebody offers: of those who have the same ones, who takes least has the most."""
        if not self.in_window(day, policy) or not self.span.first - ONE_DAY <= day <= self.span.last:
            return 0
        shortest: dict[int, tuple[int, int]] = {}
        for key, performer in self.performers.items():
            alike = self._kind(key)[0]
            shortest[alike] = min(shortest.get(alike, (performer.length, key)), (performer.length, key))
        anyone, offset = 0, self.span.midnight(day) - self.span.start
        for length, key in shortest.values():
            starts = self._starts(day, key, policy)
            anyone |= starts & self.roster.fits(length) >> offset if policy.hours else starts
        return anyone

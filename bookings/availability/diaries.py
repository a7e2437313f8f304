"""Which minutes of people and of things are taken, and at which starts they are free for an appointment."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from bookings.availability.days import Days
from bookings.availability.facts import Lesson, Person, Thing
from bookings.availability.localtime import Hours, wall_minute
from bookings.availability.timeline import Interval, runs


class HeldClass(NamedTuple):
    """A class that the timetable promises: its time with both buffers."""

    time: Interval
    person: int
    needs_thing: bool


class Diaries:
    """The diaries of everybody in the facts, as masks of the window. With `any_time` hours keep nobody away."""

    def __init__(self, days: Days, *, any_time: bool) -> None:
        self.days, self.any_time, self.facts = days, any_time, days.facts
        self.everything = (1 << days.window.length) - 1
        self._things_free: dict[tuple[int, int], int] = {}

    def free_starts(self, person: Person) -> int:
        """This will give the starts for which a person, and a thing when one is needed, are free."""
        length = person.length or 1
        starts = runs(self.working[person.key], length) & self._gaps(self.person_busy[person.key], length)
        return starts & self._some_thing_free(person.place, length) if self.facts.demand.needs_thing else starts

    def things_at(self, place: int) -> list[Thing]:
        """This will give the things at a place, by key."""
        return sorted((thing for thing in self.facts.things if thing.place == place), key=lambda thing: thing.key)

    def held(self, lesson: Lesson) -> Iterable[HeldClass]:
        """This will give the classes near the dates: one is held when a period is open for it and its teacher works."""
        for day in filter(lesson.is_on, self.days.around()):
            start = wall_minute(day, lesson.wall, self.facts.zone)
            whole = Interval(start, start + lesson.length)
            minutes = self.days.minutes(whole)
            if self.days.has_period_for(whole) and self._on_duty[lesson.person] & minutes == minutes:
                time = Interval(whole.start - lesson.before, whole.end + lesson.after)
                yield HeldClass(time, lesson.person, lesson.needs_thing)

    @cached_property
    def working(self) -> dict[int, int]:
        """The minutes in which each person works: outside their time off, and but for `any_time` inside their hours."""
        if not self.any_time:
            return self._on_duty
        return {p.key: self.everything & ~self.days.mask(p.time_off) for p in self.facts.people}

    @cached_property
    def person_busy(self) -> dict[int, int]:
        """The minutes of each person that appointments take, and classes of other services."""
        busy = dict(self._appointments)
        for lesson in self._classes:
            busy[lesson.person] |= self.days.minutes(lesson.time)
        return busy

    @cached_property
    def thing_busy(self) -> dict[int, int]:
        """The minutes of each thing that appointments take, and classes of other services that will need one."""
        busy = {thing.key: self.days.mask(thing.busy) for thing in self.facts.things}
        things = {person.key: self.things_at(person.place) for person in self.facts.people}
        for lesson in self._classes:
            wanted = self.days.minutes(lesson.time)
            if lesson.needs_thing and not self._appointments[lesson.person] & wanted:  # else it has its thing already
                spare = next((thing.key for thing in things[lesson.person] if not busy[thing.key] & wanted), None)
                if spare is not None:
                    busy[spare] |= wanted
        return busy

    def _gaps(self, busy: int, length: int) -> int:
        """The starts at which the whole time with both buffers touches nothing busy."""
        before, after = self.facts.demand.before, self.facts.demand.after
        return runs(self.everything & ~busy, before + length + after) << before

    def _some_thing_free(self, place: int, length: int) -> int:
        if (place, length) not in self._things_free:
            free = 0
            for thing in self.things_at(place):
                free |= self._gaps(self.thing_busy[thing.key], length)
            self._things_free[place, length] = free
        return self._things_free[place, length]

    @cached_property
    def _on_duty(self) -> dict[int, int]:
        """The minutes of each person's hours, cut to the periods of the business, without their time off."""
        opened = self._minutes_of(self.facts.hours)
        return {
            p.key: (opened if p.hours is None else opened & self._minutes_of(p.hours)) & ~self.days.mask(p.time_off)
            for p in self.facts.people
        }

    def _minutes_of(self, hours: Hours) -> int:
        return self.days.mask(period for day in self.days.around() for period in hours.on(day, self.facts.zone))

    @cached_property
    def _appointments(self) -> dict[int, int]:
        return {person.key: self.days.mask(person.busy) for person in self.facts.people}

    @cached_property
    def _classes(self) -> list[HeldClass]:
        """The classes of other services that will be held, in order of time."""
        known = {person.key for person in self.facts.people}
        return sorted(
            found
            for lesson in self.facts.lessons
            if not lesson.own and lesson.person in known
            for found in self.held(lesson)
        )

"""When a business is open, its people work and its classes are held: what its set-up says, whatever is booked."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from bookings.availability.facts import Lesson, Person
from bookings.availability.localtime import Hours, local_date, wall_minute
from bookings.availability.span import ONE_DAY, Span
from bookings.availability.timeline import Interval, every, runs


class HeldClass(NamedTuple):
    """A class of the timetable that will be held: when it starts, and its time with both buffers."""

    start: int
    time: Interval
    lesson: Lesson

    @property
    def work(self) -> tuple[Interval, ...]:
        """What of its time is taken of its teacher."""
        return tuple(time.later(self.start) for time in self.lesson.work)


class Roster:
    """The hours of a span as masks. Whoever is not among `people` never works."""

    def __init__(
        self, span: Span, hours: Hours, step_minutes: int, people: Iterable[Person], lessons: Sequence[Lesson] = ()
    ) -> None:
        self.span, self.hours, self.step_minutes, self.lessons = span, hours, step_minutes, lessons
        self.people = {person.key: person for person in people}
        self._periods: dict[dt.date, list[Interval]] = {}
        self._on_duty: dict[int, int] = {}
        self._own: dict[int, int] = {}
        self._own_alike: list[tuple[Hours, int]] = []
        self._present: dict[int, int] = {}
        self._alike: dict[int, int] = {}
        self._fits: dict[int, int] = {}

    def periods(self, day: dt.date) -> list[Interval]:
        """This will give the opening periods of a date as instants."""
        if day not in self._periods:
            self._periods[day] = self.hours.on(day, self.span.zone)
        return self._periods[day]

    def dates_around(self, start: int) -> list[dt.date]:
        """This will give the dates of which a period is open at a start: none, one, or a night's and the next."""
        day = local_date(start, self.span.zone)
        return [date for date in (day - ONE_DAY, day) if any(p.start <= start < p.end for p in self.periods(date))]

    @cached_property
    def opened(self) -> int:
        """The minutes in which the business is open. Periods that touch are one here."""
        return self.minutes_of(self.hours)

    def grid(self, day: dt.date) -> int:
        """This will give the starts of a date, from the opening of each of its periods on, as a mask from midnight."""
        laid, midnight = 0, self.span.midnight(day)
        for period in self.periods(day):
            count = -(-period.length // self.step_minutes)
            laid |= every(self.step_minutes, count) << period.start - midnight
        return laid

    def fits(self, minutes: int) -> int:
        """This will give the starts at which the business is open for so long."""
        if minutes not in self._fits:
            self._fits[minutes] = runs(self.opened, minutes)
        return self._fits[minutes]

    def present(self, person: int) -> int:
        """This will give the minutes in which somebody is not away, in and out of hours."""
        if person not in self._present:
            away = self.people[person].time_off if person in self.people else ()
            self._present[person] = self.span.everything & ~self.span.mask(away) if away else self.span.everything
        return self._present[person]

    def on_duty(self, person: int) -> int:
        """This will give the minutes of somebody's hours, cut to those of the business, without their time off.

        Who works alike has the same number, which the roster keeps: it can be told by its `id`.
        """
        if person not in self._on_duty:
            who = self.people.get(person)
            if who is None:
                self._on_duty[person] = 0
            else:
                opened = self.opened if who.hours is None else self.opened & self.own_minutes(person)
                duty = opened & self.present(person) if who.time_off else opened
                self._on_duty[person] = self._alike.setdefault(duty, duty)
        return self._on_duty[person]

    def own_minutes(self, person: int) -> int:
        """This will give the minutes of somebody's hours, as if the business were always open."""
        if person not in self._own:
            hours = self.people[person].hours
            self._own[person] = self.opened if hours is None else self._minutes_once(hours)
        return self._own[person]

    def _minutes_once(self, hours: Hours) -> int:
        """Many people of a large house have the same hours."""
        known = next((minutes for each, minutes in self._own_alike if each == hours), None)
        if known is None:
            known = self.minutes_of(hours)
            self._own_alike.append((hours, known))
        return known

    def minutes_of(self, hours: Hours) -> int:
        """This will give hours as a mask of the span."""
        return self.span.mask(period for day in self.span.around() for period in hours.on(day, self.span.zone))

    @cached_property
    def held(self) -> list[HeldClass]:
        """The classes that will be held, in order: the business is open for all of one, and its teacher works."""
        found = (held for lesson in self.lessons for held in self._held(lesson))
        return sorted(found, key=lambda held: (held.start, held.time, held.lesson.person, held.lesson.service))

    def _held(self, lesson: Lesson) -> Iterator[HeldClass]:
        for day in filter(lesson.is_on, self.span.around()):
            start = wall_minute(day, lesson.wall, self.span.zone)
            minutes = self.span.minutes(Interval(start, start + lesson.length))
            if minutes and self.on_duty(lesson.person) & minutes == minutes:
                time = Interval(start - lesson.before, start + lesson.length + lesson.after)
                yield HeldClass(start, time, lesson)

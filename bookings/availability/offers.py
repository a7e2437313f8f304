"""Which starts are offered, by whom, and under which date each of them stands. Nothing here asks who is free."""

import datetime as dt
from collections.abc import Hashable, Iterable
from functools import cached_property

from bookings.availability.days import ONE_DAY, Days
from bookings.availability.facts import Lesson, Person
from bookings.availability.localtime import minute_from, wall_minute
from bookings.availability.timeline import Interval, every


class Offers:
    """The grid or the timetable, cut to the booking window as seen at `now`; with `any_time` every minute of a date.

    A start that the periods of two dates have (a night's and the next morning's) is one start: it stands under the
    earlier date, whoever offers it there, so that no list over consecutive dates has it twice.
    """

    def __init__(self, days: Days, performers: Iterable[Person], *, now: dt.datetime, any_time: bool) -> None:
        self.days, self.any_time, self.facts = days, any_time, days.facts
        self.today = now.astimezone(self.facts.zone).date()
        self.last_date = self.today + self.facts.rules.window_days * ONE_DAY
        self.earliest = minute_from(now) + self.facts.rules.lead_minutes
        self._kinds = {self._kind(person): person for person in performers}
        self._laid: dict[tuple[dt.date, Hashable], int] = {}
        self._by: dict[Hashable, int] = {}
        self._under: dict[dt.date, int] = {}

    def by(self, person: Person) -> int:
        """This will give every start that a person offers, as a mask of the window."""
        kind = self._kind(person)
        if kind not in self._by:
            laid = 0
            for day in (*self.days, self.days.last + ONE_DAY):  # whose periods may share starts with the last night
                laid |= self._in_window(day, self._laid_out(day, person))
            self._by[kind] = laid & self._listed
        return self._by[kind]

    def under(self, day: dt.date) -> int:
        """This will give the starts that stand under a date, whoever offers them, as a mask from its midnight."""
        if day not in self._under:
            before = day - ONE_DAY
            shift = self.days.midnight(day) - self.days.midnight(before)
            self._under[day] = self._anyone(day) & ~(self._anyone(before) >> shift)
        return self._under[day]

    def lesson_starts(self, day: dt.date, person: int) -> list[int]:
        """This will give the timetable's starts of a person in the periods of a date."""
        found = {
            wall_minute(date, lesson.wall, self.facts.zone)
            for lesson in self._lessons.get(person, ())
            for date in (day, day + ONE_DAY)  # a period may reach into the next date
            if lesson.is_on(date)
        }
        return sorted(start for start in found if any(p.start <= start < p.end for p in self.days.periods(day)))

    def _kind(self, person: Person) -> Hashable:
        """Who has the same kind offers the same starts."""
        return person.key if self.facts.demand.timetabled else person.length

    @cached_property
    def _lessons(self) -> dict[int, list[Lesson]]:
        lessons: dict[int, list[Lesson]] = {}
        for lesson in self.facts.lessons:
            if lesson.own:
                lessons.setdefault(lesson.person, []).append(lesson)
        return lessons

    @cached_property
    def _listed(self) -> int:
        """Every start that stands under one of the dates, whoever offers it, as a mask of the window."""
        listed = 0
        for day in self.days:
            listed |= self._in_window(day, self.under(day))
        return listed

    def _in_window(self, day: dt.date, mask: int) -> int:
        return mask << self.days.midnight(day) - self.days.window.start

    def _anyone(self, day: dt.date) -> int:
        anyone = 0
        for person in self._kinds.values():
            anyone |= self._laid_out(day, person)
        return anyone

    def _laid_out(self, day: dt.date, person: Person) -> int:
        """The starts of a date's periods at which the whole service fits, as a mask from its midnight."""
        key = day, self._kind(person)
        if key not in self._laid:
            midnight = self.days.midnight(day)
            if self.any_time:
                self._laid[key] = (1 << self.days.midnight(day + ONE_DAY) - midnight) - 1
            elif self.today <= day <= self.last_date:
                too_soon = max(self.earliest - midnight, 0)
                laid = self._timetable(day, person) if self.facts.demand.timetabled else self._grid(day, person)
                self._laid[key] = laid >> too_soon << too_soon
            else:
                self._laid[key] = 0
        return self._laid[key]

    def _grid(self, day: dt.date, person: Person) -> int:
        grid, midnight, step = 0, self.days.midnight(day), self.facts.rules.step_minutes
        for period in self.days.periods(day):
            count = (period.length - (person.length or 1)) // step + 1
            grid |= every(step, count) << period.start - midnight
        return grid

    def _timetable(self, day: dt.date, person: Person) -> int:
        starts, midnight = 0, self.days.midnight(day)
        for start in self.lesson_starts(day, person.key):
            whole = Interval(start, start + (person.length or 1))
            if any(period.contains(whole) for period in self.days.periods(day)):
                starts |= 1 << start - midnight
        return starts

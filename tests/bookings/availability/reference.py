"""What a slot is, once more and as plainly as possible: minute by minute, straight from the rules, to compare with."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bookings.availability import GUEST, Hours, Policy
from bookings.availability.localtime import Week
from tests.bookings.availability.plain import Facts, Lesson, Person, Thing

ONE_DAY, ONE_MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@lru_cache(maxsize=8)
def clock(zone: dt.tzinfo, first: dt.date, last: dt.date) -> tuple[dict[int, dt.datetime], dict[dt.datetime, int]]:
    """What the wall shows at each minute, and the first minute at which it shows a reading or has gone past it."""
    shown, minute_of, reached = {}, {}, dt.datetime.combine(first - 4 * ONE_DAY, dt.time())
    instant = dt.datetime.combine(first - 6 * ONE_DAY, dt.time(), dt.UTC)
    while (reading := instant.astimezone(zone).replace(tzinfo=None)).date() < last + 6 * ONE_DAY:
        minute = round((instant - EPOCH) / ONE_MINUTE)
        shown[minute] = reading
        while reached <= reading:
            minute_of[reached] = minute
            reached += ONE_MINUTE
        instant += ONE_MINUTE
    return shown, minute_of


def week_of(hours: Hours, day: dt.date) -> Week:
    """The week that a date has, by counting weeks from the Monday on with which a rota's first one begins."""
    begun = [rota for rota in hours.rotas if rota.first <= day]
    if not begun:
        return hours.weekly
    monday, turn = begun[-1].first, 0
    while monday.strftime("%A") != "Monday":
        monday -= ONE_DAY
    while monday + 7 * ONE_DAY <= day:
        monday, turn = monday + 7 * ONE_DAY, turn + 1
    return begun[-1].weeks[turn % len(begun[-1].weeks)]


class Reference:
    """Answers what `Openings` answers, from the same facts."""

    def __init__(
        self, facts: Facts, first: dt.date, last: dt.date, *, now: dt.datetime, party: int = 1, policy: Policy = GUEST
    ) -> None:
        self.facts, self.first, self.last, self.now = facts, first, last, now
        self.party, self.policy = party, policy
        self.shown, self.minute_of = clock(facts.zone, first, last)
        self.dates = [first + n * ONE_DAY for n in range(-4, (last - first).days + 5)]
        self.open = {minute for day in self.dates for period in self.periods(facts.hours, day) for minute in period}
        self.performers = [person for person in facts.people if person.length is not None]
        self.on_duty = {person.key: self.minutes_worked(person) for person in facts.people}
        present = {person.key: {*self.shown} - minutes(person.time_off) for person in facts.people}
        self.works = self.on_duty if policy.hours else present
        self.booked = {person.key: self.minutes_booked(person) for person in facts.people}
        self.taken = {person: set(booked) for person, booked in self.booked.items()}
        self.used = {thing.key: self.minutes_booked(thing) for thing in facts.things}
        for _, blocked, person, needs_thing, waits in sorted(self.classes(), key=lambda held: held[:3]):
            work = minutes([blocked]) - waits
            self.taken[person] |= work
            if needs_thing and not work & self.booked[person]:
                spare = [key for key in self.things_of(person) if not minutes([blocked]) & self.used[key]]
                self.used.update({key: self.used[key] | minutes([blocked]) for key in spare[:1]})
        self.own = sorted(self.classes(own=True), key=lambda held: held[:3])
        self.kept = dict(self.used)  # beside what the classes of the service itself will need
        for held in self.own:
            _, blocked, person, needs_thing, _ = held
            if needs_thing == facts.demand.needs_thing and not self.work_of(held) & self.booked[person]:
                spare = [key for key in self.things_of(person) if not minutes([blocked]) & self.kept[key]]
                self.kept.update({key: self.kept[key] | minutes([blocked]) for key in spare[:1]})
        self.laid = {person.key: self.starts_of(person) for person in self.performers}
        self.starts = {person: dict(starts) for person, starts in self.laid.items()}
        self.add_planned()

    def at(self, day: dt.date, wall: int) -> int:
        return self.minute_of[dt.datetime.combine(day, dt.time()) + wall * ONE_MINUTE]

    def periods(self, hours: Hours, day: dt.date) -> list[range]:
        walls = hours.special[day] if day in hours.special else week_of(hours, day).get(day.weekday(), ())
        return [range(self.at(day, opens), self.at(day, closes)) for opens, closes in walls]

    def minutes_worked(self, person: Person) -> set[int]:
        hours = person.hours or self.facts.hours
        own = {minute for day in self.dates for period in self.periods(hours, day) for minute in period}
        return (own & self.open) - minutes(person.time_off)

    def minutes_booked(self, whose: Person | Thing) -> set[int]:
        held = [time for time, until in whose.holds if until > self.now.timestamp()]
        return minutes([*whose.busy, *held])

    def lessons(self, *, own: bool) -> list:
        return [
            (lesson, self.at(day, lesson.wall))
            for lesson in self.facts.lessons
            for day in self.dates
            if lesson.own == own and self.is_on(lesson, day)
            if not own or self.facts.demand.timetabled or lesson.on
        ]

    def is_on(self, lesson: Lesson, day: dt.date) -> bool:
        if lesson.on:
            return day == lesson.on
        within = (lesson.first or day) <= day <= (lesson.last or day)
        return day.weekday() == lesson.weekday and within and day not in lesson.skipped

    def classes(self, *, own: bool = False) -> list:
        """Classes of other services, or of this one, that will be held: the business is open, and the teacher works."""
        return [
            (
                start,
                (start - lesson.before, start + lesson.length + lesson.after),
                lesson.person,
                lesson.needs_thing,
                {start + minute for minute in minutes(lesson.waits)},
            )
            for lesson, start in self.lessons(own=own)
            if set(range(start, start + lesson.length)) <= self.on_duty[lesson.person]
        ]

    def work_of(self, held: tuple) -> set[int]:
        """What a class takes of its teacher."""
        return minutes([held[1]]) - held[4]

    def laid_out(self, day: dt.date, person: Person) -> Sequence[int]:
        """The starts that belong to a date, whether or not the service fits, and whenever it is asked."""
        periods = self.periods(self.facts.hours, day)
        if not self.policy.grid and not self.policy.hours:
            return [minute for minute, shown in self.shown.items() if shown.date() == day]
        if not self.policy.grid:
            return [minute for period in periods for minute in period]
        grid = [start for period in periods for start in period[:: self.facts.rules.step_minutes]]
        lessons = [start for lesson, start in self.lessons(own=True) if lesson.person == person.key]
        held = [start for start in lessons if any(start in period for period in periods)]
        return held if self.facts.demand.timetabled else [*grid, *held]

    def starts_of(self, person: Person) -> dict[int, list[dt.date]]:
        """Every start that a person offers, and the dates that have it."""
        found: dict[int, list[dt.date]] = {}
        today = self.now.astimezone(self.facts.zone).date()
        for day in (self.first + n * ONE_DAY for n in range(-1, (self.last - self.first).days + 1)):
            if self.policy.window and not today <= day <= today + self.facts.rules.window_days * ONE_DAY:
                continue
            for start in set(self.laid_out(day, person)):
                fits = self.open.issuperset(range(start, start + person.length))
                if not self.is_early(start) and (fits or not self.policy.hours):
                    found.setdefault(start, []).append(day)
        return found

    def add_planned(self) -> None:
        """What the house planned is offered whenever it is, under the date that has the start, or would."""
        known, today = self.dates_of, self.now.astimezone(self.facts.zone).date()
        for group in self.facts.groups:
            if not group.planned or group.person not in self.starts or self.is_early(group.start):
                continue
            local = self.shown[group.start].date()
            around = [
                day
                for day in (local - ONE_DAY, local)
                if any(group.start in period for period in self.periods(self.facts.hours, day))
            ]
            is_own = local in around or not around or not (self.policy.grid or self.policy.hours)
            date = known.get(group.start) or (local if is_own else local - ONE_DAY)
            if not self.policy.window or today <= date <= today + self.facts.rules.window_days * ONE_DAY:
                self.starts[group.person].setdefault(group.start, [date])

    def is_early(self, start: int) -> bool:
        lead = self.facts.rules.lead_minutes if self.policy.lead_time else 0
        bound = self.policy.lead_time or not self.policy.past
        return bound and EPOCH + start * ONE_MINUTE < self.now + lead * ONE_MINUTE

    @property
    def dates_of(self) -> dict[int, dt.date]:
        """The date under which each start stands."""
        found: dict[int, dt.date] = {}
        for starts in self.starts.values():
            for start, days in starts.items():
                found[start] = min([found[start], *days] if start in found else days)
        return found

    def things_of(self, person: int) -> list[int]:
        place = next(p.place for p in self.facts.people if p.key == person)
        return sorted(thing.key for thing in self.facts.things if thing.place == place)

    def may_open(self, person: Person, start: int) -> bool:
        demand = self.facts.demand
        blocked = set(range(start - demand.before, start + person.length + demand.after))
        work = blocked - {start + minute for minute in minutes(demand.waits)}
        is_class = any(start == own[0] and own[2] == person.key for own in self.own)
        beside = {minute for own in self.own if own[2] == person.key for minute in self.work_of(own) if not is_class}
        used = self.used if is_class else self.kept
        thing = not demand.needs_thing or any(not blocked & used[key] for key in self.things_of(person.key))
        thing = thing and not work & beside
        thing = thing and start in self.laid[person.key]
        works = self.works[person.key].issuperset(range(start, start + person.length))
        return works and thing and not work & self.taken[person.key] and self.party <= demand.capacity

    def may_join(self, person: Person, start: int) -> bool:
        return any(g.person == person.key and g.start == start and g.left >= self.party for g in self.facts.groups)

    def listed(self, day: dt.date, *people: int, free: bool) -> list[int]:
        return sorted(
            start
            for start, date in self.dates_of.items()
            if date == day
            and any(
                start in self.starts[p.key] and (not free or self.may_join(p, start) or self.may_open(p, start))
                for p in self.performers
                if p.key in people or not people
            )
        )


def minutes(times: Iterable[Sequence[int]]) -> set[int]:
    return {minute for start, end in times for minute in range(start, end)}

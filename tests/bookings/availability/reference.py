"""What a slot is, once more and as plainly as possible: minute by minute, straight from the rules, to compare with."""

import datetime as dt
from functools import lru_cache

from bookings.availability import Facts, Hours, Person

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


class Reference:
    """Answers what `Openings` answers, from the same facts."""

    def __init__(self, facts: Facts, first: dt.date, last: dt.date, *, now: dt.datetime, party: int = 1) -> None:
        self.facts, self.first, self.last, self.now, self.party = facts, first, last, now, party
        self.shown, self.minute_of = clock(facts.zone, first, last)
        self.dates = [first + n * ONE_DAY for n in range(-4, (last - first).days + 5)]
        self.performers = [person for person in facts.people if person.length is not None]
        self.works = {person.key: self.minutes_worked(person) for person in facts.people}
        self.booked = {person.key: minutes(person.busy) for person in facts.people}
        self.taken = {person: set(booked) for person, booked in self.booked.items()}
        self.used = {thing.key: minutes(thing.busy) for thing in facts.things}
        for blocked, person, needs_thing in sorted(self.classes()):
            self.taken[person] |= minutes([blocked])
            if needs_thing and not minutes([blocked]) & self.booked[person]:
                spare = [key for key in self.things_of(person) if not minutes([blocked]) & self.used[key]]
                self.used.update({key: self.used[key] | minutes([blocked]) for key in spare[:1]})
        self.starts = {person.key: self.starts_of(person) for person in self.performers}

    def at(self, day: dt.date, wall: int) -> int:
        return self.minute_of[dt.datetime.combine(day, dt.time()) + wall * ONE_MINUTE]

    def periods(self, hours: Hours, day: dt.date) -> list[range]:
        walls = hours.special[day] if day in hours.special else hours.weekly.get(day.weekday(), ())
        return [range(self.at(day, opens), self.at(day, closes)) for opens, closes in walls]

    def minutes_worked(self, person: Person) -> set[int]:
        hours = person.hours or self.facts.hours
        own = {minute for day in self.dates for period in self.periods(hours, day) for minute in period}
        open_ = {minute for day in self.dates for period in self.periods(self.facts.hours, day) for minute in period}
        return (own & open_) - minutes(person.time_off)

    def lessons(self, *, own: bool) -> list:
        return [
            (lesson, self.at(day, lesson.wall))
            for lesson in self.facts.lessons
            for day in self.dates
            if lesson.own == own and day.weekday() == lesson.weekday and day not in lesson.skipped
            if (lesson.first or day) <= day <= (lesson.last or day)
        ]

    def classes(self) -> list:
        """Classes of other services that will be held: one period is open for all of it, and the teacher works."""
        found = []
        for lesson, start in self.lessons(own=False):
            whole = range(start, start + lesson.length)
            open_ = any(fits(whole, period) for day in self.dates for period in self.periods(self.facts.hours, day))
            if open_ and set(whole) <= self.works[lesson.person]:
                blocked = (start - lesson.before, start + lesson.length + lesson.after)
                found.append((blocked, lesson.person, lesson.needs_thing))
        return found

    def starts_of(self, person: Person) -> dict[int, list[dt.date]]:
        """Every start that a person offers, and the dates whose periods have it."""
        found: dict[int, list[dt.date]] = {}
        today, rules = self.now.astimezone(self.facts.zone).date(), self.facts.rules
        for day in self.dates:
            for period in self.periods(self.facts.hours, day):
                starts = period[:: rules.step_minutes]
                if self.facts.demand.timetabled:
                    starts = [s for lesson, s in self.lessons(own=True) if lesson.person == person.key and s in period]
                for start in starts:
                    early = EPOCH + start * ONE_MINUTE < self.now + rules.lead_minutes * ONE_MINUTE
                    known = today <= day <= today + rules.window_days * ONE_DAY
                    if known and not early and fits(range(start, start + person.length), period):
                        found.setdefault(start, []).append(day)
        return found

    def date_of(self, start: int) -> dt.date | None:
        return min((day for starts in self.starts.values() for day in starts.get(start, ())), default=None)

    def offers(self, person: int, start: int) -> bool:
        return start in self.starts[person] and self.first <= self.date_of(start) <= self.last

    def things_of(self, person: int) -> list[int]:
        place = next(p.place for p in self.facts.people if p.key == person)
        return sorted(thing.key for thing in self.facts.things if thing.place == place)

    def may_open(self, person: Person, start: int) -> bool:
        demand = self.facts.demand
        blocked = set(range(start - demand.before, start + person.length + demand.after))
        thing = not demand.needs_thing or any(not blocked & self.used[key] for key in self.things_of(person.key))
        works = set(range(start, start + person.length)) <= self.works[person.key]
        return works and thing and not blocked & self.taken[person.key] and self.party <= demand.capacity

    def may_join(self, person: Person, start: int) -> bool:
        return any(g.person == person.key and g.start == start and g.left >= self.party for g in self.facts.groups)

    def listed(self, day: dt.date, *people: int, free: bool) -> list[int]:
        return sorted(
            start
            for start in {start for starts in self.starts.values() for start in starts}
            if self.date_of(start) == day
            and any(
                self.offers(p.key, start) and (not free or self.may_join(p, start) or self.may_open(p, start))
                for p in self.performers
                if p.key in people or not people
            )
        )


def minutes(times) -> set[int]:
    return {minute for start, end in times for minute in range(start, end)}


def fits(whole: range, period: range) -> bool:
    return period.start <= whole.start and whole.stop <= period.stop

"""Why a start is or is not free for a person: the same numbers as in `slots`, asked one at a time."""

import datetime as dt
import enum
from dataclasses import dataclass

from bookings.availability.localtime import local_date
from bookings.availability.slots import Openings
from bookings.availability.timeline import Interval


class Rule(enum.Enum):
    """What can be in the way, in the order in which it is looked at."""

    PAST = "past"
    LEAD_TIME = "lead time"
    WINDOW = "window"
    CLOSED = "closed"
    GRID = "slot interval"
    TIMETABLE = "timetable"
    FIT = "length"
    NOT_WORKING = "working hours"
    TIME_OFF = "time off"
    CLASS = "class on the timetable"
    BUSY = "appointment"
    RESOURCE = "resource"
    PARTY = "capacity"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that removes a start: `value` in the rule's unit (minutes, days, people), `times` what is in the way."""

    rule: Rule
    value: int | None = None
    times: tuple[Interval, ...] = ()
    on: dt.date | None = None


def reasons(openings: Openings, start: int, person: int, *, now: int) -> list[Reason]:
    """This will give every rule that keeps a person from taking a start; an empty list: it is offered and free.

    `now` and `start` are UTC minutes; the start lies in the dates that the openings look at.
    """
    if openings.joinable(start, person):
        return []
    return _not_offered(openings, start, person, now) + _not_free(openings, start, person)


def _not_offered(openings: Openings, start: int, person: int, now: int) -> list[Reason]:
    if openings.any_time:
        return []
    found = []
    if start < now:
        found.append(Reason(Rule.PAST))
    elif start < openings.earliest:
        found.append(Reason(Rule.LEAD_TIME, openings.facts.rules.lead_minutes))
    dates = openings.dates_around(start)
    if not dates:
        on = local_date(start, openings.facts.zone)
        window = [] if found else _outside_window(openings, on)
        return [*found, *window, Reason(Rule.CLOSED, times=tuple(openings.periods(on)), on=on)]
    # The periods of two dates may be open at once; the date that comes nearer to offering the start has the word.
    nearest = min((_not_laid_out(openings, start, person, on) for on in dates), key=len)
    return [*found, *(reason for reason in nearest if not found or reason.rule is not Rule.WINDOW)]


def _outside_window(openings: Openings, on: dt.date) -> list[Reason]:
    if openings.today <= on <= openings.last_date:
        return []
    return [Reason(Rule.WINDOW, openings.facts.rules.window_days, on=on)]


def _not_laid_out(openings: Openings, start: int, person: int, on: dt.date) -> list[Reason]:
    """Why the periods of one date, of which at least one is open then, do not have the start."""
    rules, found = openings.facts.rules, _outside_window(openings, on)
    periods = [period for period in openings.periods(on) if period.start <= start < period.end]
    if openings.facts.demand.timetabled:
        lessons = openings.offers.lesson_starts(on, person)
        if start not in lessons:
            length = openings.performers[person].length or 1
            times = tuple(Interval(begin, begin + length) for begin in lessons)
            found.append(Reason(Rule.TIMETABLE, times=times, on=on))
    elif on_grid := [period for period in periods if (start - period.start) % rules.step_minutes == 0]:
        periods = on_grid
    else:
        found.append(Reason(Rule.GRID, rules.step_minutes, (periods[0],), on=on))
    longest, whole = max(periods, key=lambda period: period.end), openings.time_of(start, person)
    if whole.end > longest.end:
        found.append(Reason(Rule.FIT, whole.length, (longest,), on=on))
    return found


def _not_free(openings: Openings, start: int, person: int) -> list[Reason]:
    facts, days, diaries = openings.facts, openings.days, openings.diaries
    who, found = openings.performers[person], []
    whole, blocked = openings.time_of(start, person), openings.blocked_time(start, person)
    if off := tuple(time for time in who.time_off if time.overlaps(whole)):
        found.append(Reason(Rule.TIME_OFF, times=off))
    elif days.minutes(whole) & ~diaries.working[person]:
        on = openings.date_of(start) or local_date(start, facts.zone)
        hours = who.hours or facts.hours
        found.append(Reason(Rule.NOT_WORKING, times=tuple(hours.on(on, facts.zone)), on=on))
    if busy := tuple(time for time in who.busy if time.overlaps(blocked)):
        found.append(Reason(Rule.BUSY, times=busy))
    elif days.minutes(blocked) & diaries.person_busy[person]:
        found.append(Reason(Rule.CLASS))
    if facts.demand.needs_thing and not openings.free_things(start, person):
        found.append(Reason(Rule.RESOURCE, len(diaries.things_at(who.place))))
    if openings.party > facts.demand.capacity:
        found.append(Reason(Rule.PARTY, facts.demand.capacity))
    return found

"""Why a start is or is not free for a person: the same numbers as in `slots`, asked one at a time."""

import datetime as dt
import enum
from dataclasses import dataclass

from bookings.availability.localtime import local_date
from bookings.availability.slots import Openings
from bookings.availability.timeline import Interval, intervals_of


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
    FULL = "places"
    BUSY = "appointment"
    RESOURCE = "resource"
    PARTY = "capacity"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that removes a start: `value` in the rule's unit (minutes, days, people), `times` what is in the way.

    `work` are the stretches of a service with waits that meet it.
    """

    rule: Rule
    value: int | None = None
    times: tuple[Interval, ...] = ()
    on: dt.date | None = None
    work: tuple[Interval, ...] = ()


def reasons(openings: Openings, start: int, person: int) -> list[Reason]:
    """This will give every rule that keeps a person from taking a start; an empty list: it is offered and free.

    The start is a UTC minute on a date of the span, the person one who performs the service.
    """
    if openings.joinable(start, person):
        return []
    return _not_offered(openings, start, person) + _not_free(openings, start, person)


def why_not_offered(openings: Openings, start: int) -> Reason | None:
    """This will give the first rule for which nobody offers a start; None: somebody does."""
    if openings.is_offered(start):
        return None
    told = [_not_offered(openings, start, person) for person in openings.performers]
    return min((found for found in told if found), key=len, default=[Reason(Rule.CLOSED)])[0]


def why_not_free(openings: Openings, start: int) -> Reason | None:
    """This will give a rule for which nobody is free at an offered start: of whoever is kept by the fewest; None:
    somebody is free, or has a group with places."""
    if openings.free_people(start):
        return None
    offering = [person for person in openings.performers if openings.is_offered(start, person)]
    told = [_not_free(openings, start, person) for person in offering]
    return min((found for found in told if found), key=len, default=[None])[0]


def _not_offered(openings: Openings, start: int, person: int) -> list[Reason]:
    if openings.is_planned(start, person):  # on the grid or not
        return _too_early(openings, start)
    policy, found = openings.policy, _too_early(openings, start)
    dates = openings.roster.dates_around(start)
    if not dates or not (policy.hours or policy.grid):
        on = local_date(start, openings.span.zone)
        window = [] if found else _outside_window(openings, on)
        is_closed = policy.hours or policy.grid  # there is no grid but in the periods
        closed = [Reason(Rule.CLOSED, times=tuple(openings.roster.periods(on)), on=on)] if is_closed else []
        return [*found, *window, *closed]
    # The periods of two dates may be open at once; the date that comes nearer to offering the start has the word.
    nearest = min((_not_laid_out(openings, start, person, on) for on in dates), key=len)
    return [*found, *(reason for reason in nearest if not found or reason.rule is not Rule.WINDOW)]


def _too_early(openings: Openings, start: int) -> list[Reason]:
    policy, lead_minutes = openings.policy, openings.offers.rules.lead_minutes
    if start >= openings.earliest or (policy.past and not policy.lead_time):
        return []
    past = start < openings.now and not policy.past
    return [Reason(Rule.PAST) if past else Reason(Rule.LEAD_TIME, lead_minutes)]


def _outside_window(openings: Openings, on: dt.date) -> list[Reason]:
    offers = openings.offers
    if not openings.policy.window or offers.today <= on <= offers.last_date:
        return []
    return [Reason(Rule.WINDOW, offers.rules.window_days, on=on)]


def _not_laid_out(openings: Openings, start: int, person: int, on: dt.date) -> list[Reason]:
    """Why the periods of one date, of which at least one is open then, do not have the start."""
    roster, found = openings.roster, _outside_window(openings, on)
    periods = [period for period in roster.periods(on) if period.start <= start < period.end]
    if openings.policy.grid:
        found += _off_the_grid(openings, start, person, on, periods)
    whole = openings.time_of(start, person)
    minutes = openings.span.minutes(whole)
    if openings.policy.hours and roster.opened & minutes != minutes:
        closes = next(open_.end for open_ in _opened_around(openings, start))
        longest = Interval(min(period.start for period in periods), closes)
        found.append(Reason(Rule.FIT, whole.length, (longest,), on=on))
    return found


def _classes_in_the_way(openings: Openings, start: int, person: int) -> int:
    """The minutes in which a person gives classes; of a start that the timetable itself lacks, that is said already."""
    laid_out = openings.policy.grid and openings.demand.timetabled
    return openings.offers.classes_of(person) if laid_out else openings.offers.classes_beside(start, person)


def _off_the_grid(openings: Openings, start: int, person: int, on: dt.date, periods: list[Interval]) -> list[Reason]:
    step = openings.roster.step_minutes
    if openings.demand.timetabled:
        lessons = openings.offers.lesson_starts(on, person)
        length = openings.performers[person].length
        times = tuple(Interval(begin, begin + length) for begin in lessons)
        return [] if start in lessons else [Reason(Rule.TIMETABLE, times=times, on=on)]
    if start in openings.offers.lesson_starts(on, person):  # of one date: beside the grid
        return []
    if any((start - period.start) % step == 0 for period in periods):
        return []
    return [Reason(Rule.GRID, step, (periods[0],), on=on)]


def _opened_around(openings: Openings, start: int) -> list[Interval]:
    """The time without a break, periods that touch joined, in which a start lies."""
    opened = intervals_of(openings.roster.opened, openings.span.start)
    return [time for time in opened if time.start <= start < time.end]


def _places_left(openings: Openings, start: int, person: int) -> int | None:
    """How many places the person's group of the service at the start has left; None: there is no such group."""
    groups = openings.diaries.groups([person])
    left = [group.places - taken for _, group, taken in groups if group.start == start]
    return max(left, default=None)


def _not_free(openings: Openings, start: int, person: int) -> list[Reason]:
    span, roster, diaries, demand = openings.span, openings.roster, openings.diaries, openings.demand
    who, found = roster.people[person], []
    if (left := _places_left(openings, start, person)) is not None and left < openings.party:
        return [Reason(Rule.FULL, left)]
    whole = openings.time_of(start, person)
    duty = roster.on_duty(person) if openings.policy.hours else roster.present(person)
    if off := tuple(time for time in who.time_off if time.overlaps(whole)):
        found.append(Reason(Rule.TIME_OFF, times=off))
    elif span.minutes(whole) & ~duty:
        on = openings.date_of(start) or local_date(start, span.zone)
        hours = who.hours or roster.hours
        found.append(Reason(Rule.NOT_WORKING, times=tuple(hours.on(on, span.zone)), on=on))
    if work := _met(openings, start, person, diaries.taken_of(person)):
        busy = intervals_of(diaries.taken_of(person), span.start)
        times = tuple(time for time in busy if any(time.overlaps(each) for each in work))
        found.append(Reason(Rule.BUSY, times=times, work=work if demand.waits else ()))
    elif work := _met(openings, start, person, _classes_in_the_way(openings, start, person)):
        found.append(Reason(Rule.CLASS, work=work if demand.waits else ()))
    if demand.kind and not openings.free_things(start, person):
        found.append(Reason(Rule.RESOURCE, len(diaries.things_at(person))))
    if openings.party > demand.capacity:
        found.append(Reason(Rule.PARTY, demand.capacity))
    return found


def _met(openings: Openings, start: int, person: int, taken: int) -> tuple[Interval, ...]:
    """The stretches of a person's work at a start that meet minutes which are taken."""
    return tuple(work for work in openings.work_time(start, person) if openings.span.minutes(work) & taken)

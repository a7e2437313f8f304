"""Why a date has nothing free: of all its starts the one that comes nearest, with whoever comes nearest to it."""

import datetime as dt
from collections.abc import Iterator

from bookings.availability.explanation import Reason, Rule, reasons
from bookings.availability.slots import Openings


def why_nothing(openings: Openings, day: dt.date) -> Reason | None:
    """This will give the rule that leaves a date of the span without a free start; None: it has one, or nobody at all
    is asked about."""
    if not openings.performers or openings.count(day):
        return None
    offers, policy = openings.offers, openings.policy
    if policy.window and not offers.today <= day <= offers.last_date:
        return Reason(Rule.PAST if day < offers.today else Rule.WINDOW, offers.rules.window_days, on=day)
    if not openings.roster.periods(day) and not openings.plans(day):
        return Reason(Rule.CLOSED, on=day)
    return min((_kept(openings, day, person) for person in openings.performers), key=len)[0]


def _kept(openings: Openings, day: dt.date, person: int) -> list[Reason]:
    """What keeps a person from the start of a date that gets furthest."""
    starts = laid_out(openings, day, person)
    for passed in _hurdles(openings, person):
        starts = starts & passed or starts
    if not starts:
        return [Reason(Rule.TIMETABLE, on=day)]
    start = openings.span.start + (starts & -starts).bit_length() - 1
    return reasons(openings, start, person) or [Reason(Rule.CLOSED, on=day)]  # it stands under the date before


def laid_out(openings: Openings, day: dt.date, person: int) -> int:
    """The starts that a date would have, as a mask of the span, whether all of the service fits or not."""
    span, offers = openings.span, openings.offers
    starts = 0 if openings.demand.timetabled else openings.roster.grid(day) << span.midnight(day) - span.start
    planned = (group.start for key, group in openings.planned if key == person)
    for start in (*offers.lesson_starts(day, person), *planned):
        if openings.date_of(start) == day:
            starts |= span.bit(start)
    return starts & span.everything


def _hurdles(openings: Openings, person: int) -> Iterator[int]:
    """The starts that each rule in turn lets pass."""
    offers, policy, diaries = openings.offers, openings.policy, openings.diaries
    yield offers.offered(person, policy)
    yield openings.offered_mask(person)
    yield offers.at_work(person, policy)
    yield offers.standing(person, policy)
    yield diaries.gaps(person)
    if openings.demand.kind:
        yield diaries.some_thing_free(person)

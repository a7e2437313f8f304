"""What an ordinary week offers: the weekly hours alone, whatever special days, time off and clock changes do to it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bookings.availability.facts import Demand, Lesson, Performer, Person, Rules
from bookings.availability.localtime import DAY, Hours
from bookings.availability.offers import Offers
from bookings.availability.policy import GUEST
from bookings.availability.roster import Roster
from bookings.availability.span import Span
from bookings.availability.timeline import minutes_of

A_MONDAY = dt.date(2001, 1, 1)
WEEK = Span(dt.UTC, A_MONDAY, A_MONDAY + dt.timedelta(days=6))
ANY_WEEK = GUEST.but(window=False)
NO_RULES = Rules(lead_minutes=0, window_days=0, step_minutes=0)


class Weekly(NamedTuple):
    """A start of every week: the weekday on which it lies (Monday is 0), its wall time in minutes, and its places."""

    weekday: int
    wall: int
    places: int


def weekly_starts(
    hours: Hours,
    step_minutes: int,
    people: Iterable[Person],
    performers: Iterable[Performer],
    demand: Demand,
    lessons: Iterable[Lesson] = (),
    since: dt.date | None = None,
) -> list[Weekly]:
    """This will give the starts of an ordinary week in order, each with the places of all whose hours cover it.

    Of weeks that take turns somebody's hours are those of any of them; of weeks that are over, see `since`, none are.
    A start after midnight lies on the day whose date it has. Starts with no places are left out.
    """
    always = [
        Lesson(each.person, each.weekday, each.wall, each.length, each.service)
        for each in lessons
        if each.service == demand.service and each.on is None  # one date is no ordinary week
    ]
    people, performers = list(people), list(performers)
    offered: dict[int, int] = {}
    for usual, opened in _turns(hours, people, since):
        offers = Offers(Roster(WEEK, opened, step_minutes, usual, always), demand, NO_RULES, performers, A_MONDAY)
        for key in offers.performers:
            offered[key] = offered.get(key, 0) | offers.at_work(key, ANY_WEEK)
    monday = WEEK.midnight(A_MONDAY)
    counted: dict[int, int] = {}
    for mask in offered.values():
        for start in {(minute - monday) % (7 * DAY) for minute in minutes_of(mask, WEEK.start)}:
            counted[start] = counted.get(start, 0) + demand.capacity
    return [Weekly(*divmod(start, DAY), places) for start, places in sorted(counted.items())]


def _turns(hours: Hours, people: Iterable[Person], since: dt.date | None) -> Iterator[tuple[list[Person], Hours]]:
    """Ordinary weeks in which, one after the other, every week of the house meets every week of each person."""
    weeks = {who.key: [] if who.hours is None else who.hours.weeks(since) for who in people}
    rounds = max((len(each) for each in weeks.values()), default=0)
    for opened in hours.weeks(since):
        for n in range(max(rounds, 1)):
            usual = [
                Person(who.key, who.place, Hours(weeks[who.key][n % len(weeks[who.key])]) if weeks[who.key] else None)
                for who in people
            ]
            yield usual, Hours(opened)

"""What an ordinary week offers: the weekly hours alone, whatever special days, time off and clock changes do to it."""

import datetime as dt
from collections.abc import Iterable
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
) -> list[Weekly]:
    """This will give the starts of an ordinary week in order, each with the places of all whose hours cover it.

    A start after midnight lies on the day whose date it has. Starts with no places are left out.
    """
    usual = [Person(who.key, who.place, None if who.hours is None else Hours(who.hours.weekly)) for who in people]
    always = [
        Lesson(each.person, each.weekday, each.wall, each.length, each.service)
        for each in lessons
        if each.service == demand.service and each.on is None  # one date is no ordinary week
    ]
    roster = Roster(WEEK, Hours(hours.weekly), step_minutes, usual, always)
    offers = Offers(roster, demand, NO_RULES, performers, A_MONDAY)
    monday = WEEK.midnight(A_MONDAY)
    counted: dict[int, int] = {}
    for key in offers.performers:
        for minute in minutes_of(offers.at_work(key, ANY_WEEK), WEEK.start):
            start = (minute - monday) % (7 * DAY)
            counted[start] = counted.get(start, 0) + demand.capacity
    return [Weekly(*divmod(start, DAY), places) for start, places in sorted(counted.items())]

"""What is open for several services in sequence: the same questions as for one, and the same answers.

    stages = [queries.Stage(cut), queries.Stage(colour, staff=ana)]
    queries.visit_slots(house, stages, day=day, now=now)

What a wish of `Part(cut, start)` and `Part(colour, Then(), ana)` would find free is free here, and nothing else.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from bookings import availability
from bookings.availability import Visit
from bookings.models import Booking, Place
from bookings.queries.explanation import Explained, findings
from bookings.queries.house import ANYONE, Asked, House, Wanted, following, house
from bookings.queries.openings import DateState, OpenDate, Slot, State, alternatives, state_of, within_window
from businesses.models import Business, Service, StaffMember

ONE_DAY = dt.timedelta(days=1)


class Stage(NamedTuple):
    """One service of a visit, with whom (None: anyone), and, of a booking that is moved, its part."""

    service: Service
    staff: StaffMember | None = None
    place: Place | None = None


class VisitExplained(NamedTuple):
    """The stage that keeps a visit from a start: which of them (0 is the first), the service and when it would start,
    and what keeps each person from it. None of them kept: nobody is free for all that is left."""

    stage: int
    service: Service
    starts_at: dt.datetime
    people: list[Explained]


def visit_slots(
    business: Business | House, stages: Sequence[Stage], *, day: dt.date, now: dt.datetime, wanted: Wanted = ANYONE,
    together: bool = False,
) -> list[Slot]:  # fmt: skip
    """This will give every start of a local date at which all stages are offered, in order of instant; none outside
    the window.

    The first stage is on the grid, the others follow it. Of `wanted` the person does not count: each stage names its
    own, or `together` one person does it all. A place is left for one party.
    """
    here = house(business)
    span = within_window(here.business, day, 1, now)
    if span is None or span[0] != day:
        return []
    visit, party = _visit(here, stages, *span, now, wanted, together=together), wanted.party_size
    free = set(visit.free(day))
    return [
        Slot(availability.instant_of(start), start in free, party if start in free else 0)
        for start in visit.offered(day)
    ]


def visit_dates(
    business: Business | House, stages: Sequence[Stage], *, first: dt.date, horizon_days: int, now: dt.datetime,
    count: int | None = None, wanted: Wanted = ANYONE, together: bool = False,
) -> list[OpenDate]:  # fmt: skip
    """This will give the first `count` local dates with a free start among the `horizon_days` from `first` on."""
    here = house(business)
    span = within_window(here.business, first, horizon_days, now)
    if span is None:
        return []
    visit = _visit(here, stages, *span, now, wanted, together=together)
    found = [OpenDate(day, free) for day in availability.dates(*span) if (free := visit.count(day))]
    return found[:count]


def visit_states(
    business: Business | House, stages: Sequence[Stage], *, first: dt.date, last: dt.date, now: dt.datetime,
    wanted: Wanted = ANYONE, together: bool = False,
) -> list[DateState]:  # fmt: skip
    """This will give every local date of `first` … `last`, free or not: what a calendar shows."""
    here = house(business)
    today = now.astimezone(here.business.zone).date()
    span = within_window(here.business, first, (last - first).days + 1, now)
    visit = _visit(here, stages, *span, now, wanted, together=together) if span else None
    found = []
    for day in availability.dates(first, last):
        if visit is None or span is None or not span[0] <= day <= span[1]:
            found.append(DateState(day, 0, 0, State.PAST if day < today else State.TOO_FAR))
            continue
        offered, free = visit.count_offered(day), visit.count(day)
        states = [state_of(openings, day, offered, free) for openings in visit.stages]
        found.append(DateState(day, offered, free, next((each for each in states if each in GONE), states[0])))
    return found


GONE = State.CLOSED, State.AWAY  # what one stage says for all


def visit_alternatives(
    business: Business | House, stages: Sequence[Stage], *, starts_at: dt.datetime, now: dt.datetime,
    wanted: Wanted = ANYONE, together: bool = False, limit: int = 3, within_days: int = 14,
) -> list[dt.datetime]:  # fmt: skip
    """This will give the free starts nearest to an instant, in order of time, as instants in UTC."""
    here, centre = house(business), availability.minute_of(starts_at)
    day = availability.local_date(centre, here.business.zone) - dt.timedelta(days=within_days // 2)
    span = within_window(here.business, max(day, now.astimezone(here.business.zone).date()), within_days, now)
    if span is None:
        return []
    visit = _visit(here, stages, *span, now, wanted, together=together)
    found = visit.nearest(centre, limit, availability.dates(*span))
    return [availability.instant_of(start) for start in found]


def alternatives_of(
    here: House, asked: Sequence[Asked], *, starts_at: dt.datetime, now: dt.datetime, together: bool = False
) -> list[dt.datetime]:
    """This will give the same for what was asked of the house: one service, or several that follow each other.

    Whoever may have any minute is told of those that guests are offered: the nearest minutes of all are no choice.
    """
    service, wanted = asked[0]
    wanted = wanted._replace(policy=wanted.policy.but(grid=True, hours=True))
    if len(asked) == 1:
        return alternatives(here, service, starts_at=starts_at, now=now, wanted=wanted)
    stages = [Stage(service, each.staff, each.place) for service, each in asked]
    return visit_alternatives(here, stages, starts_at=starts_at, now=now, wanted=wanted, together=together)


def explain_visit(
    business: Business | House, stages: Sequence[Stage], *, starts_at: dt.datetime, now: dt.datetime,
    wanted: Wanted = ANYONE, together: bool = False,
) -> VisitExplained | None:  # fmt: skip
    """This will name the stage for which a visit cannot start at an instant, with what keeps each person from it; None:
    it is offered and free."""
    here, start = house(business), availability.minute_of(starts_at)
    day = availability.local_date(start, here.business.zone)
    visit = _visit(here, stages, day - ONE_DAY, day, now, wanted, together=together)
    if visit.is_free(start):
        return None
    n, begin = visit.obstacle(start)
    service, staff, _ = stages[n]
    people = findings(here, service, visit.stages[n], begin, staff)
    return VisitExplained(n, service, availability.instant_of(begin), people)


def stages_of(booking: Booking) -> list[Stage]:
    """This will give the parts of a booking that stand, to ask where it could move: with whom its guest chose."""
    places = sorted((place for place in booking.places.all() if place.live), key=lambda place: place.position)
    return [
        Stage(place.appointment.service, None if place.any_staff else place.appointment.staff, place)
        for place in places
    ]


def _visit(
    here: House, stages: Sequence[Stage], first: dt.date, last: dt.date, now: dt.datetime, wanted: Wanted, *,
    together: bool,
) -> Visit:  # fmt: skip
    return here.visit(_asked(stages, wanted), first, last, now=now, together=together)


def _asked(stages: Sequence[Stage], wanted: Wanted) -> list[Asked]:
    """What each stage asks of the house."""
    found: list[Asked] = []
    for service, staff, place in stages:
        policy = following(service, wanted.policy) if found else wanted.policy
        found.append((service, wanted._replace(staff=staff, place=place, policy=policy)))
    return found

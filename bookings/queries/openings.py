"""What is open: the dates, the starts of a date, and what to offer instead of a time that is gone."""

import datetime as dt
import enum
from typing import NamedTuple

from bookings import availability
from bookings.queries.house import ANYONE, House, Wanted, house
from businesses.models import Business, Service

ONE_DAY = dt.timedelta(days=1)


class Slot(NamedTuple):
    """An offered start, as an instant in UTC, whether it is free, and for how many people at most."""

    starts_at: dt.datetime
    free: bool
    places_left: int = 0


class OpenDate(NamedTuple):
    """A local date and how many of its starts are free."""

    date: dt.date
    free: int


class State(enum.Enum):
    """What a date has to offer, and when it is nothing, why."""

    FREE = "free"
    FULL = "full"  # every start that is offered is taken
    TOO_SOON = "too soon"  # what is left of the date lies within the lead time
    CLOSED = "closed"
    AWAY = "away"  # open, but nobody who performs the service works then
    NOTHING = "nothing"  # open, but nothing fits or the timetable has nothing
    PAST = "past"
    TOO_FAR = "too far"  # beyond the booking window


class DateState(NamedTuple):
    """A local date, how many of its starts are offered and free, and in a word what that means."""

    date: dt.date
    offered: int
    free: int
    state: State


def open_dates(
    business: Business | House,
    service: Service,
    *,
    first: dt.date,
    horizon_days: int,
    now: dt.datetime,
    count: int | None = None,
    wanted: Wanted = ANYONE,
    by_label: bool = False,
) -> list[OpenDate]:
    """This will give the first `count` local dates with a free start among the `horizon_days` from `first` on.

    `by_label`: starts that show the same wall time (the clocks go back between them) count once.
    """
    here = house(business)
    span = within_window(here.business, first, horizon_days, now)
    if span is None:
        return []
    openings = here.openings(service, *span, now=now, wanted=wanted)
    found = []
    for n in range((span[1] - span[0]).days + 1):
        day = span[0] + dt.timedelta(days=n)
        if free := _labels(openings, day) if by_label else openings.count(day):
            found.append(OpenDate(day, free))
            if len(found) == count:
                break
    return found


def date_states(
    business: Business | House,
    service: Service,
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
) -> list[DateState]:
    """This will give every local date of `first` … `last`, free or not: what a calendar shows."""
    here = house(business)
    today = now.astimezone(here.business.zone).date()
    span = within_window(here.business, first, (last - first).days + 1, now)
    openings = here.openings(service, *span, now=now, wanted=wanted) if span else None
    found = []
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        if openings is None or span is None or not span[0] <= day <= span[1]:
            found.append(DateState(day, 0, 0, State.PAST if day < today else State.TOO_FAR))
            continue
        offered, free = openings.count_offered(day), openings.count(day)
        found.append(DateState(day, offered, free, state_of(openings, day, offered, free)))
    return found


def state_of(openings: availability.Openings, day: dt.date, offered: int, free: int) -> State:
    """This will put the offered and the free starts of a date in a word."""
    if free:
        return State.FREE
    periods = openings.roster.periods(day)
    if openings.plans(day):
        return State.FULL
    if not periods:
        return State.CLOSED
    if not openings.works(day):
        return State.AWAY
    if offered:
        return State.FULL
    return State.TOO_SOON if max(period.end for period in periods) <= openings.earliest else State.NOTHING


def free_staff(
    business: Business | House,
    service: Service,
    *,
    starts_at: dt.datetime,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
) -> list[int]:
    """This will give the ids of those who are free for an offered start, in order of id."""
    here, start = house(business), availability.minute_of(starts_at)
    day = availability.local_date(start, here.business.zone)
    span = within_window(here.business, day - dt.timedelta(days=1), 2, now)
    if span is None:
        return []
    return here.openings(service, *span, now=now, wanted=wanted).free_people(start)


def open_slots(
    business: Business | House, service: Service, *, day: dt.date, now: dt.datetime, wanted: Wanted = ANYONE
) -> list[Slot]:
    """This will give every offered start of a local date in order of instant; none outside the window."""
    here = house(business)
    span = within_window(here.business, day, 1, now)
    if span is None or span[0] != day:
        return []
    openings = here.openings(service, day, day, now=now, wanted=wanted)
    free = set(openings.free(day))
    return [
        Slot(availability.instant_of(start), start in free, openings.places_left(start) if start in free else 0)
        for start in openings.offered(day)
    ]


def date_of(business: Business | House, service: Service, *, starts_at: dt.datetime, now: dt.datetime) -> dt.date:
    """This will give the local date under which a start is listed: after midnight it may be the day before."""
    here, start = house(business), availability.minute_of(starts_at)
    day = availability.local_date(start, here.business.zone)
    return here.openings(service, day - ONE_DAY, day, now=now).date_of(start) or day


def places(
    business: Business | House, service: Service, *, day: dt.date, now: dt.datetime
) -> list[tuple[dt.datetime, int, int]]:
    """This will give every offered start of a local date in order of instant, with its places: those that could be
    booked one after another, and those that there are in all; none outside the window."""
    here = house(business)
    span = within_window(here.business, day, 1, now)
    if span is None or span[0] != day:
        return []
    found = availability.places_on(here.openings(service, day, day, now=now), day)
    return [(availability.instant_of(each.start), each.free, each.total) for each in found]


def alternatives(
    business: Business | House,
    service: Service,
    *,
    starts_at: dt.datetime,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
    limit: int = 3,
    within_days: int = 14,
) -> list[dt.datetime]:
    """This will give the free starts nearest to an instant, in order of time, as instants in UTC."""
    here, centre = house(business), availability.minute_of(starts_at)
    day = availability.local_date(centre, here.business.zone) - dt.timedelta(days=within_days // 2)
    span = within_window(here.business, max(day, now.astimezone(here.business.zone).date()), within_days, now)
    if span is None:
        return []
    openings = here.openings(service, *span, now=now, wanted=wanted)
    days = [span[0] + dt.timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
    return [availability.instant_of(start) for start in openings.nearest(centre, limit, days)]


def _labels(openings: availability.Openings, day: dt.date) -> int:
    """How many different wall times the free starts of a date show."""
    span, zone = openings.span, openings.span.zone
    within_a_day = openings.offers.under(day, openings.policy).bit_length() <= availability.DAY
    if within_a_day and span.midnight(day + ONE_DAY) - span.midnight(day) == availability.DAY:
        return openings.count(day)
    return len({availability.instant_of(start).astimezone(zone).time() for start in openings.free(day)})


def within_window(business: Business, first: dt.date, days: int, now: dt.datetime) -> tuple[dt.date, dt.date] | None:
    """This will give what of `days` dates from `first` on lies in today … today + window; None: nothing does."""
    today = now.astimezone(business.zone).date()
    low = max(first.toordinal(), today.toordinal())
    high = min(first.toordinal() + days - 1, today.toordinal() + business.window_days)
    return (dt.date.fromordinal(low), dt.date.fromordinal(high)) if low <= high else None

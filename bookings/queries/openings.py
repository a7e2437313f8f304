"""What is open: the dates, the starts of a date, and what to offer instead of a time that is gone."""

import datetime as dt
import enum
from typing import NamedTuple

from bookings import availability
from bookings.models import Booking
from bookings.queries import facts
from businesses.models import Business, Service, StaffMember


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


class Wanted(NamedTuple):
    """What somebody looks for: the person (None: anyone), how many come, the booking or hold that would move there,
    and the location (None: any)."""

    staff: StaffMember | None = None
    party_size: int = 1
    moving: Booking | None = None
    location_id: int | None = None


ANYONE = Wanted()


def open_dates(
    business: Business,
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
    span = _within_window(business, first, horizon_days, now)
    if span is None:
        return []
    openings = _openings(business, service, *span, now=now, wanted=wanted)
    found = []
    for n in range((span[1] - span[0]).days + 1):
        day = span[0] + dt.timedelta(days=n)
        if free := _labels(openings.free(day), business.zone) if by_label else openings.count(day):
            found.append(OpenDate(day, free))
            if len(found) == count:
                break
    return found


def date_states(
    business: Business,
    service: Service,
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
) -> list[DateState]:
    """This will give every local date of `first` … `last`, free or not: what a calendar shows."""
    today = now.astimezone(business.zone).date()
    span = _within_window(business, first, (last - first).days + 1, now)
    openings = _openings(business, service, *span, now=now, wanted=wanted) if span else None
    found = []
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        if openings is None or span is None or not span[0] <= day <= span[1]:
            found.append(DateState(day, 0, 0, State.PAST if day < today else State.TOO_FAR))
            continue
        offered, free = len(openings.offered(day)), openings.count(day)
        found.append(DateState(day, offered, free, _state(openings, day, offered, free)))
    return found


def _state(openings: availability.Openings, day: dt.date, offered: int, free: int) -> State:
    if free:
        return State.FREE
    periods = openings.periods(day)
    if not periods:
        return State.CLOSED
    if not openings.works(day):
        return State.AWAY
    if offered:
        return State.FULL
    return State.TOO_SOON if max(period.end for period in periods) <= openings.earliest else State.NOTHING


def free_staff(
    business: Business,
    service: Service,
    *,
    starts_at: dt.datetime,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
) -> list[int]:
    """This will give the ids of those who are free for an offered start, in order of id."""
    start = availability.minute_of(starts_at)
    day = availability.local_date(start, business.zone)
    span = _within_window(business, day - dt.timedelta(days=1), 2, now)
    if span is None:
        return []
    return _openings(business, service, *span, now=now, wanted=wanted).free_people(start)


def open_slots(
    business: Business, service: Service, *, day: dt.date, now: dt.datetime, wanted: Wanted = ANYONE
) -> list[Slot]:
    """This will give every offered start of a local date in order of instant; none outside the window."""
    span = _within_window(business, day, 1, now)
    if span is None or span[0] != day:
        return []
    openings = _openings(business, service, day, day, now=now, wanted=wanted)
    free = set(openings.free(day))
    return [
        Slot(availability.instant_of(start), start in free, openings.places_left(start) if start in free else 0)
        for start in openings.offered(day)
    ]


def alternatives(
    business: Business,
    service: Service,
    *,
    starts_at: dt.datetime,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
    limit: int = 3,
    within_days: int = 14,
) -> list[dt.datetime]:
    """This will give the free starts nearest to an instant, in order of time, as instants in UTC."""
    centre = availability.minute_of(starts_at)
    day = availability.local_date(centre, business.zone) - dt.timedelta(days=within_days // 2)
    span = _within_window(business, max(day, now.astimezone(business.zone).date()), within_days, now)
    if span is None:
        return []
    openings = _openings(business, service, *span, now=now, wanted=wanted)
    days = [span[0] + dt.timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
    free = [start for day in days for start in openings.free(day)]
    nearest = sorted(free, key=lambda start: (abs(start - centre), start))[:limit]
    return [availability.instant_of(start) for start in sorted(nearest)]


def _openings(
    business: Business, service: Service, first: dt.date, last: dt.date, *, now: dt.datetime, wanted: Wanted
) -> availability.Openings:
    loaded = facts.load(
        business,
        service,
        first=first,
        last=last,
        now=now,
        staff=wanted.staff,
        location_id=wanted.location_id,
        moving=wanted.moving,
    )
    return loaded.openings(first, last, now=now, party=wanted.party_size)


def _labels(starts: list[int], zone: dt.tzinfo) -> int:
    """How many different wall times these starts of one date show."""
    if not starts:
        return 0
    first, last = (availability.instant_of(start).astimezone(zone) for start in (starts[0], starts[-1]))
    if first.utcoffset() == last.utcoffset() and starts[-1] - starts[0] < availability.DAY:
        return len(starts)
    return len({availability.instant_of(start).astimezone(zone).time() for start in starts})


def _within_window(business: Business, first: dt.date, days: int, now: dt.datetime) -> tuple[dt.date, dt.date] | None:
    """The part of `days` dates from `first` on that lies in today … today + window; None: no part does."""
    today = now.astimezone(business.zone).date()
    low = max(first.toordinal(), today.toordinal())
    high = min(first.toordinal() + days - 1, today.toordinal() + business.window_days)
    return (dt.date.fromordinal(low), dt.date.fromordinal(high)) if low <= high else None

"""What is open: the dates, the starts of a date, and what to offer instead of a time that is gone."""

import datetime as dt
from typing import NamedTuple

from bookings import availability
from bookings.models import Booking
from bookings.queries import facts
from businesses.models import Business, Service, StaffMember


class Slot(NamedTuple):
    """An offered start, as an instant in UTC, and whether it is free."""

    starts_at: dt.datetime
    free: bool


class OpenDate(NamedTuple):
    """A local date and how many of its starts are free."""

    date: dt.date
    free: int


class Wanted(NamedTuple):
    """What somebody looks for: the person (None: anyone), how many come, and the booking that would move there."""

    staff: StaffMember | None = None
    party_size: int = 1
    moving: Booking | None = None


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


def open_slots(
    business: Business, service: Service, *, day: dt.date, now: dt.datetime, wanted: Wanted = ANYONE
) -> list[Slot]:
    """This will give every offered start of a local date in order of instant; none outside the window."""
    span = _within_window(business, day, 1, now)
    if span is None or span[0] != day:
        return []
    openings = _openings(business, service, day, day, now=now, wanted=wanted)
    free = set(openings.free(day))
    return [Slot(availability.instant_of(start), start in free) for start in openings.offered(day)]


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
    loaded = facts.load(business, service, first=first, last=last, now=now, staff=wanted.staff, moving=wanted.moving)
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

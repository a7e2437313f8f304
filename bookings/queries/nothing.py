"""Why there is nothing to choose: what is not there at all, else the rule of the kernel that leaves the dates empty."""

import datetime as dt
import enum
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bookings import availability
from bookings.availability import Reason, Rule
from bookings.queries.house import ANYONE, House, Wanted, house
from bookings.queries.setup import Setup
from businesses.models import Business, Service, StaffMember

LOOKED_AT = 31  # dates that are open, at most: what keeps all of these is what keeps the rest


class Lack(enum.Enum):
    """What is not there, whatever the date."""

    SERVICE = "service"  # it is no longer offered
    PERSON = "person"  # they no longer take bookings
    PLACE = "place"  # nobody takes bookings where they work
    SKILL = "skill"  # they no longer perform the service
    NOBODY = "nobody"  # nobody performs it


class Nothing(NamedTuple):
    """Why there is nothing: a lack, else the rule in the way; `person` is whom the question was about, if anyone.

    `value` is in the rule's unit (minutes, days, people), `on` the local date that it leaves empty, and `closes_at` for
    what does not fit the instant in UTC before which it would have to end.
    """

    person: StaffMember | None
    lack: Lack | None = None
    rule: Rule | None = None
    value: int = 0
    on: dt.date | None = None
    closes_at: dt.datetime | None = None


def lack_of(business: Business | House, service: Service, wanted: Wanted = ANYONE) -> Lack | None:
    """This will give what keeps a service, or a person for it, from being booked on any date; None: nothing does."""
    setup = house(business).setup
    service = setup.services.get(service.pk, service)
    if wanted.staff is None:
        if not service.active:
            return Lack.SERVICE
        there = (skill for skill in setup.skills(service.pk) if wanted.location_id in (None, skill.staff.location_id))
        return None if any(there) else Lack.NOBODY
    return next(lacks_of(setup, service, setup.people.get(wanted.staff.pk, wanted.staff)), None)


def lacks_of(setup: Setup, service: Service, person: StaffMember) -> Iterator[Lack]:
    """This will give all that keeps a person from a service on every date."""
    if not service.active:
        yield Lack.SERVICE
    if not person.active:
        yield Lack.PERSON
    if not person.location.active:
        yield Lack.PLACE
    if not setup.performs(service.pk, person.pk):
        yield Lack.SKILL


def why_nothing(
    business: Business | House,
    service: Service,
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    wanted: Wanted = ANYONE,
) -> Nothing | None:
    """This will say why the local dates `first` … `last` have no free start; None: one of them has.

    Of the rules that leave single dates empty it is the one that does so most often; that the house is closed counts
    only where it always is.
    """
    here = house(business)
    if lack := lack_of(here, service, wanted):
        return Nothing(wanted.staff, lack)
    today, window = now.astimezone(here.business.zone).date(), here.business.window_days
    if last < today:
        return Nothing(wanted.staff, rule=Rule.PAST, on=last)
    if first > today + dt.timedelta(days=window):
        return Nothing(wanted.staff, rule=Rule.WINDOW, value=window, on=first)
    openings = here.openings(service, first, last, now=now, wanted=wanted)
    found: dict[Rule, Reason] = {}
    often: Counter[Rule] = Counter()
    for day in availability.dates(first, last):
        reason = availability.why_nothing(openings, day)
        if reason is None:
            return None
        found.setdefault(reason.rule, reason)
        often[reason.rule] += reason.rule is not Rule.CLOSED
        if often.total() >= LOOKED_AT:
            break
    rule, _ = max(often.items(), key=lambda row: row[1])
    reason = found[rule]
    closes = availability.instant_of(reason.times[0].end) if rule is Rule.FIT else None
    return Nothing(wanted.staff, None, rule, reason.value or 0, reason.on, closes)

"""Why the starts of a date are or are not free: what `explain` says of each, told once for those that it says alike."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bookings import availability
from bookings.availability import Hours, Interval, Openings, Performer
from bookings.queries.explanation import Finding, findings, lacks
from bookings.queries.house import House, Wanted, house
from bookings.queries.in_the_way import standing
from businesses.models import Business, Service, StaffMember

ONE_DAY = dt.timedelta(days=1)
USUAL = (Interval(9 * 60, 17 * 60),)  # what is asked about where a weekday has no hours


class Alike(NamedTuple):
    """Starts of one person that follow each other, as instants in UTC, of which the same is to be said; no findings:
    all of them are offered and free."""

    starts: Sequence[dt.datetime]
    findings: Sequence[Finding]


class PersonExplained(NamedTuple):
    """What one person could do on a date: what keeps them from the service on every date (`lacks`), what from every
    start of this one (`all_day`), and what else there is of its starts.

    Nothing is said of the starts of somebody who does not perform the service, unless they were asked for by name.
    """

    staff: StaffMember
    lacks: Sequence[Finding]
    all_day: Sequence[Finding]
    alike: Sequence[Alike]

    @property
    def free(self) -> list[dt.datetime]:
        """The starts that are offered and free."""
        if self.lacks or self.all_day:
            return []
        return [start for each in self.alike if not each.findings for start in each.starts]


class DayExplained(NamedTuple):
    """A date of a service. `has_grid`: it has starts of its own; else it is told of those of a usual date."""

    people: Sequence[PersonExplained]
    has_grid: bool


def explain_day(
    business: Business | House,
    service: Service,
    *,
    day: dt.date,
    now: dt.datetime,
    staff: StaffMember | None = None,
    party_size: int = 1,
) -> DayExplained:
    """This will say of every start of a local date what keeps each person, or the one given, from taking it."""
    here = house(business)
    service = here.setup.services.get(service.pk, service)
    people = [staff] if staff else list(here.setup.people.values())
    performers = tuple(_as_if(here, service, staff))
    span = here.setup.span(day - ONE_DAY, day)
    openings = here.openings(
        service, day - ONE_DAY, day, now=now, wanted=Wanted(staff, party_size), span=span, performers=performers
    )
    own = _starts(openings, day)
    starts = own or _usual(openings, day)
    longest = max((each.length for each in performers), default=0)
    low, high = starts[0] - openings.demand.before, starts[-1] + longest + openings.demand.after
    around = standing(here.business, low, high, now=now)
    told = [(start, findings(here, service, openings, start, staff, around)) for start in starts]
    explained = []
    for place, person in enumerate(people):
        lacking = lacks(here, service, person)
        rows = [(start, found[place].findings[len(lacking) :]) for start, found in told]
        explained.append(_explained(person, lacking, rows if person.pk in openings.performers else []))
    return DayExplained(explained, bool(own))


def _explained(
    person: StaffMember, lacking: Sequence[Finding], rows: Sequence[tuple[int, Sequence[Finding]]]
) -> PersonExplained:
    """One person's date, from what keeps them from each of its starts."""
    first = rows[0][1] if len(rows) > 1 else ()  # of one start alone nothing is said twice
    all_day = [each for each in first if all(each in found for _, found in rows)]
    left = [(start, [each for each in found if each not in all_day]) for start, found in rows]
    return PersonExplained(person, lacking, all_day, list(_alike(left)))


def _as_if(here: House, service: Service, staff: StaffMember | None) -> Iterator[Performer]:
    """Who would perform it if nothing were switched off; of whoever is asked for by name, whatever their skills."""
    for pk in sorted(here.setup.people):
        if skill := here.setup.performs(service.pk, pk):
            yield Performer(pk, skill.minutes)
        elif staff and pk == staff.pk:
            yield Performer(pk, service.duration_minutes)


def _starts(openings: Openings, day: dt.date) -> list[int]:
    """The starts that a date would have for anybody, and those that stand under it beside the grid."""
    mask, shift = 0, openings.span.midnight(day) - openings.span.start
    for person in openings.performers:
        mask |= availability.laid_out(openings, day, person)
        mask |= openings.of_date(day, openings.offered_by(person)) << shift
    return list(availability.minutes_of(mask, openings.span.start))


def _usual(openings: Openings, day: dt.date) -> list[int]:
    """The starts of such a weekday, for a date that has none."""
    weekly = openings.roster.hours.weekly.get(day.weekday()) or USUAL
    periods = Hours({day.weekday(): weekly}).on(day, openings.span.zone)
    step = openings.roster.step_minutes
    return sorted({start for period in periods for start in range(period.start, period.end, step)})


def _alike(rows: Sequence[tuple[int, Sequence[Finding]]]) -> Iterator[Alike]:
    """The rows, those that follow each other with the same findings as one."""
    starts: list[dt.datetime] = []
    for place, (start, found) in enumerate(rows):
        starts.append(availability.instant_of(start))
        if place + 1 == len(rows) or rows[place + 1][1] != found:
            yield Alike(starts, found)
            starts = []

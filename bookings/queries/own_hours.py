"""When people work: their plain week, the rotas that replace it, or whatever the hours of the business are."""

import datetime as dt
from collections.abc import Mapping

from bookings import availability
from bookings.queries.setup_rows import Rows
from businesses.models import StaffMember

NEVER = availability.Hours()


def hours_of(rows: Rows, person: StaffMember) -> availability.Hours | None:
    """This will give somebody's own hours; None: the business's, whatever they are."""
    if not person.active:
        return NEVER
    days, rotas = rows.special.get(person.pk, {}), rows.rotas.get(person.pk, [])
    if not (person.own_hours or rotas or days):
        return None
    house = rows.hours
    weekly = rows.working.get(person.pk, {}) if person.own_hours else house.weekly
    turns = tuple(availability.Rota(begins, weeks or (house.weekly,)) for begins, weeks in rotas)
    return availability.Hours(weekly, {**_shared(rows, person), **days}, turns)


def has_own_week(rows: Rows, person: StaffMember, day: dt.date) -> bool:
    """This will say whether a week of somebody's own holds on a date, or that of the business."""
    begun = [weeks for begins, weeks in rows.rotas.get(person.pk, ()) if begins <= day]
    return bool(begun[-1]) if begun else person.own_hours


def turn_of(rows: Rows, person: int, day: dt.date) -> int | None:
    """This will say which of the weeks of somebody's rota a date has, from 0 on; None: none take turns then."""
    begun = [rota for rota in rows.rotas.get(person, ()) if rota[0] <= day]
    return availability.Rota(*begun[-1]).turn(day) if begun and len(begun[-1][1]) > 1 else None


def _shared(rows: Rows, person: StaffMember) -> Mapping[dt.date, tuple[availability.Interval, ...]]:
    """The special days of the business that are theirs too."""
    if not rows.rotas.get(person.pk):
        return {} if person.own_hours else rows.hours.special
    return {day: periods for day, periods in rows.hours.special.items() if not has_own_week(rows, person, day)}

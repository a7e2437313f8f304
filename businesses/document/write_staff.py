"""Writing the people, what they perform, when they work, and the timetable."""

from dataclasses import asdict

from businesses.document import differences
from businesses.document.shape import Document
from businesses.document.shape import StaffMember as Wanted
from businesses.models import (
    Business,
    Location,
    Service,
    Skill,
    SpecialDay,
    StaffMember,
    TimeOff,
    Timetable,
    WorkingHours,
)

COLUMNS = ("name", "job_title", "about", "photo_url", "color", "email", "active")


def staff(business: Business, document: Document, places: dict[str, Location]) -> tuple[dict[str, StaffMember], bool]:
    """This will write the people and their times; gives those whom the document names, and whether anything changed.

    Whoever is no longer named is deactivated, their settings kept for the day they come back.
    """
    known = differences.by_name(StaffMember.objects.filter(business=business))
    rows, changed = {}, False
    for each in document.staff:
        row = rows[each.name] = known.get(each.name) or StaffMember(business=business)
        wanted = {column: value for column, value in asdict(each).items() if column in COLUMNS}
        wanted |= {"own_hours": each.hours is not None, "location_id": places[each.location].pk}
        changed |= bool(differences.save(row, wanted))
    changed |= bool(differences.switch_off(known, rows))
    unnamed = sorted((known[name] for name in known.keys() - rows.keys()), key=lambda row: (row.position, row.pk))
    changed |= differences.number([list(rows.values()), unnamed], afresh=len(rows.keys() - known.keys()) > 0)
    return rows, changed | _times(business, document.staff, rows)


def _times(business: Business, people: list[Wanted], rows: dict[str, StaffMember]) -> bool:
    """This will write hours, special days and time off, and say whether any changed."""
    hours, special, away = [], [], []
    for each in people:
        whose = {"business": business, "staff": rows[each.name]}
        hours += [WorkingHours(**whose, **asdict(period)) for period in each.hours or []]
        special += [SpecialDay(**whose, **asdict(day)) for day in each.special_days]
        away += [TimeOff(**whose, **asdict(entry)) for entry in each.time_off]
    theirs = {"business": business, "staff__in": list(rows.values())}
    period, date = ("weekday", "opens", "closes"), ("date", "periods", "note")
    changed: list[WorkingHours | SpecialDay | TimeOff] = [
        *differences.replace(WorkingHours.objects.filter(**theirs), hours, "staff_id", *period),
        *differences.replace(SpecialDay.objects.filter(**theirs), special, "staff_id", *date),
        *differences.replace(TimeOff.objects.filter(**theirs), away, "staff_id", "starts_at", "ends_at", "reason"),
    ]
    return bool(changed)


def skills(
    business: Business, document: Document, people: dict[str, StaffMember], services: dict[str, Service]
) -> bool:
    """This will write who performs what, and say whether anything changed."""
    wanted = [
        Skill(
            business=business,
            staff=people[each.name],
            service=services[skill.service],
            duration_minutes=skill.duration_minutes,
            price=skill.price,
        )
        for each in document.staff
        for skill in each.skills
    ]
    rows = Skill.objects.filter(business=business, staff__in=list(people.values()))
    return bool(differences.replace(rows, wanted, "staff_id", "service_id", "duration_minutes", "price"))


def timetable(
    business: Business, document: Document, people: dict[str, StaffMember], services: dict[str, Service]
) -> bool:
    """This will write the weekly starts of classes, and say whether anything changed."""
    wanted = [
        Timetable(
            business=business,
            **asdict(entry) | {"service": services[entry.service], "staff": people[entry.staff]},
        )
        for entry in document.timetable
    ]
    columns = ("service_id", "staff_id", "weekday", "time", "valid_from", "valid_until", "excepted_dates")
    return bool(differences.replace(Timetable.objects.filter(business=business), wanted, *columns))

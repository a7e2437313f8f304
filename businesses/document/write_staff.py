"""Finding what differs in the people, what they perform, when they work, and in the timetable."""

from dataclasses import asdict, fields

from businesses.document.differences import Differences, by_name, others
from businesses.document.shape import Document, Repeats
from businesses.document.standing import Standing
from businesses.models import Location, Rota, Service, Skill, SpecialDay, StaffMember, TimeOff, Timetable, WorkingHours

COLUMNS = ("name", "job_title", "about", "photo_url", "photo_alt", "color", "email", "online", "mailed", "active")


def staff(
    found: Differences, there: Standing, document: Document, places: dict[str, Location]
) -> dict[str, StaffMember]:
    """This will find what differs in the people and their times; gives those whom the document names.

    Whoever is no longer named is deactivated, their settings kept for the day they come back.
    """
    known, rows = by_name(there.rows(StaffMember)), {}
    for each in document.staff:
        row = rows[each.name] = known.get(each.name) or StaffMember(business=there.business)
        wanted: dict[str, object] = {column: getattr(each, column) for column in COLUMNS}
        found.save(row, wanted | {"own_hours": each.hours is not None, "location": places[each.location]})
    found.switch_off(known, rows)
    found.number([list(rows.values()), others(known, rows)], afresh=bool(rows.keys() - known.keys()))
    _times(found, there, document, rows)
    return rows


def _times(found: Differences, there: Standing, document: Document, people: dict[str, StaffMember]) -> None:
    """This will find what differs in hours, rotas, special days and time off."""
    hours, rotas, special, away = [], [], [], []
    for each in document.staff:
        whose = {"business": there.business, "staff": people[each.name]}
        hours += [WorkingHours(**whose, **asdict(period)) for period in each.hours or []]
        rotas += [Rota(**whose, **asdict(rota)) for rota in each.rotas]
        special += [SpecialDay(**whose, **asdict(day)) for day in each.special_days]
        away += [TimeOff(**whose, **asdict(entry)) for entry in each.time_off]
    theirs = {row.pk for row in people.values()} - {None}
    working = [row for row in there.rows(WorkingHours) if row.staff_id in theirs]
    turns = [row for row in there.rows(Rota) if row.staff_id in theirs]
    days = [row for row in there.rows(SpecialDay) if row.staff_id in theirs]
    absences = [row for row in there.rows(TimeOff) if row.staff_id in theirs]
    found.replace(working, hours, "staff_id", "weekday", "opens", "closes")
    found.replace(turns, rotas, "staff_id", "from_on", "weeks")
    found.replace(days, special, "staff_id", "date", "periods", "note")
    repeats = (field.name for field in fields(Repeats))
    found.replace(absences, away, "staff_id", "starts_at", "ends_at", "reason", *repeats)


def skills(
    found: Differences,
    there: Standing,
    document: Document,
    people: dict[str, StaffMember],
    services: dict[str, Service],
) -> None:
    """This will find what differs in who performs what."""
    wanted = [
        Skill(
            business=there.business,
            staff=people[each.name],
            service=services[skill.service],
            duration_minutes=skill.duration_minutes,
            price=skill.price,
        )
        for each in document.staff
        for skill in each.skills
    ]
    theirs = {row.pk for row in people.values()} - {None}
    rows = [row for row in there.rows(Skill) if row.staff_id in theirs]
    found.replace(rows, wanted, "staff_id", "service_id", "duration_minutes", "price")


def timetable(
    found: Differences,
    there: Standing,
    document: Document,
    people: dict[str, StaffMember],
    services: dict[str, Service],
) -> None:
    """This will find what differs in the classes of the timetable."""
    wanted = [
        Timetable(
            business=there.business,
            **asdict(entry) | {"service": services[entry.service], "staff": people[entry.staff]},
        )
        for entry in document.timetable
    ]
    columns = ("service_id", "staff_id", "weekday", "date", "time", "valid_from", "valid_until", "excepted_dates")
    found.replace(there.rows(Timetable), wanted, *columns)

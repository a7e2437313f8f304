"""The many small rows of a set-up: hours, special days, time off, skills, timetable and resources in one statement."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Model

from bookings import availability
from bookings.availability import Interval
from bookings.queries import absences
from businesses.models import (
    OpeningHours,
    Resource,
    Rota,
    Service,
    Skill,
    SpecialDay,
    TimeOff,
    Timetable,
    WorkingHours,
)

Weekly = dict[int, tuple[Interval, ...]]
Special = dict[dt.date, tuple[Interval, ...]]
Rotated = tuple[dt.date, tuple[Weekly, ...]]  # from when on which weeks take turns; none: those of the business


@dataclass
class Rows:
    """What was read: by person where it is a person's."""

    hours: availability.Hours = field(default_factory=availability.Hours)
    working: dict[int, Weekly] = field(default_factory=dict)
    rotas: dict[int, list[Rotated]] = field(default_factory=dict)
    special: dict[int, Special] = field(default_factory=dict)
    time_off: dict[int, list[Interval]] = field(default_factory=dict)
    skills: dict[int, list[tuple[int, int | None, Decimal | None]]] = field(default_factory=dict)
    lessons: list[availability.Lesson] = field(default_factory=list)
    resources: dict[int, Resource] = field(default_factory=dict)


# One shape for all: what it is, three numbers, five texts. Times and dates travel as text, since engines write them
# in one way only there.
PARTS = {
    "hours": (OpeningHours, "NULL", "weekday", "NULL", "opens", "closes", "NULL", "NULL", "NULL"),
    "working": (WorkingHours, "staff_id", "weekday", "NULL", "opens", "closes", "NULL", "NULL", "NULL"),
    "rota": (Rota, "staff_id", "NULL", "NULL", "from_on", "weeks", "NULL", "NULL", "NULL"),
    "special": (SpecialDay, "staff_id", "NULL", "NULL", "date", "periods", "NULL", "NULL", "NULL"),
    "away": (
        *(TimeOff, "staff_id", "every_weeks", "NULL"),
        *("starts_at", "ends_at", "weekdays", "until", "excepted_dates"),
    ),
    "skill": (Skill, "staff_id", "service_id", "duration_minutes", "price", "NULL", "NULL", "NULL", "NULL"),
    "lesson": (
        *(Timetable, "staff_id", "service_id", "weekday"),
        *("time", "valid_from", "valid_until", "excepted_dates", "date"),
    ),
    "resource": (Resource, "id", "location_id", "active", "kind", "name", "NULL", "NULL", "NULL"),
}
NUMBER, TEXT = "CAST(CAST({} AS integer) AS bigint)", "CAST({} AS text)"


def _select(name: str, model: type[Model], *columns: str) -> str:
    quoted = ["NULL" if column == "NULL" else f'"{column}"' for column in columns]
    shapes = [*["CAST({} AS bigint)"] * 2, NUMBER, *[TEXT] * 5]
    values = ", ".join(shape.format(column) for shape, column in zip(shapes, quoted, strict=True))
    return f"SELECT '{name}', {values}, id FROM {model._meta.db_table} WHERE business_id = %s"  # noqa: S608


STATEMENT = " UNION ALL ".join(_select(name, *part) for name, part in PARTS.items())


def read(business_id: int, services: Mapping[int, Service], zone: ZoneInfo) -> Rows:
    """This will read them all. A class is as long as its person takes for the service; what repeats does so on the wall
    of the zone."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [business_id] * len(PARTS))
        for name, *values in cursor.fetchall():
            found[name].append(tuple(values))
    rows = Rows()
    _read_hours(rows, found)
    _read_times_off(rows, found["away"], zone)
    _read_skills(rows, found["skill"])
    _read_lessons(rows, sorted(found["lesson"], key=lambda row: row[-1]), services)
    for pk, location, active, kind, name, *_ in sorted(found["resource"], key=lambda row: row[-1]):
        rows.resources[pk] = Resource(
            pk=pk, location_id=location, active=bool(active), kind=kind, name=name, business_id=business_id
        )
    return rows


def _read_hours(rows: Rows, found: Mapping[str, list[tuple[Any, ...]]]) -> None:
    weekly: dict[int | None, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for person, weekday, _, opens, closes, *_ in (*found["hours"], *found["working"]):
        weekly[person][weekday].append(_period(opens, closes))
    for person, _, _, begins, weeks, *_ in sorted(found["rota"], key=lambda row: row[3]):
        in_turn = tuple(_rota_week(week) for week in json.loads(weeks))
        rows.rotas.setdefault(person, []).append((dt.date.fromisoformat(begins), in_turn))
    special: dict[int | None, Special] = defaultdict(dict)
    for person, _, _, date, periods, *_ in found["special"]:
        special[person][dt.date.fromisoformat(date)] = tuple(_period(*pair) for pair in json.loads(periods))
    of_business = {day: tuple(sorted(periods)) for day, periods in weekly.pop(None, {}).items()}
    rows.hours = availability.Hours(of_business, special.pop(None, {}))
    for person, days in weekly.items():
        if person is not None:
            rows.working[person] = {day: tuple(sorted(periods)) for day, periods in days.items()}
    rows.special = {person: dates for person, dates in special.items() if person is not None}


def _read_times_off(rows: Rows, found: list[tuple[Any, ...]], zone: ZoneInfo) -> None:
    away: dict[int, list[Interval]] = defaultdict(list)
    for person, every_weeks, _, begins, ends, weekdays, until, excepted, _ in found:
        last = dt.date.fromisoformat(until) if until else None
        rule = every_weeks, json.loads(weekdays), last, json.loads(excepted)
        away[person] += (each.time for each in absences.expanded(_instant(begins), _instant(ends), *rule, zone))
    rows.time_off = {person: sorted(times) for person, times in away.items()}


def _read_skills(rows: Rows, found: list[tuple[Any, ...]]) -> None:
    step = Decimal(1).scaleb(-Skill._meta.get_field("price").decimal_places)
    skills = defaultdict(list)
    for person, service, minutes, price, *_ in found:
        skills[person].append((service, minutes, None if price is None else Decimal(price).quantize(step)))
    rows.skills = dict(skills)


def _read_lessons(rows: Rows, found: list[tuple[Any, ...]], services: Mapping[int, Service]) -> None:
    for person, service, weekday, time, first, last, skipped, on, _ in found:
        taught = services.get(service)
        own = next((minutes for key, minutes, _ in rows.skills.get(person, ()) if key == service), None)
        if taught is None or not taught.active:  # None: it was made while we read, under a version of its own
            continue
        rows.lessons.append(
            availability.Lesson(
                person=person,
                weekday=weekday,
                wall=_wall(time),
                length=taught.duration_minutes if taught.phases else own or taught.duration_minutes,
                service=service,
                before=taught.buffer_before_minutes,
                after=taught.buffer_after_minutes,
                kind=taught.resource_kind,
                first=dt.date.fromisoformat(first) if first else None,
                last=dt.date.fromisoformat(last) if last else None,
                skipped=frozenset(map(dt.date.fromisoformat, json.loads(skipped))),
                waits=tuple(Interval(*wait) for wait in taught.waits),
                on=dt.date.fromisoformat(on) if on else None,
            )
        )


def _rota_week(periods: list[tuple[int, str, str]]) -> Weekly:
    days: dict[int, list[Interval]] = defaultdict(list)
    for weekday, opens, closes in periods:
        days[weekday].append(_period(opens, closes))
    return {day: tuple(sorted(times)) for day, times in days.items()}


def _period(opens: str, closes: str) -> Interval:
    start, end = _wall(opens), _wall(closes)
    return Interval(start, end if end > start else end + availability.DAY)


def _wall(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])


def _instant(text: str) -> dt.datetime:
    """SQLite writes UTC without saying so."""
    instant = dt.datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)

"""The people, their times, and the timetable as a document has them."""

import datetime as dt
import itertools
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from businesses.document.dump import Inline, InlineMapping, Quoted
from businesses.document.export_catalog import amount, described
from businesses.document.read_hours import WEEKDAYS
from businesses.models import (
    Business,
    OpeningHours,
    Rota,
    Skill,
    SpecialDay,
    StaffMember,
    TimeOff,
    Timetable,
    WorkingHours,
)


def staff(business: Business) -> list[dict[str, object]]:
    """This will give the people in their order."""
    rows = StaffMember.objects.filter(business=business).select_related("location")
    rows = rows.prefetch_related("skills__service__category", "working_hours", "rotas", "special_days", "time_off")
    return [_member(row, business.zone, business.currency) for row in rows]


def _member(row: StaffMember, zone: ZoneInfo, currency: str) -> dict[str, object]:
    texts = ("name", "job_title", "about", "photo_url", "color", "email", "online")
    skills = sorted(row.skills.all(), key=_catalogue_order)
    return {name: getattr(row, name) or None for name in texts} | {
        "photo_url": row.photo or None,
        **described(row),
        "mailed": row.mailed,
        "active": row.active,
        "location": row.location.name,
        "services": [_skill(skill, currency) for skill in skills],
        "hours": week(row.working_hours.all()) if row.own_hours else None,
        "rotas": [_rota(rota) for rota in row.rotas.all()],
        "special_days": special_days(row.special_days.all()),
        "time_off": [_time_off(entry, zone) for entry in row.time_off.all()],
    }


def _rota(row: Rota) -> dict[str, object]:
    weeks = [
        [WorkingHours(weekday=day, opens=opens, closes=closes) for day, opens, closes in week] for week in row.periods
    ]
    return {"from": row.from_on, "weeks": [week(each) for each in weeks]}


def _catalogue_order(skill: Skill) -> tuple[bool, int, int, int, int]:
    category, service = skill.service.category, skill.service
    heading = (category.position, category.pk) if category else (0, 0)
    return (category is None, *heading, service.position, service.pk)


def _skill(row: Skill, currency: str) -> object:
    if row.duration_minutes is None and row.price is None:
        return row.service.name
    return InlineMapping(
        name=row.service.name, duration_minutes=row.duration_minutes, price=amount(row.price, currency)
    )


def week(periods: Iterable[OpeningHours] | Iterable[WorkingHours]) -> dict[str, Inline]:
    """This will give weekly hours, days without any left out."""
    ordered = sorted(periods, key=lambda period: (period.weekday, period.opens))
    return {
        WEEKDAYS[weekday]: Inline(Inline([_clock(each.opens), _clock(each.closes)]) for each in those)
        for weekday, those in itertools.groupby(ordered, key=lambda period: period.weekday)
    }


def special_days(days: Iterable[SpecialDay]) -> list[InlineMapping]:
    """This will give the dates that replace the weekly hours."""
    return [
        InlineMapping(
            date=day.date,
            periods=[[_clock(dt.time.fromisoformat(clock)) for clock in period] for period in day.periods],
            note=day.note or None,
        )
        for day in days
    ]


def entry(row: Timetable) -> InlineMapping:
    """This will give a class: of one date, or of every week with the dates between which it is."""
    if row.weekday is None:
        date, time = row.date, _clock(row.time)
        return InlineMapping(service=row.service.name, date=date, time=time, staff=row.staff.name)
    return InlineMapping(
        {
            "service": row.service.name,
            "weekday": WEEKDAYS[row.weekday],
            "time": _clock(row.time),
            "staff": row.staff.name,
            "from": row.valid_from,
            "to": row.valid_until,
            "except": [dt.date.fromisoformat(date) for date in row.excepted_dates],
        }
    )


def _time_off(row: TimeOff, zone: ZoneInfo) -> InlineMapping:
    found = InlineMapping(
        {
            "from": _local(row.starts_at, zone, fold=0),
            "to": _local(row.ends_at, zone, fold=1),
            "reason": row.reason or None,
        }
    )
    if row.repeats:
        found["repeats"] = InlineMapping(
            {
                "every_weeks": row.every_weeks,
                "on": [WEEKDAYS[day] for day in row.weekdays],
                "until": row.until,
                "except": [dt.date.fromisoformat(date) for date in row.excepted_dates],
            }
        )
    return found


def _local(instant: dt.datetime, zone: ZoneInfo, *, fold: int) -> Quoted:
    """This will give an instant as local wall time, with its offset only where reading it back needs one."""
    local = instant.astimezone(zone)
    exact = local.replace(fold=fold).astimezone(dt.UTC) == instant
    return Quoted((local.replace(tzinfo=None) if exact else local).isoformat(timespec="minutes"))


def _clock(time: dt.time) -> Quoted:
    return Quoted(f"{time:%H:%M}")

"""What a class of the timetable meets: other classes, hours in which it is never held, and who is booked already.

A row may be asked about before it is saved: it needs its business, service, person, time, and weekday or date.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator

from bookings import availability
from bookings.availability import Interval, Lesson
from bookings.models import Appointment, Booking
from bookings.queries.house import House
from businesses.models import Timetable

WEEKS_AHEAD, DAYS_AHEAD = 8, 366
ONE_DAY = dt.timedelta(days=1)
STANDING = (Booking.Status.HELD, Booking.Status.PENDING, Booking.Status.CONFIRMED)


class Never(enum.Enum):
    """Why a class would be held on none of its next dates."""

    OVER = "it has no date to come"
    CLOSED = "the business is closed for some of it"
    OFF = "its teacher does not work for all of it"


def lesson_of(here: House, row: Timetable) -> Lesson:
    """This will give a row as the kernel knows it, as long as it takes its teacher."""
    service = row.service
    skill = here.setup.skill(service.pk, row.staff.pk) if service.pk else None
    return Lesson(
        person=row.staff.pk,
        weekday=row.weekday,
        wall=row.time.hour * 60 + row.time.minute,
        length=skill.minutes if skill else service.duration_minutes,
        service=service.pk or 0,
        before=service.buffer_before_minutes,
        after=service.buffer_after_minutes,
        first=row.valid_from,
        last=row.valid_until,
        skipped=frozenset(map(dt.date.fromisoformat, row.excepted_dates)),
        on=row.date,
        waits=tuple(Interval(*wait) for wait in service.waits),
    )


def classes_meeting(here: House, row: Timetable) -> list[Timetable]:
    """This will give the other classes of the same person that this one runs into, in order."""
    rows = Timetable.objects.filter(business=here.business.pk, staff=row.staff.pk, service__active=True)
    wanted = lesson_of(here, row)
    others = rows.exclude(pk=row.pk).select_related("service", "staff")
    return [other for other in others if availability.lessons_meet(wanted, lesson_of(here, other))]


def never_held(here: House, row: Timetable, *, now: dt.datetime) -> Never | None:
    """This will say why a class would not be held on any of its next dates; None: it is, on some at least."""
    today, lesson = now.astimezone(here.business.zone).date(), lesson_of(here, row)
    first = max(today, lesson.on or lesson.first or today)
    span = here.setup.span(first, first + 7 * WEEKS_AHEAD * ONE_DAY)
    roster = here.setup.roster(span)
    times = [span.minutes(_time(lesson, day, here)) for day in span if day >= first and lesson.is_on(day)]
    if not times:
        return Never.OVER
    duty = roster.on_duty(lesson.person) if row.staff.pk else roster.opened  # who is new works as the house does
    if any(duty & minutes == minutes for minutes in times):
        return None
    return Never.OFF if any(roster.opened & minutes == minutes for minutes in times) else Never.CLOSED


def bookings_in_the_way(here: House, row: Timetable, *, now: dt.datetime) -> list[Booking]:
    """This will give the coming bookings of the person at times of a class that are not of this class, in order."""
    found = [appointment.pk for appointment, is_own in _touching(here, row, now) if not is_own]
    return list(_bookings(found))


def guests_of_class(here: House, row: Timetable, *, now: dt.datetime) -> list[Booking]:
    """This will give the coming bookings in a class, in order."""
    return list(_bookings(appointment.pk for appointment, is_own in _touching(here, row, now) if is_own))


def _touching(here: House, row: Timetable, now: dt.datetime) -> Iterator[tuple[Appointment, bool]]:
    """The coming appointments of the person that a class touches, within a year, and whether each is of this class."""
    lesson, zone = lesson_of(here, row), here.business.zone
    rows = Appointment.objects.live().filter(business=here.business.pk, staff=row.staff.pk, starts_at__gte=now)
    for each in rows.filter(starts_at__lt=now + DAYS_AHEAD * ONE_DAY).order_by("starts_at"):
        day = each.starts_at.astimezone(zone).date()
        for date in (day - ONE_DAY, day, day + ONE_DAY):
            time = _time(lesson, date, here)
            taken = [work.later(time.start) for work in lesson.work]
            touches = any(mine.overlaps(theirs) for mine in taken for theirs in each.work)
            if touches and lesson.is_on(date):
                start = availability.minute_of(each.starts_at)
                yield each, each.service_id == lesson.service and start == time.start
                break


def _time(lesson: Lesson, day: dt.date, here: House) -> Interval:
    start = availability.wall_minute(day, lesson.wall, here.business.zone)
    return Interval(start, start + lesson.length)


def _bookings(appointments: Iterable[int]) -> Iterable[Booking]:
    places = {"places__appointment__in": list(appointments), "places__live": True, "status__in": STANDING}
    found = Booking.objects.filter(**places).distinct().with_details()
    return sorted(found, key=lambda booking: (booking.starts_at, booking.pk))

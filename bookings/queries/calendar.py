"""When people work and classes are held: weekly hours, special days, time off, timetable."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value

from bookings import availability
from bookings.availability import Interval
from businesses.models import Business, OpeningHours, Service, Skill, SpecialDay, TimeOff, Timetable, WorkingHours

ONE_DAY = dt.timedelta(days=1)
OF_BUSINESS = Value(None, output_field=BigIntegerField())


def load_hours(
    business: Business, people: Mapping[int, bool], first: dt.date, last: dt.date
) -> dict[int | None, availability.Hours]:
    """This will give the hours of the business (None) and of people with hours or special days of their own.

    `people`: for each staff id whether they have weekly hours of their own.
    """
    own = [person for person, own_hours in people.items() if own_hours]
    weekly: dict[int | None, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    of_business = OpeningHours.objects.filter(business=business).annotate(person=OF_BUSINESS).order_by()
    of_people = WorkingHours.objects.filter(business=business, staff__in=own).annotate(person=F("staff_id")).order_by()
    fields = ("person", "weekday", "opens", "closes")
    for person, weekday, opens, closes in of_business.values_list(*fields).union(of_people.values_list(*fields)):
        weekly[person][weekday].append(_wall_period(opens, closes))
    special: dict[int | None, dict[dt.date, tuple[Interval, ...]]] = defaultdict(dict)
    days = SpecialDay.objects.filter(
        Q(staff__isnull=True) | Q(staff__in=list(people)),
        business=business,
        date__range=(first - 2 * ONE_DAY, last + 2 * ONE_DAY),
    )
    for person, date, periods in days.order_by().values_list("staff_id", "date", "periods"):
        special[person][date] = tuple(
            _wall_period(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for opens, closes in periods
        )
    return {
        person: availability.Hours(
            weekly={weekday: tuple(periods) for weekday, periods in weekly[person].items()}, special=special[person]
        )
        for person in {None, *weekly, *special}
    }


def hours_of(
    person: int, hours: Mapping[int | None, availability.Hours], *, own_hours: bool
) -> availability.Hours | None:
    """This will give one person's hours from what `load_hours` found; None: the business's, whatever they are."""
    if own_hours:
        return hours.get(person, availability.Hours())
    if person not in hours:
        return None
    business = hours[None]
    return availability.Hours(weekly=business.weekly, special={**business.special, **hours[person].special})


def _wall_period(opens: dt.time, closes: dt.time) -> Interval:
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    return Interval(start, end if end > start else end + availability.DAY)


def load_time_off(business_id: int, people: Iterable[int], low: int, high: int) -> dict[int, list[Interval]]:
    """This will give the times, in UTC minutes, in which people are away."""
    found: dict[int, list[Interval]] = defaultdict(list)
    rows = time_off_rows(business_id, people, low, high)
    for person, starts_at, ends_at in rows.order_by().values_list("staff_id", "starts_at", "ends_at"):
        found[person].append(away_time(starts_at, ends_at))
    return found


def time_off_rows(business_id: int, people: Iterable[int], low: int, high: int) -> QuerySet[TimeOff, TimeOff]:
    """This will find the times off of people that touch the UTC minutes low … high, with their reasons."""
    return TimeOff.objects.filter(
        business_id=business_id,
        staff__in=list(people),
        starts_at__lt=availability.instant_of(high),
        ends_at__gt=availability.instant_of(low),
    ).order_by("starts_at", "id")


def away_time(starts_at: dt.datetime, ends_at: dt.datetime) -> Interval:
    """This will give a time off in UTC minutes, every minute in it that is touched at all."""
    return Interval(availability.minute_of(starts_at), availability.minute_from(ends_at))


def load_lessons(service: Service, performers: Iterable[int], first: dt.date, last: dt.date) -> list[Timetable]:
    """This will give the timetable's rows of a service, of its performers, and of whoever needs the same resources.

    Each row has its `own_length`: how long its person takes for it, when that is their own; else None.
    """
    concerned = Q(service=service) | Q(staff__in=list(performers))
    if service.resource_kind:
        concerned |= Q(service__resource_kind=service.resource_kind)
    return list(timetable_rows(service.business_id, first, last).filter(concerned))


def timetable_rows(business_id: int, first: dt.date, last: dt.date) -> QuerySet[Timetable, Timetable]:
    """This will find the timetable's rows around the dates, each with its `own_length`."""
    own_length = Skill.objects.filter(staff=OuterRef("staff"), service=OuterRef("service")).values("duration_minutes")
    return (
        Timetable.objects.filter(business_id=business_id, service__active=True, staff__active=True)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=last + 2 * ONE_DAY))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first - 2 * ONE_DAY))
        .select_related("service", "staff")
        .annotate(own_length=Subquery(own_length[:1]))
        .order_by("id")
    )


def lesson(row: Timetable, *, service: Service | None = None) -> availability.Lesson:
    """This will give a row of the timetable as a fact about one service, or about nobody's in particular."""
    taught, kind = row.service, service.resource_kind if service else ""
    return availability.Lesson(
        person=row.staff_id,
        weekday=row.weekday,
        wall=row.time.hour * 60 + row.time.minute,
        length=row.own_length or taught.duration_minutes,  # type: ignore[attr-defined]
        own=service is not None and row.service_id == service.pk,
        before=taught.buffer_before_minutes,
        after=taught.buffer_after_minutes,
        needs_thing=bool(kind) and taught.resource_kind == kind,
        first=row.valid_from,
        last=row.valid_until,
        skipped=frozenset(dt.date.fromisoformat(day) for day in row.excepted_dates),
    )

"""The shops under load, written in bulk. It needs Django to be set up: `manage.py shell`.

A salon of 10 people and one of 50, one service of 45 minutes on a half-hour grid, open ten hours on six days a week,
60 % of the hours of sixty days booked; one of 10 people whose hour of colour develops for a third of it; a spa, which
is such a salon with two services more; and a school with classes of twelve places, all of them free.
"""

import datetime as dt
import random
from typing import Any, TypedDict

from django.db import connection, transaction
from django.utils import timezone

from bookings import queries
from bookings.models import Appointment
from businesses import diary
from businesses.models import (
    ApiKey,
    Business,
    Dialect,
    Location,
    OpeningHours,
    Service,
    Skill,
    StaffMember,
    Timetable,
)
from load import rows
from load.requests import Time

OPENS, CLOSES = 9, 19
DAYS, SHARE = 60, 0.6
CLASSES, PLACES, MANY_PLACES = (9, 11, 13, 15, 17), 12, 200
HOUR: dict[str, int] = {"duration_minutes": 60, "price": 90}
PHASES = [{"work": 20}, {"wait": 20}, {"work": 20}]
DIALECTS = (Dialect.BOOQARA, Dialect.NEXTINQUE, Dialect.RESERVEKIT, Dialect.BOOXI, Dialect.MIKETSU)
UNREACHED = 10_000_000  # requests a minute: a limit is asked for, and never met


class Known(TypedDict):
    """What the load has to know of a shop to ask about it; `day` is an ordinary date, `free` what can be booked.

    `key` is Booqara's; `people` are the team's numbers by their UUIDs, `slots` ReserveKit's time slots, by weekday and
    wall time.
    """

    slug: str
    timezone: str
    key: str
    nextinque: str
    reservekit: str
    miketsu: str
    booxi: str
    merchant: int
    people: dict[str, int]
    number: int
    slots: dict[str, int]
    service: str
    page: str
    day: str
    free: list[Time]


def prepare() -> dict[str, Any]:
    """This will make the shops and tell of each, with an appointment's key for the floor."""
    now = timezone.now()
    with transaction.atomic():
        shops = {
            "ten": salon("ten", staff=10, now=now),
            "fifty": salon("fifty", staff=50, now=now),
            "colour": salon("colour", staff=10, now=now, offered=Service(name="Colour", phases=PHASES, **HOUR)),
            "visit": spa(now=now),
            "class": school("class", PLACES),
            "hall": school("hall", MANY_PLACES, planned=True),
        }
    analyze()
    return {"shops": shops, "appointment": Appointment.objects.values_list("pk", flat=True)[0]}


def analyze() -> None:
    """This will let the database count its rows, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def salon(slug: str, *, staff: int, now: dt.datetime, offered: Service | None = None) -> Known:
    """This will make a salon with that many people and its bookings of the next sixty days."""
    business, service, people = house(slug, staff, offered or Service(name="Cut", duration_minutes=45, price=35))
    days = dates(business, now)
    cells = [(date, hour, person) for date in days for hour in range(OPENS, CLOSES) for person in people]
    dice = random.Random(slug)  # noqa: S311 - the same shop each time; nothing secret
    taken = set(dice.sample(range(len(cells)), int(len(cells) * SHARE)))
    booked = (cells[n] for n in sorted(taken))
    rows.write(
        rows.visit(
            service, person, None, dt.datetime.combine(date, dt.time(hour), business.zone).astimezone(dt.UTC),
            listed_on=date, ordered_at=now,
        )
        for date, hour, person in booked
    )  # fmt: skip
    free = [_time(*cell) for n, cell in enumerate(cells) if n not in taken]
    dice.shuffle(free)
    return _known(business, service, days, free)


def spa(*, now: dt.datetime) -> Known:
    """This will make a salon whose people do two things more, for visits of three services."""
    known = salon("visit", staff=10, now=now)
    business = Business.objects.get(slug=known["slug"])
    people = list(StaffMember.objects.filter(business=business))
    with diary.changing(business.pk):
        for name, minutes in (("Colour", 60), ("Dry", 20)):
            service = Service.objects.create(
                business=business, name=name, duration_minutes=minutes, price=20, buffer_after_minutes=5
            )
            Skill.objects.bulk_create(Skill(business=business, staff=person, service=service) for person in people)
    return known


def school(slug: str, places: int, *, planned: bool = False) -> Known:
    """This will make a school with one teacher and five classes a day; `free` names each as often as it has places.

    With `planned` the house has opened all of them already.
    """
    service = Service(name="Class", duration_minutes=60, price=15, capacity=places, starts=Service.Starts.TIMETABLE)
    business, service, [teacher] = house(slug, 1, service)
    Timetable.objects.bulk_create(
        Timetable(business=business, service=service, staff=teacher, weekday=day, time=dt.time(hour))
        for day in range(6)
        for hour in CLASSES
    )
    days = dates(business, timezone.now())
    classes = [_time(date, hour, teacher) for date in days for hour in CLASSES]
    if planned:
        Appointment.objects.bulk_create(
            _planned(business, service, teacher, date, hour) for date in days for hour in CLASSES
        )
    return _known(business, service, days, [each for each in classes for _ in range(places)])


def _planned(business: Business, service: Service, teacher: StaffMember, date: dt.date, hour: int) -> Appointment:
    row = Appointment(
        business=business, service=service, staff=teacher, location=teacher.location, places=service.capacity,
        planned=True,
    )  # fmt: skip
    start = dt.datetime.combine(date, dt.time(hour), business.zone).astimezone(dt.UTC)
    row.set_time(start, minutes=service.duration_minutes, buffers=(0, 0), listed_on=date)
    return row


def house(slug: str, staff: int, service: Service) -> tuple[Business, Service, list[StaffMember]]:
    """This will make a business whose people all perform one service, in all the hours that it is open."""
    business = Business.objects.create(
        slug=f"load-{slug}", name=f"Load {slug}", timezone="Europe/Berlin", country="DE", currency="EUR",
        phone="030 1234567", email=f"{slug}@example.com", address="Kastanienallee 1",
        window_days=DAYS, slot_interval_minutes=30,
    )  # fmt: skip
    place = Location.objects.create(business=business, name="Main", address=business.address)
    OpeningHours.objects.bulk_create(
        OpeningHours(business=business, weekday=day, opens=dt.time(OPENS), closes=dt.time(CLOSES)) for day in range(6)
    )
    service.business = business
    service.save()
    people = StaffMember.objects.bulk_create(
        StaffMember(business=business, name=f"Person {n + 1:02}", location=place, position=n) for n in range(staff)
    )
    Skill.objects.bulk_create(Skill(business=business, staff=person, service=service) for person in people)
    with diary.changing(business.pk):
        pass  # everybody has a diary: without one nothing is remembered
    return business, service, people


def dates(business: Business, now: dt.datetime) -> list[dt.date]:
    """This will give the open dates of the window, without today: what is over cannot be booked."""
    today = now.astimezone(business.zone).date()
    days = [today + dt.timedelta(days=n) for n in range(1, DAYS + 1)]
    return [date for date in days if date.weekday() < 6]


def _time(date: dt.date, hour: int, person: StaffMember) -> Time:
    return str(person.uuid), date.isoformat(), f"{hour:02}:00"


def _known(business: Business, service: Service, days: list[dt.date], free: list[Time]) -> Known:
    keys = {each: ApiKey.issue(business=business, dialect=each, rate_limit=UNREACHED)[1] for each in DIALECTS}
    starts = queries.weekly_starts(queries.house(business), service)
    slots = {f"{start.weekday} {start.wall // 60:02}:{start.wall % 60:02}": start.number for start in starts}
    page = f"/book/{business.slug}/{service.pk}/time/?staff=any"
    day = next(date for date in days[2:] if date.weekday() == 1)  # a Tuesday, some days ahead
    return {
        "slug": business.slug, "timezone": business.timezone, "key": keys[Dialect.BOOQARA],
        "nextinque": keys[Dialect.NEXTINQUE], "reservekit": f"Bearer {keys[Dialect.RESERVEKIT]}",
        "miketsu": f"Bearer {keys[Dialect.MIKETSU]}",
        "booxi": keys[Dialect.BOOXI], "merchant": business.pk,
        "people": {str(person.uuid): person.pk for person in StaffMember.objects.filter(business=business)},
        "number": service.pk, "slots": slots, "service": str(service.uuid), "page": page, "day": day.isoformat(),
        "free": free,
    }  # fmt: skip

"""A salon of any size with a year of bookings, written in bulk: what pages for owners are measured with.

It needs Django to be set up: `manage.py shell`.
"""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.dashboard.frame import sitting
from bookings.models import Booking
from businesses import diary
from businesses.models import (
    Business,
    Customer,
    Location,
    Membership,
    OpeningHours,
    Service,
    Skill,
    StaffMember,
    User,
    WorkingHours,
)
from businesses.sessions import SessionStore
from load import rows

DAYS_BACK, DAYS_AHEAD = 320, 45
OPENS, HOURS_A_DAY = 9, 10
LENGTHS = (30, 45, 60, 30, 45, 60, 60, 45)
Status = Booking.Status


class Shop(NamedTuple):
    """What was made, and the name of its owner, who has no password: sign in by a session."""

    business: Business
    owner: User


def make(slug: str, *, staff: int, bookings: int, now: dt.datetime) -> Shop:
    """This will make a business with people, services, customers and bookings around `now`."""
    business = Business.objects.create(
        slug=slug, name=f"Salon {slug}", timezone="Europe/Berlin", country="DE", currency="EUR",
        phone="030 1234567", email=f"{slug}@example.com", address="Kastanienallee 1", window_days=60,
    )  # fmt: skip
    owner = User.objects.create_user(f"{slug}-owner", is_staff=True)
    Membership.objects.create(business=business, user=owner, role=Membership.Role.OWNER)
    _fill(business, staff=staff, bookings=bookings, now=now)
    return Shop(business, owner)


def _fill(business: Business, *, staff: int, bookings: int, now: dt.datetime) -> None:
    place = Location.objects.create(business=business, name="Main", address=business.address)
    OpeningHours.objects.bulk_create(
        OpeningHours(business=business, weekday=day, opens=dt.time(OPENS), closes=dt.time(OPENS + HOURS_A_DAY))
        for day in range(6)
    )
    services = Service.objects.bulk_create(
        Service(business=business, name=f"Service {n + 1}", duration_minutes=length, price=20 + 5 * n, position=n)
        for n, length in enumerate(LENGTHS)
    )
    people = StaffMember.objects.bulk_create(
        StaffMember(business=business, name=f"Person {n + 1:02}", location=place, position=n, own_hours=n % 2 == 1)
        for n in range(staff)
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(business=business, staff=person, weekday=day, opens=dt.time(OPENS), closes=dt.time(14 + n % 5))
        for n, person in enumerate(people)
        for day in range(6)
        if person.own_hours
    )
    Skill.objects.bulk_create(
        Skill(business=business, staff=person, service=service) for person in people for service in services
    )
    customers = Customer.objects.bulk_create(
        (
            Customer(business=business, first_name="Kim", last_name=f"Guest {n}", email=f"guest{n}@example.com")
            for n in range(max(1, bookings // 20))
        ),
        batch_size=rows.CHUNK,
    )
    with diary.changing(business.pk):
        pass  # everybody has a diary: without one nothing is remembered
    rows.write(_visits(business, people, services, customers, bookings, now))


def _visits(
    business: Business,
    people: list[StaffMember],
    services: list[Service],
    customers: list[Customer],
    count: int,
    now: dt.datetime,
) -> Iterator[rows.Visit]:
    """Each a different person, date and hour, so that nobody is booked twice; the first hours fill up first."""
    dice = random.Random(business.slug)  # noqa: S311 - the same shop each time; nothing secret
    today = now.astimezone(business.zone).date()
    dates = [today + dt.timedelta(days=n) for n in range(-DAYS_BACK, DAYS_AHEAD)]
    cells = [
        (date, hour, person)
        for date in dates
        if date.weekday() < 6
        for hour in range(OPENS, OPENS + HOURS_A_DAY)
        for person in people
    ]
    for date, hour, person in sorted(dice.sample(cells, count), key=lambda cell: cell[:2]):
        starts_at = dt.datetime.combine(date, dt.time(hour), business.zone).astimezone(dt.UTC)
        service, customer = dice.choice(services), dice.choice(customers)
        ordered_at = min(starts_at, now) - dt.timedelta(minutes=int(dice.expovariate(1 / 6000)) + 1)
        yield rows.visit(
            service, person, customer, starts_at,
            listed_on=date, ordered_at=ordered_at, status=_became(dice, starts_at, now),
        )  # fmt: skip


def _became(dice: random.Random, starts_at: dt.datetime, now: dt.datetime) -> str:
    luck = dice.random()
    if luck < 0.08:
        return Status.CANCELLED
    if starts_at + dt.timedelta(hours=1) <= now:
        return Status.NO_SHOW if luck > 0.96 else Status.COMPLETED
    return Status.PENDING if luck > 0.99 else Status.CONFIRMED


def session(user: User) -> str:
    """This will sign somebody in, and give the key that the session's cookie holds."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[sitting.SINCE] = store[sitting.SEEN] = timezone.now().timestamp()  # so that no page has to write it down
    store.save()
    return str(store.session_key)


def statements(user: User, path: str) -> int:
    """This will count the SQL statements of a page."""
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(asked)


def prepare(paths: list[str], shops: list[tuple[str, int, int]]) -> dict[str, Any]:
    """This will make shops (slug, people, bookings of a year), and tell of each its owner's session and the SQL
    statements of pages."""
    told = {}
    for slug, staff, bookings in shops:
        with transaction.atomic():
            shop = make(slug, staff=staff, bookings=bookings, now=timezone.now())
        counts = {path: statements(shop.owner, path) for path in paths}
        told[slug] = {"session": session(shop.owner), "statements": counts}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself after a while
    return told

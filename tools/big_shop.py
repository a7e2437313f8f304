"""A salon of any size with a year of bookings, written in bulk: what pages for owners are measured with.

The rows are what the operations would have left (`check_invariants` finds nothing), made without them because a
hundred thousand bookings through the operations take an hour. It needs Django to be set up: `manage.py shell`.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.models import Appointment, Booking, Delivery, Event, Place
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

DAYS_BACK, DAYS_AHEAD = 320, 45
OPENS, HOURS_A_DAY = 9, 10
LENGTHS = (30, 45, 60, 30, 45, 60, 60, 45)
CHUNK = 2000
SHOPS = (("small", 3, 500), ("large", 50, 100_000))  # slug, people, bookings of a year
Status = Booking.Status


class Shop(NamedTuple):
    """What was made, and the name of its owner, who has no password: sign in by a session."""

    business: Business
    owner: User


class _Visit(NamedTuple):
    appointment: Appointment
    booking: Booking
    place: Place


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
        batch_size=CHUNK,
    )
    visits = _visits(business, people, services, customers, bookings, now)
    while chunk := list(itertools.islice(visits, CHUNK)):
        _write(business, chunk, now)


def _visits(
    business: Business,
    people: list[StaffMember],
    services: list[Service],
    customers: list[Customer],
    count: int,
    now: dt.datetime,
) -> Iterator[_Visit]:
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
        yield _visit(service, person, customer, starts_at, date, ordered_at, _became(dice, starts_at, now), now)


def _became(dice: random.Random, starts_at: dt.datetime, now: dt.datetime) -> str:
    luck = dice.random()
    if luck < 0.08:
        return Status.CANCELLED
    if starts_at + dt.timedelta(hours=1) <= now:
        return Status.NO_SHOW if luck > 0.96 else Status.COMPLETED
    return Status.PENDING if luck > 0.99 else Status.CONFIRMED


def _visit(
    service: Service,
    person: StaffMember,
    customer: Customer,
    starts_at: dt.datetime,
    date: dt.date,
    ordered_at: dt.datetime,
    status: str,
    now: dt.datetime,
) -> _Visit:
    live = status != Status.CANCELLED
    business_id = service.business_id
    appointment = Appointment(
        business_id=business_id, service=service, staff=person, location_id=person.location_id,
        live=live, places=1, places_taken=int(live),
    )  # fmt: skip
    appointment.set_time(starts_at, minutes=service.duration_minutes, buffers=(0, 0), listed_on=date)
    booking = Booking(
        business_id=business_id, customer=customer, status=status, source="wizard", currency="EUR",
        guest_name=str(customer), guest_email=customer.email, guest_phone="+49 30 1234567",
        sequence=1 if status in (Status.PENDING, Status.CONFIRMED) else 2, created_at=ordered_at, updated_at=ordered_at,
    )  # fmt: skip
    place = Place(
        business_id=business_id, booking=booking, appointment=appointment, live=live,
        service_name=service.name, duration_minutes=service.duration_minutes, price=service.price,
    )  # fmt: skip
    return _Visit(appointment, booking, place)


def _write(business: Business, visits: list[_Visit], now: dt.datetime) -> None:
    Appointment.objects.bulk_create(visit.appointment for visit in visits)
    Booking.objects.bulk_create(visit.booking for visit in visits)
    for _, booking, place in visits:
        place.booking, place.appointment = booking, place.appointment  # they have their keys now
    Place.objects.bulk_create(visit.place for visit in visits)
    Event.objects.bulk_create(
        _event(visit.booking, n) for visit in visits for n in range(1, visit.booking.sequence + 1)
    )
    Delivery.objects.bulk_create(_mail(visit.booking) for visit in visits)


ENDS = {
    Status.CANCELLED: Event.Type.CANCELLED,
    Status.COMPLETED: Event.Type.COMPLETED,
    Status.NO_SHOW: Event.Type.NO_SHOW,
}


def _event(booking: Booking, sequence: int) -> Event:
    told: dict[str, Any] = {"status": booking.status, "places": []}
    return Event(
        business_id=booking.business_id, booking=booking, sequence=sequence, by="guest", facts=told,
        type=Event.Type.CREATED if sequence == 1 else ENDS[Status(booking.status)],
        occurred_at=booking.created_at, routed_at=booking.created_at,
    )  # fmt: skip


def _mail(booking: Booking) -> Delivery:
    return Delivery(
        business_id=booking.business_id, booking=booking, channel="mail", kind="confirmed", audience="guest",
        dedupe=f"made:{booking.pk}", status=Delivery.Status.DELIVERED, due_at=booking.created_at, attempts=1,
    )  # fmt: skip


def session(user: User) -> str:
    """This will sign somebody in, and give the key that the session's cookie holds."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def statements(user: User, path: str) -> int:
    """This will count the SQL statements of a page."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(asked)


def prepare(paths: list[str]) -> dict[str, Any]:
    """This will make a small and a large shop, and tell of each its owner's session and the statements of pages."""
    told = {}
    for slug, staff, bookings in SHOPS:
        with transaction.atomic():
            shop = make(slug, staff=staff, bookings=bookings, now=timezone.now())
        counts = {path: statements(shop.owner, path) for path in paths}
        told[slug] = {"session": session(shop.owner), "statements": counts}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself after a while
    return told

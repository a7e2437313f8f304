"""`make_demo [--if-empty]`"""

import datetime as dt
import random
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.management import demo_pictures
from bookings.models import Booking
from bookings.notifications import planning
from businesses import document, people
from businesses.models import Business, Service, User

DEMO = Path(settings.BASE_DIR) / "businesses" / "demo.yaml"
OWNER = "demo"
DAYS_BACK, DAYS_AHEAD, BOOKINGS_A_DAY = 21, 21, 6
TAKER = operations.Taker(source="dashboard", by=planning.DEMO)
FIRST_NAMES = ("Mia", "Jonas", "Ayşe", "Tomasz", "Clara", "Nikolai", "Zoë", "Hassan", "Ingrid", "Luca", "Priya", "Emil")
LAST_NAMES = ("Brandt", "Kaya", "Nowak", "Schreiber", "Petrov", "Adeyemi", "Larsen", "Conti", "Nair", "Vogel", "Haas")


class Command(BaseCommand):
    help = "Loads the demo business and gives it weeks of past and coming bookings, through the operations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is any business")

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if if_empty and Business.objects.exists():
            return
        now = timezone.now()
        with transaction.atomic():  # one commit for hundreds of bookings
            business = document.load(DEMO.read_text(encoding="utf-8"), now=now).business
            demo_pictures.hang(business, now=now)
            password = make_owner(business)
            booked = 0 if Booking.objects.filter(business=business).exists() else fill_diary(business, now)
        self.stdout.write(f"{business.name}: {booked} bookings made, at {settings.PUBLIC_URL}/book/{business.slug}/")
        if password:
            self.stdout.write(f"Dashboard: user {OWNER}, one-time password {password}")


def make_owner(business: Business) -> str | None:
    """This will give the demo's owner a password that works once, and give it; None: the owner has one already."""
    owner = User.objects.filter(username=OWNER).first()
    if owner and owner.has_usable_password():
        return None
    password = secrets.token_urlsafe(12)
    owner = owner or User(username=OWNER, email=f"{OWNER}@kastanie.example", is_staff=True)
    owner.password_once = True
    owner.set_password(password)
    owner.save()
    people.admit(business, owner)
    return password


def fill_diary(business: Business, now: dt.datetime) -> int:
    """This will book a believable few weeks around now, the past ones seen through, and give how many it made."""
    dice = random.Random(business.slug)  # noqa: S311 - the same demo each time; nothing secret
    services = list(Service.objects.filter(business=business).active())
    today, made = now.astimezone(business.zone).date(), 0
    for offset in range(-DAYS_BACK, DAYS_AHEAD + 1):
        day = today + dt.timedelta(days=offset)
        ordered_at = min(now, _local(business, day, 8) - dt.timedelta(days=dice.randint(1, 9)))
        for service in dice.sample(services, k=min(BOOKINGS_A_DAY, len(services))):
            made += _book(business, service, day, ordered_at, now, dice)
    return made


def _book(
    business: Business, service: Service, day: dt.date, ordered_at: dt.datetime, now: dt.datetime, dice: random.Random
) -> int:
    free = [slot for slot in queries.open_slots(business, service, day=day, now=ordered_at) if slot.free]
    if not free:
        return 0
    name = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
    email = name.lower().replace(" ", ".").translate(str.maketrans("şëé", "see")) + "@example.com"
    try:
        starts_at = dice.choice(free).starts_at
        guest = operations.Guest(name=name, email=email, phone=f"+49 30 23125 {dice.randint(100, 999)}")
        size = dice.choice((1, 1, 2)) if service.is_group else 1
        wish = operations.one(business, service, starts_at, party_size=size)
        booking = operations.book(wish=wish, order=operations.Order(guest, TAKER), now=ordered_at)
    except errors.Taken:
        return 0  # a party too large for what is left
    _see_through(booking, now, dice)
    return 1


def _see_through(booking: Booking, now: dt.datetime, dice: random.Random) -> None:
    """A few are called off; of those that are over, most took place."""
    by, luck = TAKER.by, dice.random()
    if luck < 0.07:
        operations.cancel(booking=booking, now=booking.created_at, by=by, reason="Something came up.")
    elif booking.ends_at < now:
        verb = operations.no_show if luck > 0.95 else operations.complete
        verb(booking=booking, now=booking.ends_at, by=by)


def _local(business: Business, day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), business.zone)

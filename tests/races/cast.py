"""Birch House, where everybody does everything, and Jordan Smith, who wants it twenty times at once."""

import datetime as dt
from typing import Any

from bookings import operations
from bookings.models import Booking
from businesses import document
from tests import factories

NOW = factories.NOW
LATER = NOW + dt.timedelta(hours=1)  # every hold made NOW is over
NOON = "12:00"
NAMES = ("Ana Ruiz", "Bea Holt", "Cleo Fox", "Dora Lind", "Eva Moss")
TRIM: dict[str, Any] = {"name": "Trim", "duration_minutes": 30}
SERVICES: tuple[dict[str, Any], ...] = (
    TRIM,
    {"name": "Cut", "duration_minutes": 45, "buffer_after_minutes": 15},
    {"name": "Color", "duration_minutes": 60, "buffer_before_minutes": 15, "buffer_after_minutes": 30},
    {"name": "Yoga", "duration_minutes": 60, "capacity": 3},
    {"name": "Ballet", "duration_minutes": 60, "capacity": 3, "starts": "timetable"},
)
IN_A_ROOM: tuple[dict[str, Any], ...] = (
    {"name": "Massage", "duration_minutes": 45, "resource_kind": "room"},
    {"name": "Facial", "duration_minutes": 60, "buffer_after_minutes": 15, "resource_kind": "room"},
)
# Whatever is chosen of these, any two need the same quarter of an hour: 12:15 to 12:30.
OVERLAPPING = (
    ("Trim", "12:00"),
    ("Trim", "12:15"),
    ("Cut", "11:45"),
    ("Cut", "12:00"),
    ("Color", "11:30"),
    ("Color", "12:15"),
)
OVERLAPPING_IN_A_ROOM = (("Massage", "11:45"), ("Massage", "12:00"), ("Facial", "11:30"), ("Facial", "12:15"))
TAKER = operations.Taker(source="wizard", by="guest")
JORDAN = operations.Guest(name="Jordan Smith", email="jordan@example.com")
ORDER = operations.Order(JORDAN, TAKER)


def birch(*, people: int = 1, rooms: int = 0, **changes: Any) -> document.Loaded:
    """This will load Birch House with its first so many people, each at work every day from 06:00 to 22:00."""
    return factories.load(birch_document(people=people, rooms=rooms, **changes))


def birch_document(
    *, people: int = 1, rooms: int = 0, trim: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """The document; `trim` is what is different about that service, `changes` are its other top-level values."""
    services = [TRIM | (trim or {}), *SERVICES[1:], *(IN_A_ROOM if rooms else ())]
    return {
        "name": "Birch House",
        "slug": "birch",
        "timezone": "America/Chicago",
        "rules": {"lead_time_minutes": 0, "window_days": 300, "slot_interval_minutes": 15, "hold_minutes": 10},
        "hours": {day: [["06:00", "22:00"]] for day in factories.WEEKDAYS},
        "resources": [{"name": f"Room {number}", "kind": "room"} for number in range(1, rooms + 1)],
        "categories": [{"name": "Everything", "services": services}],
        "staff": [{"name": name, "services": [s["name"] for s in services]} for name in NAMES[:people]],
        **changes,
    }


def day(number: int) -> dt.date:
    """This will give the date that a slot stands for, each its own."""
    return factories.DAY + dt.timedelta(days=number)


def book(
    shop: document.Loaded, service: str, on: dt.date, clock: str = NOON, *, staff: str | None = None, **how: Any
) -> Booking:
    """This will book a start for Jordan; `staff` is a name, else anyone."""
    return factories.book(shop, service, on, clock, staff=staff, **{"guest": JORDAN, "taker": TAKER, **how})


def hold(
    shop: document.Loaded,
    service: str,
    on: dt.date,
    clock: str = NOON,
    *,
    staff: str | None = None,
    now: dt.datetime = NOW,
) -> tuple[Booking, str]:
    """This will hold a start, and give the hold with its token."""
    return factories.hold(shop, service, on, clock, staff=staff, taker=TAKER, now=now)


def claim(held: Booking, token: str, *, now: dt.datetime = NOW) -> Booking:
    """This will claim a hold for Jordan."""
    return factories.claim(held, token, guest=JORDAN, taker=TAKER, now=now)


def move(booking: Booking, starts_at: dt.datetime, **how: Any) -> Booking:
    """This will move a booking as the guest does."""
    return operations.move(booking=booking, starts_at=starts_at, by="guest", **{"now": NOW, **how})


def cancel(booking: Booking, *, now: dt.datetime = NOW) -> Booking:
    """This will cancel a booking as the guest does."""
    return operations.cancel(booking=booking, now=now, by="guest")

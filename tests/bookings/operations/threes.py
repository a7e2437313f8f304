"""Ana's, Bea's and Cleo's afternoon: a wish of three parts that follow each other, each with somebody of its own."""

import datetime as dt
from typing import Any

from bookings import operations
from bookings.models import Booking
from businesses import document
from tests.bookings.operations import desk
from tests.factories import DAY, NOW, at

PARTS = (("Wash", "Ana", 0), ("Cut", "Bea", 30), ("Massage", "Cleo", 75))
ORDER = operations.Order(desk.GUEST, desk.TAKER)


def salon() -> document.Loaded:
    """This will load a house in which each of three people does one thing, the last of them in the only room."""
    return desk.house(
        [
            {"name": "Wash", "duration_minutes": 30, "price": "10.00"},
            {"name": "Cut", "duration_minutes": 45, "price": "30.00"},
            {"name": "Massage", "duration_minutes": 60, "price": "80.00", "resource_kind": "room"},
        ],
        [{"name": name, "services": [service]} for service, name, _ in PARTS],
        resources=[{"name": "Room 1", "kind": "room"}],
        rules={"slot_interval_minutes": 15},
    )


def wish(shop: document.Loaded, clock: str = "10:00", day: dt.date = DAY) -> operations.Wish:
    """This will wish for all three, the first at a wall time."""
    starts = [at(shop, day, clock), *[operations.After(minutes) for _, _, minutes in PARTS[1:]]]
    services = [shop.services[service] for service, _, _ in PARTS]
    return operations.Wish(shop.business, list(map(operations.Part, services, starts)))


def book(shop: document.Loaded, clock: str = "10:00", day: dt.date = DAY) -> Booking:
    """This will book all three as one booking."""
    return operations.book(wish=wish(shop, clock, day), order=ORDER, now=NOW)


def places(shop: document.Loaded, booking: Booking) -> list[tuple[str, str, str, bool]]:
    """This will give the parts as they are in the database: what, with whom, when, and whether it stands."""
    rows = Booking.objects.filter(pk=booking.pk).whole().places.all()
    return [
        (
            place.service_name,
            place.appointment.staff.name,
            f"{place.appointment.starts_at.astimezone(shop.business.zone):%H:%M}",
            place.live,
        )
        for place in rows
    ]


def colourist(**changes: Any) -> document.Loaded:
    """This will load a house of two people, a start every half hour, where a colour takes one of them longer."""
    return desk.house(
        [
            {"name": "Cut", "duration_minutes": 30, "price": "30.00", "buffer_after_minutes": 5},
            {"name": "Colour", "duration_minutes": 60, "price": "90.00", "buffer_before_minutes": 5},
        ],
        [
            {"name": "Ana", "services": ["Cut", "Colour"]},
            {"name": "Bea", "services": ["Cut", {"name": "Colour", "duration_minutes": 90}]},
        ],
        **changes,
    )

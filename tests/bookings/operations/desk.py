"""What the tests of the operations share: houses, a guest at the desk, and how to look at the rows."""

import datetime as dt
from typing import Any

from django.db import transaction

from bookings import operations
from bookings.models import Appointment, Booking, Event, Place
from businesses import diary, document
from businesses.models import Customer, Resource, StaffMember
from tests import factories
from tests.factories import DAY, NOW, at, load

GUEST = operations.Guest(name="Jordan Smith", email="jordan@example.com", phone="+12025550111")
TAKER = operations.Taker(source="wizard", by="guest:page")
MINUTE = dt.timedelta(minutes=1)
OVER = NOW + 10 * MINUTE  # when a hold taken at NOW is over
TABLES = (Appointment, Booking, Place, Event, Customer, StaffMember, Resource)


def house(services: list[dict[str, Any]], staff: list[dict[str, Any]], **changes: Any) -> document.Loaded:
    """This will load a small house in Chicago: open on weekdays from 09:00 to 17:00, a start every half hour."""
    return load(
        {
            "name": "Small House",
            "slug": "small",
            "timezone": "America/Chicago",
            "hours": {day: [["09:00", "17:00"]] for day in factories.WEEKDAYS[:5]},
            "categories": [{"name": "All", "services": services}],
            "staff": staff,
            **changes,
            "rules": {"lead_time_minutes": 60, "window_days": 60, "slot_interval_minutes": 30}
            | changes.get("rules", {}),
        }
    )


def studio(**changes: Any) -> document.Loaded:
    """This will load a studio with two teachers of a group of four."""
    return house(
        [{"name": "Yoga", "duration_minutes": 60, "price": "12.00", "capacity": 4}],
        [{"name": "Yuri", "services": ["Yoga"]}, {"name": "Zoe", "services": ["Yoga"]}],
        **changes,
    )


def school(**changes: Any) -> document.Loaded:
    """This will load a school: Yuri teaches Yoga on Tuesdays at 10:15 by the timetable, and gives lessons."""
    return house(
        [
            {"name": "Yoga", "duration_minutes": 60, "price": "12.00", "capacity": 3, "starts": "timetable"},
            {"name": "Lesson", "duration_minutes": 30, "price": "40.00"},
        ],
        [{"name": "Yuri", "services": ["Yoga", "Lesson"]}, {"name": "Zoe", "services": ["Yoga"]}],
        timetable=[{"service": "Yoga", "weekday": "tuesday", "time": "10:15", "staff": "Yuri"}],
        **changes,
    )


def book(shop: document.Loaded, service: str, clock: str = "10:00", day: dt.date = DAY, **how: Any) -> Booking:
    """This will book through the operations; `staff` by name."""
    return factories.book(shop, service, day, clock, **{"guest": GUEST, "taker": TAKER, **how})


def hold(
    shop: document.Loaded, service: str, clock: str = "10:00", day: dt.date = DAY, **how: Any
) -> tuple[Booking, str]:
    """This will hold through the operations; `staff` by name."""
    return factories.hold(shop, service, day, clock, **{"taker": TAKER, **how})


def claim(held: tuple[Booking, str], **how: Any) -> Booking:
    """This will claim what `hold` gave."""
    return factories.claim(*held, **{"guest": GUEST, "taker": TAKER, **how})


def move(shop: document.Loaded, booking: Booking, clock: str, day: dt.date = DAY, **how: Any) -> Booking:
    """This will move a booking through the operations; `staff` by name."""
    person = how.pop("staff", None)
    return operations.move(
        **{
            "booking": booking,
            "starts_at": at(shop, day, clock),
            "now": NOW,
            "by": "guest:page",
            "policy": operations.GUEST.but(notice=False),
            "staff": shop.staff[person] if person else None,
            **how,
        }
    )


def everything() -> dict[str, list[dict[str, Any]]]:
    """This will give every row that an operation may write."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def versions(shop: document.Loaded) -> dict[str, int]:
    """This will give the diary versions of the business, its people and its resources by name."""
    known = diary.versions(shop.business.pk)
    people = {each.name: diary.of_staff(each.pk) for each in StaffMember.objects.filter(business=shop.business)}
    things = {each.name: diary.of_resource(each.pk) for each in Resource.objects.filter(business=shop.business)}
    keys = {"business": diary.of_setup(shop.business.pk), **people, **things}
    return {name: known.get(key, 0) for name, key in keys.items()}


def last_booked(shop: document.Loaded, name: str) -> dt.datetime:
    """This will give when somebody was booked with a person last."""
    return dt.datetime.fromtimestamp(diary.read(shop.business.pk).last_booked[shop.staff[name].pk], dt.UTC)


def was_booked(shop: document.Loaded, name: str, when: dt.datetime) -> None:
    """This will note that somebody was booked with a person."""
    person = shop.staff[name].pk
    keys = {diary.of_staff(person)}
    with transaction.atomic():
        diary.lock(business_id=shop.business.pk, keys=keys)
        diary.raise_versions(business_id=shop.business.pk, keys=keys, served=[person], second=int(when.timestamp()))


def raised(shop: document.Loaded, before: dict[str, int]) -> set[str]:
    """This will name the diaries that changed since."""
    return {name for name, version in versions(shop).items() if version != before[name]}


def fresh(booking: Booking) -> Booking:
    """This will read a booking again."""
    return Booking.objects.with_details().get(pk=booking.pk)


def last_event(booking: Booking) -> Event:
    """This will give what happened to a booking last."""
    return Event.objects.filter(booking=booking).latest("sequence")


def clock_of(shop: document.Loaded, booking: Booking) -> str:
    """This will give the local wall time at which a booking starts."""
    return f"{booking.starts_at.astimezone(shop.business.zone):%H:%M}"

"""What the tests of series share: a course of Jordan's with Maria, and how to look at it."""

import datetime as dt

from bookings import operations
from bookings.models import Booking, Event
from bookings.recurrence import Recurrence
from tests.bookings.operations import desk
from tests.factories import DAY, NOW

WEEK, ONE_DAY = dt.timedelta(days=7), dt.timedelta(days=1)
ORDER = operations.Order(desk.GUEST, desk.TAKER)


def course(shop, service="Fade", clock="10:00", *, day=DAY, count=5, frequency="WEEKLY", staff="Maria Gomez", **how):
    """This will book a series, and give its bookings in order."""
    person = shop.staff[staff] if staff else None
    part = operations.Part(shop.services[service], desk.at(shop, day, clock), person, how.pop("party_size", 1))
    wish = operations.Wish(shop.business, [part], how.pop("policy", operations.STAFF))
    order = how.pop("order", ORDER)
    found = operations.book_series(
        wish=wish, recurrence=Recurrence(frequency, count=count), orders=[order], now=how.pop("now", NOW), **how
    )
    return [booking for [booking] in found]


def when(shop, bookings):
    """This will give the local starts of bookings as they are now, in their order: "11-24 10:00"."""
    rows = Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).with_details().order_by("series_index")
    return [f"{row.starts_at.astimezone(shop.business.zone):%m-%d %H:%M}" for row in rows]


def statuses(bookings):
    """This will give the statuses of bookings as they are now, in their order."""
    rows = Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).order_by("series_index")
    return list(rows.values_list("status", flat=True))


def told(event_type):
    """This will give which indexes have an event of a type, in order."""
    return list(
        Event.objects.filter(type=event_type)
        .order_by("booking__series_index")
        .values_list("booking__series_index", flat=True)
    )

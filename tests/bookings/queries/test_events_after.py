"""What happened, for partners who ask."""

import datetime as dt

from bookings import operations, queries
from tests import factories
from tests.factories import NOW


def types(shop, after=0, limit=10, now=NOW):
    return [event.type for event in queries.events_after(shop.business, after=after, limit=limit, now=now)]


def test_oldest_first_from_where_one_stopped(elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    (first, _) = queries.events_after(elm.business, after=0, limit=10, now=NOW)
    assert types(elm) == ["booking.created", "booking.cancelled"]
    assert types(elm, after=first.pk) == ["booking.cancelled"]
    assert types(elm, limit=1) == ["booking.created"]


def test_neither_holds_nor_the_neighbours(elm, karachi):
    factories.book(karachi, "Haircut", clock="12:00")
    operations.hold(
        business=elm.business,
        service=elm.services["Fade"],
        starts_at=factories.at(elm, factories.DAY, "10:00"),
        taker=operations.Taker("wizard", "guest"),
        now=NOW,
    )
    assert types(elm) == []


def test_thirty_days_back(elm):
    factories.book(elm, "Fade")
    assert types(elm, now=NOW + dt.timedelta(days=30)) == ["booking.created"]
    assert types(elm, now=NOW + dt.timedelta(days=31)) == []

"""What happened, for partners who ask."""

import datetime as dt

import pytest

from bookings import operations, outbox, queries
from tests import factories
from tests.factories import NOW


def events(shop, after=0, limit=10, now=NOW):
    """What a partner reads once the worker has been there."""
    outbox.route([], now=now)
    return queries.events_after(shop.business, after=after, limit=limit, now=now)


def types(shop, after=0, limit=10, now=NOW):
    return [event.type for event in events(shop, after, limit, now)]


def test_oldest_first_from_where_one_stopped(elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    (first, _) = events(elm)
    assert types(elm) == ["booking.created", "booking.cancelled"]
    assert types(elm, after=first.position) == ["booking.cancelled"]
    assert types(elm, limit=1) == ["booking.created"]


def test_neither_holds_nor_the_neighbours(elm, karachi):
    factories.book(karachi, "Haircut", clock="12:00")
    operations.hold(
        wish=operations.one(elm.business, elm.services["Fade"], factories.at(elm, factories.DAY, "10:00")),
        taker=operations.Taker("wizard", "guest"),
        now=NOW,
    )
    assert types(elm) == []


def test_thirty_days_back(elm):
    factories.book(elm, "Fade")
    assert types(elm, now=NOW + dt.timedelta(days=30)) == ["booking.created"]
    assert types(elm, now=NOW + dt.timedelta(days=31)) == []


def test_whoever_stopped_before_what_is_kept_is_told_since_when_that_is(elm):
    first, second = factories.book(elm, "Fade"), factories.book(elm, "Fade", clock="13:00")
    (stopped, last) = events(elm)
    later = NOW + dt.timedelta(days=31)
    with pytest.raises(queries.CursorLost) as lost:
        events(elm, after=stopped.position, now=later)
    assert lost.value.kept_from == NOW + dt.timedelta(days=1)
    assert events(elm, after=last.position, now=later) == []
    assert {first.events.get(), second.events.get()} == {stopped, last}


def test_an_old_event_of_the_house_alone_costs_nobody_their_place(elm):
    booking = factories.book(elm, "Fade")
    (stopped,) = events(elm)
    operations.annotate(booking=booking, staff_notes="Likes tea", now=NOW, by="x")
    assert events(elm, after=stopped.position, now=NOW + dt.timedelta(days=31)) == []


@pytest.mark.parametrize("cursor", [-1, 2, 10**18])
def test_a_cursor_that_nobody_was_given_is_none(elm, karachi, cursor):
    for clock in ("12:00", "13:00", "14:00"):
        factories.book(karachi, "Haircut", clock=clock)
    factories.book(elm, "Fade")
    with pytest.raises(queries.CursorLost):
        events(elm, after=cursor)

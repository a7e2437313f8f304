"""How many statements a verb takes where nobody is in its way; BEGIN, COMMIT and savepoints not counted."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from bookings.queries.memory import memory
from bookings.recurrence import Recurrence
from tests.bookings.operations.desk import DAY, NOW, TAKER, at, book, claim, fresh, hold, move
from tests.bookings.operations.threes import ORDER, salon, wish

BULK = 9  # the series itself, and SQLite takes a thousand values at a time


def statements(verb):
    """What a verb asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        verb()
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [each["sql"] for each in captured if not each["sql"].startswith(frame)]


def test_a_claim_takes_eight_at_most(elm):
    held = hold(elm, "Fade", staff="Maria Gomez")
    assert len(statements(lambda: claim(held))) <= 8


def test_a_cancellation_takes_six_at_most(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    assert len(statements(lambda: operations.cancel(booking=booking, now=NOW, by="x"))) <= 6


def test_a_move_takes_eleven_at_most(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    assert len(statements(lambda: move(elm, booking, "15:00"))) <= 11


def test_a_visit_of_three_services_takes_as_many_as_one_booking(elm):
    one = statements(lambda: book(elm, "Fade"))
    shop = salon()
    visit = operations.Wish(shop.business, [
        operations.Part(shop.services["Wash"], at(shop, DAY, "10:00")),
        operations.Part(shop.services["Cut"], operations.Then()),
        operations.Part(shop.services["Massage"], operations.Then()),
    ])  # fmt: skip
    assert len(statements(lambda: operations.book(wish=visit, order=ORDER, now=NOW))) <= len(one)
    held = operations.hold(wish=wish(shop, "14:00"), taker=TAKER, now=NOW)
    assert len(statements(lambda: claim(held))) <= 9
    booking = operations.book(wish=wish(shop, "12:00"), order=ORDER, now=NOW)
    assert len(statements(lambda: move(shop, booking, "09:00"))) <= 14
    booking = fresh(booking)
    assert len(statements(lambda: operations.cancel(booking=booking, now=NOW, by="x"))) <= 6


def booked_twice_a_week(shop, service, count):
    """What a series of so many dates asks of the database."""
    wanted = operations.one(shop.business, shop.services[service], at(shop, DAY, "09:00"), policy=operations.STAFF)
    rule = Recurrence("WEEKLY", weekdays=("TU", "FR"), count=count)
    return statements(lambda: operations.book_series(wish=wanted, recurrence=rule, orders=[ORDER], now=NOW))


def test_a_series_takes_as_many_as_one_booking_whether_alone_or_in_classes(elm):
    one = len(statements(lambda: book(elm, "Fade")))
    for service in ("Fade", "Yoga"):
        for count in (2, 104):
            assert len(booked_twice_a_week(elm, service, count)) <= one + BULK
            memory.forget()
    assert len(booked_twice_a_week(elm, "Yoga", 104)) <= one + BULK  # in the same classes

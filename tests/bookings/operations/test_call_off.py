"""Calling an appointment off, with everybody in it."""

import datetime as dt

import pytest

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event
from businesses.models import Timetable
from tests.bookings.operations.desk import GUEST, TAKER, book, everything, fresh, hold, school, studio
from tests.bookings.operations.test_plan_class import plan
from tests.factories import DAY, NOW, at


def call_off(appointment, **how):
    return operations.call_off(**{"appointment": appointment, "now": NOW, "by": "dashboard:max", **how})


def test_every_booking_in_a_class_is_cancelled_with_its_event_and_its_reason(db):
    shop = studio()
    bookings = [book(shop, "Yoga", "10:00", staff="Yuri", party_size=size) for size in (1, 2)]
    over = call_off(bookings[0].appointment, reason="Yuri is ill.")
    assert (over.live, over.places_taken) == (False, 0)
    for booking in map(fresh, bookings):
        assert (booking.status, booking.cancel_reason) == (Booking.Status.CANCELLED, "Yuri is ill.")
        event = booking.events.last()
        assert (event.type, event.by) == (Event.Type.CANCELLED, "dashboard:max")
    assert not list(queries.broken_invariants())
    assert book(shop, "Yoga", "10:00", staff="Yuri").appointment.pk != over.pk


def test_one_to_one_ends_as_well(db):
    shop = school()
    booking = book(shop, "Lesson", "14:00")
    call_off(booking.appointment)
    assert fresh(booking).status == Booking.Status.CANCELLED
    assert not Appointment.objects.get().live


def test_an_empty_class_ends_and_its_teacher_is_free(db):
    shop = studio()
    planned = plan(shop)
    call_off(planned)
    planned.refresh_from_db()
    assert not planned.live
    assert not Event.objects.exists()
    assert book(shop, "Yoga", "10:30", staff="Yuri")


def test_holds_in_it_end(db):
    shop = studio()
    held, _ = hold(shop, "Yoga", "10:00", staff="Yuri")
    booking = book(shop, "Yoga", "10:00", staff="Yuri")
    call_off(booking.appointment)
    held.refresh_from_db()
    assert held.status == Booking.Status.EXPIRED
    assert not list(queries.broken_invariants())


def test_a_visit_with_a_part_in_it_is_cancelled_whole(db):
    shop = school()
    parts = [
        operations.Part(shop.services["Yoga"], at(shop, DAY, "10:15")),
        operations.Part(shop.services["Lesson"], operations.After(90)),
    ]
    wish = operations.Wish(shop.business, parts)
    visit = operations.book(wish=wish, order=operations.Order(GUEST, TAKER), now=NOW)
    call_off(visit.appointment)
    assert fresh(visit).status == Booking.Status.CANCELLED
    assert not Appointment.objects.live().exists()
    assert not list(queries.broken_invariants())


def test_a_class_of_the_timetable_is_off_on_that_date_alone(db):
    shop = school()
    call_off(book(shop, "Yoga", "10:15").appointment)
    assert Timetable.objects.get().excepted_dates == [DAY.isoformat()]
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:15")
    book(shop, "Yoga", "10:15", DAY + dt.timedelta(days=7))
    assert book(shop, "Lesson", "10:30").staff.name == "Yuri"


def test_a_class_of_one_date_leaves_the_timetable(db):
    shop = school()
    Timetable.objects.update(weekday=None, date=DAY)
    call_off(book(shop, "Yoga", "10:15").appointment)
    assert not Timetable.objects.exists()


def test_what_is_over_cannot_be_called_off(db):
    shop = studio()
    booking = book(shop, "Yoga", "10:00", staff="Yuri")
    operations.complete(booking=book(shop, "Yoga", "12:00", staff="Yuri"), now=NOW, by="x")
    taken_place = Appointment.objects.get(starts_at=at(shop, DAY, "12:00"))
    before = everything()
    with pytest.raises(errors.WrongStatus):
        call_off(booking.appointment, now=booking.ends_at)
    with pytest.raises(errors.WrongStatus):
        call_off(taken_place)
    assert everything() == before
    call_off(booking.appointment)
    with pytest.raises(errors.WrongStatus):
        call_off(booking.appointment)

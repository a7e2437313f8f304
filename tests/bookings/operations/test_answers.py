"""What guests answer: kept with the booking by every verb that books, and erased with it."""

import json

from bookings import operations
from bookings.models import Booking, Event
from bookings.recurrence import Frequency, Recurrence
from businesses.questions import TICK, Answer
from tests.bookings.operations import desk
from tests.factories import DAY, NOW, at

ANSWERS = (Answer("Any allergies?", "text", "Nuts"), Answer("I agree", TICK, True))
KEPT = [
    {"question": "Any allergies?", "kind": "text", "answer": "Nuts"},
    {"question": "I agree", "kind": "tick", "answer": True, "at": "2026-11-20T15:00:00+00:00"},
]
ORDER = operations.Order(desk.GUEST, desk.TAKER, answers=ANSWERS)


def wish(shop, service="Yoga", clock="10:00"):
    return operations.one(shop.business, shop.services[service], at(shop, DAY, clock))


def booked(shop, order=ORDER):
    return operations.book(wish=wish(shop), order=order, now=NOW)


def test_a_booking_keeps_the_answers_and_of_a_consent_the_moment(db):
    assert desk.fresh(booked(desk.studio())).answers == KEPT


def test_a_hold_has_none_until_it_is_claimed(db):
    held, token = desk.hold(desk.studio(), "Yoga")
    assert held.answers == []
    claimed = operations.claim(booking=held, token=token, order=ORDER, now=NOW)
    assert desk.fresh(claimed).answers == KEPT


def test_every_booking_of_a_series_and_of_several_guests_keeps_them(db):
    shop = desk.studio()
    rule = Recurrence(Frequency.WEEKLY, 1, count=2)
    operations.book_series(wish=wish(shop), recurrence=rule, orders=[ORDER], now=NOW)
    operations.book_together(wish=wish(shop, clock="12:00"), orders=[ORDER, ORDER], now=NOW)
    assert [booking.answers for booking in Booking.objects.all()] == [KEPT] * 4


def test_a_question_that_changes_later_leaves_the_answers_as_they_were_given(db):
    shop = desk.studio()
    booking = booked(shop)
    shop.services["Yoga"].questions = [{"text": "Something else?", "kind": "text", "required": True}]
    shop.services["Yoga"].save()
    moved = desk.move(shop, booking, "14:00")
    assert desk.fresh(moved).answers == KEPT


def test_the_same_order_with_other_answers_is_another_order(db):
    shop = desk.studio()
    order = operations.Order(desk.GUEST, desk.TAKER, token="a")
    assert order.question != operations.Order(desk.GUEST, desk.TAKER, token="a", answers=ANSWERS).question
    assert booked(shop, order).answers == []


def test_they_are_erased_with_the_booking_and_with_the_customer(db):
    shop = desk.studio()
    first, second = booked(shop), booked(shop)
    operations.erase(booking=first, now=NOW, by="test:it")
    assert desk.fresh(first).answers == []
    assert desk.fresh(second).answers == KEPT
    operations.erase_customer(customer=desk.fresh(second).customer, now=NOW, by="test:it")
    assert desk.fresh(second).answers == []


def test_no_event_repeats_them(db):
    booked(desk.studio())
    assert "Nuts" not in json.dumps([event.facts for event in Event.objects.all()])

"""How much one caller may keep from others before the house knows that they come."""

import datetime as dt
from dataclasses import replace

import pytest

from bookings import errors, operations, queries
from bookings.models import Booking
from tests import factories
from tests.bookings.operations.desk import OVER
from tests.factories import DAY, NOW, at

CAP = operations.Cap("caller", held=4, held_a_day=2, pending=3, pending_of=2)
MINE = operations.Taker("wizard", "guest", cap=CAP)
THEIRS = replace(MINE, cap=replace(CAP, who="somebody else"))
WEDNESDAY, THURSDAY = DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=2)


def hold(shop, clock="10:00", day=DAY, *, taker=MINE, now=NOW, service="Fade", **how):
    wish = operations.one(shop.business, shop.services[service], at(shop, day, clock))
    return operations.hold(wish=wish, taker=taker, now=now, **how)


def ask(shop, clock, email="jordan@example.com", *, taker=MINE, now=NOW, confirmed=False):
    guest = operations.Guest(name="Jordan Smith", email=email)
    return factories.book(shop, "Fade", clock=clock, guest=guest, taker=taker, now=now, confirmed=confirmed)


def test_so_many_of_a_date_are_held_and_of_another_date_again(elm):
    hold(elm, "10:00")
    hold(elm, "11:00")
    with pytest.raises(errors.KeptEnough):
        hold(elm, "13:00")
    hold(elm, "10:00", WEDNESDAY)
    hold(elm, "11:00", WEDNESDAY)
    with pytest.raises(errors.KeptEnough):
        hold(elm, "10:00", THURSDAY)
    assert Booking.objects.count() == 4


def test_who_is_refused_keeps_nothing(elm):
    hold(elm, "10:00")
    hold(elm, "11:00")
    before = queries.house(elm.business).versions
    with pytest.raises(errors.KeptEnough):
        hold(elm, "13:00")
    assert Booking.objects.count() == 2
    assert queries.house(elm.business).versions == before


def test_somebody_else_is_counted_by_themselves_and_staff_not_at_all(elm):
    hold(elm, "10:00")
    hold(elm, "11:00")
    hold(elm, "13:00", taker=THEIRS)
    hold(elm, "14:00", taker=operations.Taker("dashboard", "dashboard:olive"))


def test_the_hold_that_is_given_back_for_another_does_not_count(elm):
    hold(elm, "10:00")
    held, token = hold(elm, "11:00")
    held, token = hold(elm, "13:00", instead_of=held, its_token=token)
    assert queries.kept_by(elm.business, "caller", day=DAY, now=NOW) == queries.Kept(2, 2, 0)


def test_what_ran_out_was_given_back_or_was_booked_is_not_kept(elm):
    one, token = hold(elm, "10:00")
    other, its = hold(elm, "11:00")
    operations.release(booking=one, token=token, now=NOW, by="guest")
    order = operations.Order(operations.Guest(name="Jo"), MINE, confirmed=True)
    operations.claim(booking=other, token=its, order=order, now=NOW)
    assert queries.kept_by(elm.business, "caller", day=DAY, now=NOW) == queries.Kept()
    hold(elm, "13:00")
    hold(elm, "14:00")
    assert queries.kept_by(elm.business, "caller", day=DAY, now=OVER) == queries.Kept()
    hold(elm, "15:00", now=OVER)


def test_an_extended_hold_is_still_kept(elm):
    held, token = hold(elm, "10:00")
    operations.extend(booking=held, token=token, now=NOW + dt.timedelta(minutes=9))
    assert queries.kept_by(elm.business, "caller", day=DAY, now=OVER).held == 1


def test_so_many_requests_wait_for_one_caller_whoever_they_are_for(elm):
    for clock, email in [("10:00", "a@example.com"), ("11:00", "b@example.com"), ("13:00", "c@example.com")]:
        ask(elm, clock, email)
    with pytest.raises(errors.KeptEnough):
        ask(elm, "14:00", "d@example.com")
    ask(elm, "14:00", "d@example.com", taker=THEIRS)
    ask(elm, "15:00", "e@example.com", confirmed=True)


def test_so_many_requests_wait_for_one_customer_whoever_calls(elm):
    ask(elm, "10:00")
    ask(elm, "11:00", taker=THEIRS)
    third = operations.Taker("wizard", "guest", cap=replace(CAP, who="a third"))
    with pytest.raises(errors.KeptEnough):
        ask(elm, "13:00", taker=third)
    ask(elm, "13:00", "kim@example.com", taker=third)


def test_a_hold_that_would_become_one_request_too_many_stays_a_hold(elm):
    ask(elm, "10:00")
    ask(elm, "11:00")
    held, token = hold(elm, "13:00")
    order = operations.Order(operations.Guest(name="Jordan Smith", email="jordan@example.com"), MINE, confirmed=False)
    with pytest.raises(errors.KeptEnough):
        operations.claim(booking=held, token=token, order=order, now=NOW)
    assert Booking.objects.get(pk=held.pk).status == "held"


def test_an_answer_makes_room_and_who_asked_is_forgotten(elm):
    first, second = ask(elm, "10:00"), ask(elm, "11:00")
    assert {booking.kept_by for booking in Booking.objects.all()} == {"caller"}
    operations.confirm(booking=first, now=NOW, by="dashboard:olive")
    operations.cancel(booking=second, now=NOW, by="guest")
    assert {booking.kept_by for booking in Booking.objects.all()} == {""}
    ask(elm, "13:00")
    ask(elm, "14:00")


def test_what_is_over_waits_for_nobody(elm):
    ask(elm, "10:00")
    ask(elm, "11:00")
    later = at(elm, DAY, "12:00")
    assert queries.kept_by(elm.business, "caller", day=None, now=later).pending == 0


def test_a_repeat_of_what_was_done_is_answered_and_not_counted(elm):
    hold(elm, "10:00", token="one")
    second, _ = hold(elm, "11:00", token="two")
    assert hold(elm, "11:00", token="two")[0] == second

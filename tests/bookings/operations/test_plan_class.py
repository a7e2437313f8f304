"""The house opens a class with nobody in it yet."""

import datetime as dt

import pytest

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event, Place
from bookings.recurrence import Recurrence
from tests.bookings.operations.desk import GUEST, TAKER, book, everything, hold, move, school, studio
from tests.factories import DAY, NOW, at

SATURDAY = DAY + dt.timedelta(days=4)


def plan(shop, clock="10:10", day=DAY, *, staff="Yuri", service="Yoga", **how):
    """This will plan a class at a local time."""
    wish = operations.one(
        shop.business,
        shop.services[service],
        at(shop, day, clock),
        policy=operations.STAFF,
        staff=shop.staff[staff] if staff else None,
    )
    return operations.plan_class(wish=wish, taker=TAKER, now=NOW, **how)


def starts(shop, day=DAY, service="Yoga"):
    return [slot.starts_at for slot in queries.open_slots(shop.business, shop.services[service], day=day, now=NOW)]


def test_it_lives_with_nobody_in_it_and_nothing_is_told(db):
    shop = studio()
    planned = plan(shop)
    assert (planned.live, planned.planned, planned.places, planned.places_taken) == (True, True, 4, 0)
    assert (planned.staff.name, planned.starts_at) == ("Yuri", at(shop, DAY, "10:10"))
    assert not Event.objects.exists()
    assert not list(queries.broken_invariants())


def test_it_is_offered_off_the_grid_with_its_places_and_keeps_its_teacher(db):
    shop = studio()
    plan(shop)
    slots = {
        slot.starts_at: slot for slot in queries.open_slots(shop.business, shop.services["Yoga"], day=DAY, now=NOW)
    }
    assert slots[at(shop, DAY, "10:10")].places_left == 4
    joined = book(shop, "Yoga", "10:10")
    assert joined.staff.name == "Yuri"
    assert book(shop, "Yoga", "10:30").staff.name == "Zoe"
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", "10:30", staff="Yuri")


def test_it_is_offered_on_a_day_on_which_the_house_is_closed(db):
    shop = studio()
    assert not starts(shop, SATURDAY)
    plan(shop, "19:00", SATURDAY)
    assert starts(shop, SATURDAY) == [at(shop, SATURDAY, "19:00")]
    service = shop.services["Yoga"]
    assert queries.open_dates(shop.business, service, first=SATURDAY, horizon_days=1, now=NOW) == [(SATURDAY, 1)]
    assert queries.places(shop.business, service, day=SATURDAY, now=NOW) == [(at(shop, SATURDAY, "19:00"), 4, 4)]
    book(shop, "Yoga", "19:00", SATURDAY, party_size=4)
    states = queries.date_states(shop.business, service, first=SATURDAY, last=SATURDAY, now=NOW)
    assert [(each.free, each.state) for each in states] == [(0, queries.State.FULL)]
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", "19:00", SATURDAY)


def test_it_is_a_guests_within_window_and_lead_time_only(db):
    shop = studio()
    far = DAY + dt.timedelta(days=70)
    plan(shop, "10:10", far)
    soon = NOW + dt.timedelta(minutes=30)
    wish = operations.one(shop.business, shop.services["Yoga"], soon, policy=operations.STAFF)
    operations.plan_class(wish=wish, taker=TAKER, now=NOW)
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:10", far)
    wish = operations.one(shop.business, shop.services["Yoga"], soon)
    with pytest.raises(errors.NotOffered):
        operations.book(wish=wish, order=operations.Order(GUEST, TAKER), now=NOW)


def test_it_stays_when_its_last_guest_cancels_or_moves_or_lets_a_hold_go(db):
    shop = studio()
    planned = plan(shop)
    operations.cancel(booking=book(shop, "Yoga", "10:10"), now=NOW, by="x")
    move(shop, book(shop, "Yoga", "10:10"), "14:00")
    held, token = hold(shop, "Yoga", "10:10")
    operations.release(booking=held, token=token, now=NOW, by="x")
    planned.refresh_from_db()
    assert (planned.live, planned.places_taken, planned.hold_until) == (True, 0, None)
    assert not list(queries.broken_invariants())


def test_a_group_that_is_there_becomes_the_planned_one_however_full(db):
    shop = studio()
    booking = book(shop, "Yoga", "10:00", party_size=4, staff="Yuri")
    planned = plan(shop, "10:00")
    assert planned.pk == booking.appointment.pk
    assert plan(shop, "10:00").pk == planned.pk
    operations.cancel(booking=booking, now=NOW, by="x")
    planned.refresh_from_db()
    assert (planned.live, planned.planned) == (True, True)
    assert Appointment.objects.count() == 1


def test_one_that_only_holds_kept_lives_on_once_it_is_planned(db):
    shop = studio()
    hold(shop, "Yoga", "10:00", staff="Yuri")
    planned = plan(shop, "10:00")
    later = NOW + dt.timedelta(hours=1)
    operations.expire(now=later)
    planned.refresh_from_db()
    assert (planned.live, planned.places_taken, planned.hold_until) == (True, 0, None)


def test_a_class_of_the_timetable_is_opened_before_its_first_guest(db):
    shop = school()
    planned = plan(shop, "10:15")
    assert book(shop, "Yoga", "10:15").appointment.pk == planned.pk


def test_a_time_that_is_taken_is_refused_and_so_is_a_service_for_one(db):
    shop = school()
    book(shop, "Lesson", "14:00", staff="Yuri")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        plan(shop, "14:00")
    with pytest.raises(errors.ServiceNotOffered):
        plan(shop, "15:00", service="Lesson")
    assert everything() == before


def test_what_is_noted_comes_true_with_it_or_not(db):
    shop, noted = studio(), []
    planned = plan(shop, noting=noted.extend)
    assert noted == [planned]
    with pytest.raises(ZeroDivisionError):
        plan(shop, "12:10", noting=lambda found: 1 / 0)
    assert Appointment.objects.count() == 1


# A series


def weekly(shop, count):
    first = operations.one(
        shop.business, shop.services["Yoga"], at(shop, DAY, "19:00"), policy=operations.STAFF, staff=shop.staff["Yuri"]
    )
    rule = Recurrence("WEEKLY", 1, (), count=count)
    return operations.plan_classes(wish=first, recurrence=rule, taker=TAKER, now=NOW)


def test_a_series_of_classes_is_planned_at_every_start(db):
    shop = studio()
    found = weekly(shop, 5)
    assert [each.starts_at for each in found] == [at(shop, DAY + n * dt.timedelta(days=7), "19:00") for n in range(5)]
    assert all(each.planned and each.live for each in found)
    assert not Booking.objects.exists()
    assert not Place.objects.exists()


def test_a_series_names_every_start_that_is_taken_and_plans_none(db):
    shop = studio()
    for week in (1, 3):
        plan(shop, "19:30", DAY + week * dt.timedelta(days=7))
    before = everything()
    with pytest.raises(errors.SeriesTaken) as refused:
        weekly(shop, 5)
    assert refused.value.starts == [at(shop, DAY + week * dt.timedelta(days=7), "19:00") for week in (1, 3)]
    assert everything() == before

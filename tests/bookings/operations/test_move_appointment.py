"""Moving an appointment with everybody in it."""

import datetime as dt

import pytest

from bookings import errors, operations, queries
from bookings.models import Booking, Event
from businesses.models import Timetable
from tests.bookings.operations.desk import (
    GUEST,
    TAKER,
    book,
    everything,
    fresh,
    hold,
    house,
    raised,
    school,
    studio,
    versions,
)
from tests.bookings.operations.test_plan_class import plan
from tests.factories import DAY, NOW, at


def move(shop, appointment, clock, day=DAY, **how):
    person = how.pop("staff", None)
    return operations.move_appointment(
        **{
            "appointment": appointment,
            "starts_at": at(shop, day, clock),
            "now": NOW,
            "by": "dashboard:max",
            "staff": shop.staff[person] if person else None,
            **how,
        }
    )


def test_everybody_moves_and_each_is_told(db):
    shop = studio()
    bookings = [book(shop, "Yoga", "10:00", staff="Yuri", party_size=size) for size in (1, 3)]
    moved = move(shop, bookings[0].appointment, "10:40", staff="Zoe")
    assert moved.pk == bookings[0].appointment.pk
    for booking in map(fresh, bookings):
        assert (booking.starts_at, booking.staff.name) == (at(shop, DAY, "10:40"), "Zoe")
        event = booking.events.last()
        assert event.type == Event.Type.MOVED
        assert event.facts["previous"]["places"][0]["starts_at"] == at(shop, DAY, "10:00").isoformat()
        assert event.facts["places"][0]["starts_at"] == at(shop, DAY, "10:40").isoformat()
    assert not list(queries.broken_invariants())
    assert book(shop, "Yoga", "10:00", staff="Yuri")


def test_its_own_old_time_is_not_in_its_way(db):
    shop = studio()
    planned = plan(shop, "10:00")
    assert move(shop, planned, "10:30").starts_at == at(shop, DAY, "10:30")


def test_one_to_one_moves_as_well(db):
    shop = school()
    booking = book(shop, "Lesson", "14:00")
    move(shop, booking.appointment, "14:10")
    assert fresh(booking).starts_at == at(shop, DAY, "14:10")


def test_a_conflict_refuses_the_whole_even_with_a_group_that_has_room(db):
    shop = studio()
    booking = book(shop, "Yoga", "10:00", staff="Yuri")
    book(shop, "Yoga", "12:00", staff="Yuri")
    before = everything()
    for clock in ("12:00", "12:30", "11:10"):
        with pytest.raises(errors.SlotTaken):
            move(shop, booking.appointment, clock)
    assert everything() == before


def test_somebody_who_comes_for_more_than_this_keeps_it_where_it_is(db):
    shop = school()
    parts = [
        operations.Part(shop.services["Yoga"], at(shop, DAY, "10:15")),
        operations.Part(shop.services["Lesson"], operations.After(90)),
    ]
    visit = operations.book(wish=operations.Wish(shop.business, parts), order=operations.Order(GUEST, TAKER), now=NOW)
    before = everything()
    with pytest.raises(errors.PartOfVisit):
        move(shop, visit.appointment, "15:00")
    assert everything() == before


def test_a_class_of_the_timetable_is_planned_where_it_went_and_off_where_it_was(db):
    shop = school()
    moved = move(shop, book(shop, "Yoga", "10:15").appointment, "10:30")
    assert moved.planned
    assert Timetable.objects.get().excepted_dates == [DAY.isoformat()]
    offered = queries.open_slots(shop.business, shop.services["Yoga"], day=DAY, now=NOW)
    assert [slot.starts_at for slot in offered] == [at(shop, DAY, "10:30")]
    assert book(shop, "Yoga", "10:30").appointment.pk == moved.pk


def test_a_class_that_cannot_move_stays_on_the_timetable(db):
    shop = school()
    booking = book(shop, "Yoga", "10:15")
    book(shop, "Lesson", "14:00", staff="Yuri")
    with pytest.raises(errors.SlotTaken):
        move(shop, booking.appointment, "13:30")
    assert Timetable.objects.get().excepted_dates == []


def test_holds_in_it_end(db):
    shop = studio()
    booking = book(shop, "Yoga", "10:00", staff="Yuri")
    held, _ = hold(shop, "Yoga", "10:00", staff="Yuri")
    moved = move(shop, booking.appointment, "14:00")
    held.refresh_from_db()
    assert held.status == Booking.Status.EXPIRED
    assert moved.places_taken == 1
    assert not list(queries.broken_invariants())


def test_where_it_is_already_nothing_happens(db):
    shop = studio()
    booking = book(shop, "Yoga", "10:00", staff="Yuri")
    before = everything()
    move(shop, booking.appointment, "10:00")
    assert everything() == before


def test_what_is_over_stays(db):
    shop = studio()
    booking = book(shop, "Yoga", "10:00", staff="Yuri")
    operations.cancel(booking=booking, now=NOW, by="x")
    with pytest.raises(errors.WrongStatus):
        move(shop, booking.appointment, "14:00")
    other = book(shop, "Yoga", "10:00", staff="Yuri")
    with pytest.raises(errors.WrongStatus):
        move(shop, other.appointment, "14:00", now=other.ends_at + dt.timedelta(minutes=1))


def barber():
    return house(
        [{"name": "Yoga", "duration_minutes": 60, "capacity": 4}, {"name": "Cut", "duration_minutes": 30}],
        [{"name": "Yuri", "services": ["Yoga"]}, {"name": "Ann", "services": ["Cut"]}],
    )


def held_visit(shop):
    """Yoga at 10:00 and a cut after it, only held."""
    parts = [operations.Part(shop.services["Yoga"], at(shop, DAY, "10:00"))]
    parts.append(operations.Part(shop.services["Cut"], operations.Then()))
    return operations.hold(wish=operations.Wish(shop.business, parts), taker=TAKER, now=NOW)


def test_whoever_loses_a_part_of_a_held_visit_has_a_diary_that_changed(db):
    shop = barber()
    booking = book(shop, "Yoga", "10:00")
    held_visit(shop)
    before = versions(shop)
    move(shop, booking.appointment, "14:00")
    assert raised(shop, before) == {"Yuri", "Ann"}

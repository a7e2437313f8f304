"""Moving a booking: it keeps its identity, code and person, and its own old time does not stand in its way."""

import datetime as dt
from decimal import Decimal

import pytest

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event
from businesses import diary
from businesses.models import Service, Skill
from tests.bookings.operations.desk import (
    DAY,
    MINUTE,
    NOW,
    OVER,
    TAKER,
    at,
    book,
    clock_of,
    everything,
    fresh,
    hold,
    house,
    last_booked,
    last_event,
    move,
    raised,
    school,
    studio,
    versions,
)
from tests.factories import elm_document, load

LATER = NOW + MINUTE
WEDNESDAY = DAY + dt.timedelta(days=1)


def test_a_move_keeps_booking_code_appointment_and_person(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    before = versions(elm)
    moved = move(elm, booking, "15:00", WEDNESDAY, now=LATER)
    assert (moved.pk, moved.code, moved.staff) == (booking.pk, booking.code, booking.staff)
    assert moved.appointment.pk == booking.appointment.pk
    assert (moved.starts_at, moved.appointment.listed_on) == (at(elm, WEDNESDAY, "15:00"), WEDNESDAY)
    assert moved.duration_minutes == 45
    assert raised(elm, before) == {"Ana Ruiz"}
    assert Appointment.objects.count() == 1
    book(elm, "Fade", staff="Ana Ruiz")


def test_the_event_says_where_it_was(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    move(elm, booking, "15:00", now=LATER)
    event = last_event(booking)
    assert (event.type, event.sequence, event.by, event.occurred_at) == (Event.Type.MOVED, 2, "guest:page", LATER)
    assert event.facts["places"][0]["starts_at"] == at(elm, DAY, "15:00").isoformat()
    assert event.facts["previous"]["places"][0]["starts_at"] == at(elm, DAY, "10:00").isoformat()


def test_its_own_old_time_is_not_in_its_way(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    assert clock_of(elm, move(elm, booking, "10:30")) == "10:30"
    assert clock_of(elm, move(elm, booking, "10:30")) == "10:30"
    massage = book(elm, "Massage", staff="Olga Berg")
    assert clock_of(elm, move(elm, massage, "10:30")) == "10:30"


def test_a_pending_booking_moves_and_stays_pending(elm):
    assert move(elm, book(elm, "Fade", confirmed=False), "15:00").status == Booking.Status.PENDING


@pytest.mark.parametrize(
    ("refusal", "how"),
    [
        (errors.SlotTaken, {"clock": "15:00"}),
        (errors.SlotTaken, {"clock": "14:30"}),
        (errors.SlotTaken, {"clock": "14:40", "policy": operations.STAFF}),
        (errors.NotOffered, {"clock": "15:10"}),
        (errors.NotOffered, {"clock": "12:30"}),
        (errors.NotOffered, {"clock": "10:00", "day": dt.date(2026, 11, 19)}),
        (errors.NotOffered, {"clock": "10:00", "day": dt.date(2026, 11, 19), "policy": operations.STAFF}),
        (errors.StaffNotOffered, {"clock": "16:00", "staff": "Olga Berg"}),
        (errors.StaffNotOffered, {"clock": "16:00", "staff": "Tom Gone"}),
    ],
)
def test_a_refused_move_leaves_every_table_as_it_was(elm, refusal, how):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    book(elm, "Fade", "15:00", staff="Ana Ruiz")
    before = everything()
    with pytest.raises(refusal):
        move(elm, booking, **how)
    assert everything() == before


@pytest.mark.parametrize("end", [operations.cancel, operations.complete, operations.no_show])
def test_what_is_over_cannot_be_moved(elm, end):
    booking = end(booking=book(elm, "Fade"), now=NOW, by="x")
    before = everything()
    with pytest.raises(errors.WrongStatus):
        move(elm, booking, "15:00")
    assert everything() == before


def test_a_hold_cannot_be_moved(elm):
    with pytest.raises(errors.WrongStatus):
        move(elm, hold(elm, "Fade")[0], "15:00")


def test_the_cancel_notice_binds_the_guest_and_not_the_house(db):
    shop = load(elm_document(rules={"cancel_notice_minutes": 120}))
    booking = book(shop, "Fade", "15:00")
    now = at(shop, DAY, "13:01")
    before = everything()
    with pytest.raises(errors.TooLate):
        move(shop, booking, "10:00", WEDNESDAY, now=now, policy=operations.GUEST)
    assert everything() == before
    move(shop, booking, "10:00", WEDNESDAY, now=now)
    move(shop, booking, "11:00", WEDNESDAY, now=now, policy=operations.GUEST)


# Who serves


def test_whoever_was_chosen_serves_or_nobody(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    book(elm, "Fade", "15:00", staff="Ana Ruiz")
    with pytest.raises(errors.SlotTaken):
        move(elm, booking, "15:00")
    assert move(elm, booking, "15:00", staff="Maria Gomez").staff.name == "Maria Gomez"


def test_anyone_stays_the_same_person_while_free_and_else_another_serves(elm):
    booking = book(elm, "Fade")
    assert booking.staff.name == "Maria Gomez"
    assert move(elm, booking, "16:00").staff.name == "Maria Gomez"
    book(elm, "Fade", "15:00", staff="Maria Gomez")
    before = versions(elm)
    moved = move(elm, booking, "15:00")
    assert (moved.staff.name, moved.any_staff) == ("Ana Ruiz", True)
    assert raised(elm, before) == {"Maria Gomez", "Ana Ruiz"}
    book(elm, "Fade", "16:00", staff="Maria Gomez")


def test_whom_a_booking_leaves_was_not_booked_by_that(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    move(elm, booking, "15:00", staff="Maria Gomez", now=LATER)
    for name, last in (("Ana Ruiz", NOW), ("Maria Gomez", LATER)):
        assert last_booked(elm, name) == last


def test_the_agreed_length_and_price_move_along(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    Skill.objects.filter(staff=elm.staff["Maria Gomez"]).update(duration_minutes=90, price=Decimal("70.00"))
    elm.services["Fade"].duration_minutes = 20
    elm.services["Fade"].save()
    moved = move(elm, booking, "15:00", staff="Maria Gomez")
    assert (moved.duration_minutes, moved.price) == (45, Decimal("35.00"))


def test_the_room_moves_along_and_another_free_one_will_do(db):
    shop = load(elm_document(resources=[{"name": "Room 1", "kind": "room"}, {"name": "Room 2", "kind": "room"}]))
    booking = book(shop, "Massage", staff="Olga Berg")
    assert book(shop, "Massage", "15:00", staff="Pia Lund").appointment.resource.name == "Room 1"
    before = versions(shop)
    assert move(shop, booking, "15:00").appointment.resource.name == "Room 2"
    assert raised(shop, before) == {"Olga Berg", "Room 1", "Room 2"}


# Over an expired hold


def test_an_expired_hold_in_the_way_of_a_move_is_swept(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    held, _ = hold(elm, "Fade", "15:00", staff="Ana Ruiz")
    with pytest.raises(errors.SlotTaken):
        move(elm, booking, "15:00")
    assert clock_of(elm, move(elm, booking, "15:00", now=OVER)) == "15:00"
    assert fresh(held).status == Booking.Status.EXPIRED


def test_an_expired_hold_of_somebody_else_on_the_room_is_swept(elm):
    booking = book(elm, "Massage", staff="Olga Berg")
    held, _ = hold(elm, "Massage", "15:00", staff="Pia Lund")
    before = versions(elm)
    assert clock_of(elm, move(elm, booking, "15:00", now=OVER)) == "15:00"
    assert fresh(held).status == Booking.Status.EXPIRED
    assert raised(elm, before) == {"Olga Berg", "Pia Lund", "Room 1"}


def test_an_expired_hold_inside_the_group_gives_its_places(db):
    shop = studio()
    group = book(shop, "Yoga", "15:00", staff="Yuri").appointment
    held, _ = hold(shop, "Yoga", "15:00", staff="Yuri", party_size=3)
    booking = book(shop, "Yoga", staff="Yuri", party_size=2)
    with pytest.raises(errors.SlotTaken):
        move(shop, booking, "15:00")
    assert move(shop, booking, "15:00", now=OVER).appointment.pk == group.pk
    assert fresh(held).status == Booking.Status.EXPIRED


# Groups


def test_a_place_leaves_one_group_and_joins_another(db):
    shop = studio()
    booking, stays = book(shop, "Yoga", staff="Yuri", party_size=2), book(shop, "Yoga", staff="Yuri")
    other = book(shop, "Yoga", "15:00", staff="Yuri")
    moved = move(shop, booking, "15:00")
    assert (moved.pk, moved.appointment.pk) == (booking.pk, other.appointment.pk)
    assert (fresh(other).appointment.places_taken, fresh(stays).appointment.places_taken) == (3, 1)


def test_the_last_guest_to_leave_a_group_ends_it(db):
    shop = studio()
    booking = book(shop, "Yoga", staff="Yuri")
    moved = move(shop, booking, "10:30")
    assert moved.appointment.pk != booking.appointment.pk
    assert not Appointment.objects.get(pk=booking.appointment.pk).live
    assert clock_of(shop, moved) == "10:30"


def test_a_guest_among_others_cannot_move_the_teacher_along(db):
    shop = studio()
    booking, _other = book(shop, "Yoga", staff="Yuri"), book(shop, "Yoga", staff="Yuri")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        move(shop, booking, "10:30")
    assert everything() == before


def test_a_full_group_moves_none_but_its_own_places_count_as_free_to_itself(db):
    shop = studio()
    booking = book(shop, "Yoga", staff="Yuri", party_size=3)
    book(shop, "Yoga", staff="Yuri")
    assert move(shop, booking, "10:00").appointment.places_taken == 4
    full = book(shop, "Yoga", "15:00", staff="Yuri", party_size=2)
    with pytest.raises(errors.SlotTaken):
        move(shop, booking, "15:00")
    assert fresh(full).appointment.places_taken == 2


def test_a_place_in_a_class_moves_to_the_next_class_and_the_class_stays(db):
    shop = school()
    booking = book(shop, "Yoga", "10:15")
    moved = move(shop, booking, "10:15", DAY + dt.timedelta(days=7))
    left = Appointment.objects.get(pk=booking.appointment.pk)
    assert (left.live, left.places_taken, moved.appointment.places_taken) == (False, 0, 1)
    with pytest.raises(errors.SlotTaken):
        book(shop, "Lesson", "10:30")
    with pytest.raises(errors.NotOffered):
        move(shop, booking, "10:00")


def test_a_move_by_label_reads_the_date_it_stands_under(elm):
    moved = operations.move(
        booking=book(elm, "Fade"), starts_at=operations.Listed(WEDNESDAY, 15 * 60), now=NOW, by="guest:page"
    )
    assert moved.starts_at == at(elm, WEDNESDAY, "15:00")


def test_the_house_moves_off_the_grid_and_out_of_hours(elm):
    assert clock_of(elm, move(elm, book(elm, "Fade"), "20:07", policy=operations.STAFF)) == "20:07"


def test_an_expired_visit_in_the_group_that_is_left_frees_its_other_part_in_a_diary_that_changed(db):
    shop = house(
        [{"name": "Yoga", "duration_minutes": 60, "capacity": 4}, {"name": "Cut", "duration_minutes": 30}],
        [{"name": "Yuri", "services": ["Yoga"]}, {"name": "Ann", "services": ["Cut"]}],
    )
    booking = book(shop, "Yoga")
    parts = [operations.Part(shop.services["Yoga"], at(shop, DAY, "10:00"))]
    parts.append(operations.Part(shop.services["Cut"], operations.Then()))
    operations.hold(wish=operations.Wish(shop.business, parts), taker=TAKER, now=NOW)
    before = versions(shop)
    move(shop, booking, "14:00", now=OVER)
    assert raised(shop, before) == {"Yuri", "Ann"}
    assert not list(queries.broken_invariants())


def test_a_group_that_is_left_to_an_expired_hold_is_not_in_the_way(db):
    shop = studio()
    booking = book(shop, "Yoga", staff="Yuri")
    held, _ = hold(shop, "Yoga", staff="Yuri")
    with pytest.raises(errors.SlotTaken):
        move(shop, booking, "10:30")
    assert clock_of(shop, move(shop, booking, "10:30", now=OVER)) == "10:30"
    assert fresh(held).status == Booking.Status.EXPIRED
    assert not fresh(held).appointment.live


# What was agreed once


def test_the_house_moves_what_is_not_on_offer_any_more(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    with diary.changing(elm.business.pk):
        Service.objects.filter(pk=elm.services["Fade"].pk).update(active=False)
    with pytest.raises(errors.ServiceNotOffered):
        move(elm, booking, "15:00")
    assert clock_of(elm, move(elm, booking, "15:00", policy=operations.STAFF)) == "15:00"


def test_the_house_moves_a_booking_of_somebody_who_does_not_do_that_any_more(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    with diary.changing(elm.business.pk):
        Skill.objects.filter(staff=elm.staff["Maria Gomez"], service=elm.services["Fade"]).delete()
    with pytest.raises(errors.StaffNotOffered):
        move(elm, booking, "15:00")
    moved = move(elm, booking, "15:00", policy=operations.STAFF)
    assert (clock_of(elm, moved), moved.staff.name) == ("15:00", "Maria Gomez")


def test_the_house_moves_a_party_that_is_larger_than_the_places_of_today(db):
    shop = studio()
    booking = book(shop, "Yoga", party_size=3)
    with diary.changing(shop.business.pk):
        Service.objects.filter(pk=shop.services["Yoga"].pk).update(capacity=2)
    moved = move(shop, booking, "15:00", policy=operations.STAFF)
    assert (clock_of(shop, moved), moved.appointment.places_taken) == ("15:00", 3)


def test_a_move_to_where_it_is_does_nothing(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    before = everything()
    assert move(elm, booking, "10:00").sequence == booking.sequence
    assert everything() == before


def test_what_was_changed_since_it_was_looked_at_is_not_moved(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    move(elm, booking, "15:00")
    before = everything()
    with pytest.raises(errors.ChangedMeanwhile):
        move(elm, booking, "16:00", seen=booking.sequence)
    assert everything() == before

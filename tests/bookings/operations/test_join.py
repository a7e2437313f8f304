"""Joining this very group, and the classes of a timetable."""

import datetime as dt

import pytest

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event
from businesses import diary
from businesses.models import Timetable
from tests.bookings.operations.desk import (
    DAY,
    GUEST,
    MINUTE,
    NOW,
    OVER,
    TAKER,
    at,
    book,
    everything,
    fresh,
    hold,
    last_event,
    raised,
    school,
    studio,
    versions,
)


def join(appointment, **how):
    """Joins an appointment as a guest would."""
    ordered = {name: how.pop(name) for name in ("guest", "staff_notes", "confirmed") if name in how}
    order = operations.Order(**{"guest": GUEST, "taker": TAKER, **ordered})
    return operations.join(**{"appointment": appointment, "order": order, "now": NOW, **how})


def test_who_joins_gets_places_in_this_appointment_and_no_other(db):
    shop = studio()
    emptier, fuller = book(shop, "Yoga", staff="Yuri"), book(shop, "Yoga", staff="Zoe", party_size=2)
    before = versions(shop)
    joined = join(emptier.appointment, party_size=2)
    assert joined.appointment == emptier.appointment
    assert joined.appointment.places_taken == 3
    assert raised(shop, before) == {"Yuri"}
    assert (last_event(joined).type, last_event(joined).sequence) == (Event.Type.CREATED, 1)
    assert fresh(fuller).appointment.places_taken == 2


def test_a_full_group_is_refused_though_another_has_room(db):
    shop = studio()
    full = book(shop, "Yoga", staff="Yuri", party_size=3)
    book(shop, "Yoga", staff="Zoe")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        join(full.appointment, party_size=2)
    with pytest.raises(errors.PartyTooLarge):
        join(full.appointment, party_size=5)
    assert everything() == before


def test_a_group_that_ended_is_never_revived(db):
    shop = studio()
    gone = operations.cancel(booking=book(shop, "Yoga"), now=NOW, by="x")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        join(gone.appointment)
    assert everything() == before
    assert book(shop, "Yoga").appointment != gone.appointment


def test_joining_obeys_the_guests_rules_and_the_house_does_not(db):
    shop = studio()
    group = book(shop, "Yoga", "10:05", policy=operations.STAFF).appointment
    before = everything()
    with pytest.raises(errors.NotOffered):
        join(group)
    with pytest.raises(errors.NotOffered):
        join(group, now=at(shop, DAY, "10:06"), policy=operations.STAFF)
    assert everything() == before
    assert join(group, policy=operations.STAFF).appointment == group


def test_an_expired_hold_inside_the_group_gives_its_places(db):
    shop = studio()
    group = book(shop, "Yoga").appointment
    held, _ = hold(shop, "Yoga", staff=group.staff.name, party_size=3)
    with pytest.raises(errors.SlotTaken):
        join(group)
    assert join(group, party_size=3, now=OVER).appointment.places_taken == 4
    assert fresh(held).status == Booking.Status.EXPIRED


def test_a_blocked_guest_cannot_join(elm):
    group = book(elm, "Yoga").appointment
    with pytest.raises(errors.CustomerBlocked):
        join(group, guest=operations.Guest(email="bob@example.com"))


# Timetables


def test_only_the_timetables_starts_are_offered_on_the_grid_or_not(db):
    shop = school()
    starts = queries.open_slots(shop.business, shop.services["Yoga"], day=DAY, now=NOW)
    assert [slot.starts_at for slot in starts] == [at(shop, DAY, "10:15")]
    before = everything()
    for clock, staff in (("10:00", None), ("10:30", "Yuri"), ("10:15", "Zoe")):
        with pytest.raises(errors.NotOffered):
            book(shop, "Yoga", clock, staff=staff)
    assert everything() == before


def test_the_first_guest_opens_the_class_and_the_next_ones_join_it(db):
    shop = school()
    first, second = book(shop, "Yoga", "10:15"), book(shop, "Yoga", "10:15", party_size=2)
    assert first.appointment == second.appointment
    assert first.staff.name == "Yuri"
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", "10:15")


def test_a_class_is_still_held_when_its_last_guest_goes_and_is_opened_again(db):
    shop = school()
    booking = operations.cancel(booking=book(shop, "Yoga", "10:15"), now=NOW, by="x")
    appointment = Appointment.objects.get()
    assert (appointment.live, appointment.places_taken) == (False, 0)
    with pytest.raises(errors.SlotTaken):
        book(shop, "Lesson", "10:30")
    assert book(shop, "Yoga", "10:15", party_size=3).appointment.places_taken == 3
    assert fresh(booking).status == Booking.Status.CANCELLED


def test_a_class_that_was_taken_off_the_timetable_leaves_its_teacher_free_once_its_last_guest_goes(db):
    shop = school()
    booking = book(shop, "Yoga", "10:15")
    with diary.changing(shop.business.pk):
        Timetable.objects.all().delete()
    with pytest.raises(errors.SlotTaken):
        book(shop, "Lesson", "10:30")
    operations.cancel(booking=booking, now=NOW, by="x")
    assert book(shop, "Lesson", "10:30").staff.name == "Yuri"


def test_a_class_that_nobody_booked_yet_blocks_its_teacher(db):
    shop = school()
    before = everything()
    for clock in ("10:00", "10:30", "11:00"):
        with pytest.raises(errors.SlotTaken):
            book(shop, "Lesson", clock)
        with pytest.raises(errors.SlotTaken):
            book(shop, "Lesson", clock, policy=operations.STAFF)
    assert everything() == before
    book(shop, "Lesson", "09:30")
    book(shop, "Lesson", "11:30")


def test_a_class_of_one_date_stands_beside_the_grid_with_its_teacher_and_keeps_them(db):
    shop = studio()
    with diary.changing(shop.business.pk):
        row = {"service": shop.services["Yoga"], "staff": shop.staff["Yuri"], "date": DAY, "time": dt.time(10, 15)}
        Timetable.objects.create(business=shop.business, **row)
    later = DAY + dt.timedelta(days=7)
    for day, offered in ((DAY, True), (later, False)):
        starts = queries.open_slots(shop.business, shop.services["Yoga"], day=day, now=NOW)
        assert (at(shop, day, "10:15") in [slot.starts_at for slot in starts]) is offered
    assert book(shop, "Yoga", "10:15").staff.name == "Yuri"
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:15", staff="Zoe")
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:15", later)


def test_a_class_of_one_date_that_nobody_booked_yet_keeps_its_teacher_from_other_starts_of_its_service(db):
    shop = studio()
    with diary.changing(shop.business.pk):
        row = {"service": shop.services["Yoga"], "staff": shop.staff["Yuri"], "date": DAY, "time": dt.time(10, 15)}
        Timetable.objects.create(business=shop.business, **row)
    before = everything()
    for clock, policy in (("10:00", operations.GUEST), ("10:30", operations.GUEST), ("10:20", operations.STAFF)):
        with pytest.raises(errors.SlotTaken):
            book(shop, "Yoga", clock, staff="Yuri", policy=policy)
    assert everything() == before
    assert book(shop, "Yoga", "10:30").staff.name == "Zoe"
    why = queries.explain(
        shop.business, shop.services["Yoga"], starts_at=at(shop, DAY, "10:30"), now=NOW, staff=shop.staff["Yuri"]
    )
    assert [finding.rule for finding in why[0].findings] == ["class on the timetable"]


def test_a_class_is_off_on_its_excepted_dates_and_outside_its_dates(db):
    shop = school()
    Timetable.objects.update(excepted_dates=[DAY.isoformat()], valid_until=DAY + dt.timedelta(days=7))
    book(shop, "Lesson", "10:30")
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:15")
    book(shop, "Yoga", "10:15", DAY + dt.timedelta(days=7))
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:15", DAY + dt.timedelta(days=14))


def test_a_lesson_in_the_way_closes_the_class(db):
    shop = school()
    Timetable.objects.update(time=dt.time(16, 0))
    book(shop, "Lesson", "10:30")
    with diary.changing(shop.business.pk):
        Timetable.objects.update(time=dt.time(10, 15))
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", "10:15")


def test_a_class_of_one_place_is_free_again_after_its_guest_left(db):
    shop = school()
    shop.services["Yoga"].capacity = 1
    shop.services["Yoga"].save()
    first = book(shop, "Yoga", "10:15")
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", "10:15")
    operations.cancel(booking=first, now=NOW, by="x")
    again = book(shop, "Yoga", "10:15", now=NOW + MINUTE)
    assert again.staff.name == "Yuri"


def test_a_hold_that_opened_a_class_ends_with_its_appointment(db):
    shop = school()
    hold(shop, "Yoga", "10:15")
    operations.expire(now=OVER)
    appointment = Appointment.objects.get()
    assert (appointment.live, appointment.places_taken, appointment.hold_until) == (False, 0, None)

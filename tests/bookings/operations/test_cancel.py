"""Cancelling: final, and the time is free at once."""

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking, Event
from tests.bookings.operations.desk import (
    DAY,
    MINUTE,
    NOW,
    OVER,
    at,
    book,
    claim,
    everything,
    fresh,
    hold,
    last_event,
    raised,
    studio,
    versions,
)
from tests.factories import elm_document, load

LATER = NOW + MINUTE


def test_cancelling_frees_person_and_room_at_once(elm):
    booking = book(elm, "Massage", staff="Olga Berg")
    before = versions(elm)
    cancelled = operations.cancel(booking=booking, now=LATER, by="guest:page", reason="ill")
    assert (cancelled.status, cancelled.cancel_reason) == (Booking.Status.CANCELLED, "ill")
    assert raised(elm, before) == {"Olga Berg", "Room 1"}
    appointment = Appointment.objects.get()
    assert (appointment.live, appointment.places_taken) == (False, 0)
    event = last_event(booking)
    assert (event.type, event.sequence, event.occurred_at) == (Event.Type.CANCELLED, 2, LATER)
    assert event.facts["previous"] == {"status": "confirmed"}
    assert "ill" not in str(event.facts)
    book(elm, "Massage", staff="Pia Lund")


def test_a_cancelled_booking_still_says_what_it_was(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    cancelled = operations.cancel(booking=booking, now=LATER, by="x")
    assert (cancelled.starts_at, cancelled.ends_at) == (booking.starts_at, booking.ends_at)
    assert (cancelled.staff, cancelled.price, cancelled.service_name) == (booking.staff, booking.price, "Fade")
    assert list(Booking.objects.visible()) == [cancelled]


def test_a_guest_of_a_group_leaves_the_others_in_it(db):
    shop = studio()
    stays, goes = book(shop, "Yoga"), book(shop, "Yoga", party_size=2)
    operations.cancel(booking=goes, now=LATER, by="x")
    assert fresh(stays).appointment.places_taken == 1
    operations.cancel(booking=stays, now=LATER, by="x")
    assert not Appointment.objects.get().live


def test_when_only_a_hold_remains_in_a_group_its_end_is_the_groups(db):
    shop = studio()
    booking = book(shop, "Yoga")
    held = hold(shop, "Yoga")
    operations.cancel(booking=booking, now=LATER, by="x")
    assert fresh(held[0]).appointment.hold_until == OVER.timestamp()
    assert claim(held).appointment.hold_until is None


@pytest.mark.parametrize("end", [operations.cancel, operations.complete, operations.no_show])
def test_what_is_over_cannot_be_cancelled(elm, end):
    booking = end(booking=book(elm, "Fade"), now=NOW, by="x")
    before = everything()
    with pytest.raises(errors.WrongStatus):
        operations.cancel(booking=booking, now=LATER, by="x")
    assert everything() == before


def test_a_hold_is_released_and_not_cancelled(elm):
    held, _ = hold(elm, "Fade")
    with pytest.raises(errors.WrongStatus):
        operations.cancel(booking=held, now=NOW, by="x")


def test_the_cancel_notice_binds_the_guest_to_the_minute_and_not_the_house(db):
    shop = load(elm_document(rules={"cancel_notice_minutes": 120}))
    booking = book(shop, "Fade", "15:00")
    until = at(shop, DAY, "13:00")
    before = everything()
    with pytest.raises(errors.TooLate) as refusal:
        operations.cancel(booking=booking, now=until + MINUTE, by="guest:page", policy=operations.GUEST)
    assert refusal.value.until == until
    assert everything() == before
    assert operations.cancel(booking=booking, now=until, by="guest:page", policy=operations.GUEST).status == "cancelled"
    other = book(shop, "Fade", "15:00")
    assert operations.cancel(booking=other, now=until + MINUTE, by="dashboard:ann").status == "cancelled"


def test_without_a_notice_a_guest_may_cancel_until_it_begins(elm):
    booking = book(elm, "Fade")
    with pytest.raises(errors.TooLate):
        operations.cancel(booking=booking, now=booking.starts_at, by="guest:page", policy=operations.GUEST)
    assert operations.cancel(booking=booking, now=booking.starts_at - MINUTE, by="guest:page", policy=operations.GUEST)


def test_cancelling_beside_an_expired_hold_leaves_it_to_the_worker(db):
    shop = studio()
    booking = book(shop, "Yoga")
    held, _ = hold(shop, "Yoga")
    operations.cancel(booking=booking, now=OVER + MINUTE, by="x")
    assert fresh(held).appointment.places_taken == 1
    assert book(shop, "Yoga", staff=held.staff.name, party_size=4, now=OVER + MINUTE).appointment.places_taken == 4
    assert fresh(held).status == Booking.Status.EXPIRED


def test_what_somebody_else_changed_since_it_was_seen_is_not_cancelled(elm):
    booking = book(elm, "Fade")
    operations.move(booking=booking, starts_at=at(elm, DAY, "15:00"), now=NOW, by="guest:page")
    before = everything()
    with pytest.raises(errors.ChangedMeanwhile):
        operations.cancel(booking=booking, seen=booking.sequence, now=LATER, by="x")
    assert everything() == before
    assert operations.cancel(booking=booking, seen=booking.sequence + 1, now=LATER, by="x").status == "cancelled"

"""The owner's yes to a pending booking, and taking it back."""

import pytest

from bookings import errors, operations
from bookings.models import Booking, Event
from tests.bookings.operations.desk import (
    MINUTE,
    NOW,
    book,
    everything,
    fresh,
    hold,
    last_event,
    raised,
    studio,
    versions,
)

LATER = NOW + MINUTE


def test_confirming_a_pending_booking_ends_its_waiting(db):
    shop = studio(rules={"auto_confirm": False, "pending_expiry_minutes": 30})
    booking = book(shop, "Yoga", staff="Yuri")
    before = versions(shop)
    confirmed = operations.confirm(booking=booking, now=LATER, by="dashboard:ann")
    assert (confirmed.status, confirmed.pending_expires_at) == (Booking.Status.CONFIRMED, None)
    assert (confirmed.created_at, confirmed.updated_at) == (NOW, LATER)
    event = last_event(booking)
    assert (event.type, event.sequence, event.by) == (Event.Type.CONFIRMED, 2, "dashboard:ann")
    assert event.facts["previous"] == {"status": "pending"}
    assert event.facts["status"] == "confirmed"
    assert raised(shop, before) <= {"Yuri"}


def test_confirming_twice_happens_once(elm):
    booking = operations.confirm(booking=book(elm, "Fade", confirmed=False), now=NOW, by="x")
    before = everything()
    assert operations.confirm(booking=booking, now=LATER, by="x").status == Booking.Status.CONFIRMED
    assert everything() == before


def test_a_confirmed_booking_can_be_made_pending_again(elm):
    booking = operations.unconfirm(booking=book(elm, "Fade"), now=LATER, by="reservekit:key")
    assert booking.status == Booking.Status.PENDING
    assert last_event(booking).type == Event.Type.UNCONFIRMED
    assert last_event(booking).facts["previous"] == {"status": "confirmed"}
    before = everything()
    operations.unconfirm(booking=booking, now=LATER, by="reservekit:key")
    assert everything() == before
    with pytest.raises(errors.SlotTaken):
        book(elm, "Fade", staff=booking.staff.name)


@pytest.mark.parametrize("verb", [operations.confirm, operations.unconfirm])
@pytest.mark.parametrize("end", [operations.cancel, operations.complete, operations.no_show])
def test_what_is_over_is_neither_confirmed_nor_unconfirmed(elm, verb, end):
    booking = end(booking=book(elm, "Fade"), now=NOW, by="x")
    before = everything()
    with pytest.raises(errors.WrongStatus) as refusal:
        verb(booking=booking, now=LATER, by="x")
    assert refusal.value.status == booking.status
    assert everything() == before


@pytest.mark.parametrize("verb", [operations.confirm, operations.unconfirm])
def test_a_hold_is_claimed_and_not_confirmed(elm, verb):
    held, _ = hold(elm, "Fade")
    with pytest.raises(errors.WrongStatus):
        verb(booking=held, now=NOW, by="x")
    assert fresh(held).status == Booking.Status.HELD


def test_the_booking_is_read_again_and_not_taken_from_the_callers_hands(elm):
    old = book(elm, "Fade", confirmed=False)
    operations.cancel(booking=old, now=NOW, by="x")
    with pytest.raises(errors.WrongStatus):
        operations.confirm(booking=old, now=NOW, by="x")

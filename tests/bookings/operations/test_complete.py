"""What became of a visit, and taking a slip back."""

import pytest

from bookings import errors, operations
from bookings.models import Booking, Event
from tests.bookings.operations.desk import MINUTE, NOW, book, everything, hold, last_event

LATER = NOW + MINUTE
ENDS = [
    (operations.complete, Booking.Status.COMPLETED, Event.Type.COMPLETED),
    (operations.no_show, Booking.Status.NO_SHOW, Event.Type.NO_SHOW),
]


@pytest.mark.parametrize(("verb", "status", "event_type"), ENDS)
def test_a_confirmed_booking_took_place_or_nobody_came(elm, verb, status, event_type):
    booking = verb(booking=book(elm, "Fade"), now=LATER, by="dashboard:ann")
    event = last_event(booking)
    assert booking.status == status
    assert (event.type, event.sequence, event.by) == (event_type, 2, "dashboard:ann")
    assert event.facts["previous"] == {"status": "confirmed"}


@pytest.mark.parametrize(("verb", "status", "event_type"), ENDS)
def test_it_keeps_its_time(elm, verb, status, event_type):
    verb(booking=book(elm, "Fade", staff="Maria Gomez"), now=LATER, by="x")
    with pytest.raises(errors.SlotTaken):
        book(elm, "Fade", staff="Maria Gomez")


@pytest.mark.parametrize(("verb", "status", "event_type"), ENDS)
def test_a_slip_is_taken_back(elm, verb, status, event_type):
    booking = verb(booking=book(elm, "Fade"), now=LATER, by="x")
    again = operations.reopen(booking=booking, now=LATER, by="x")
    assert again.status == Booking.Status.CONFIRMED
    assert (last_event(again).type, last_event(again).facts["previous"]) == (Event.Type.REOPENED, {"status": status})


@pytest.mark.parametrize("verb", [operations.complete, operations.no_show])
def test_only_what_is_confirmed_can_have_taken_place(elm, verb):
    pending = book(elm, "Fade", confirmed=False)
    cancelled = operations.cancel(booking=book(elm, "Fade", "15:00"), now=NOW, by="x")
    completed = operations.complete(booking=book(elm, "Fade", "13:00"), now=NOW, by="x")
    held, _ = hold(elm, "Fade", "17:00")
    before = everything()
    for booking in (pending, cancelled, completed, held):
        with pytest.raises(errors.WrongStatus) as refusal:
            verb(booking=booking, now=LATER, by="x")
        assert refusal.value.status == booking.status
    assert everything() == before


def test_only_what_is_over_can_be_reopened(elm):
    cancelled = operations.cancel(booking=book(elm, "Fade", "15:00"), now=NOW, by="x")
    before = everything()
    for booking in (book(elm, "Fade"), cancelled):
        before = everything()
        with pytest.raises(errors.WrongStatus):
            operations.reopen(booking=booking, now=LATER, by="x")
        assert everything() == before

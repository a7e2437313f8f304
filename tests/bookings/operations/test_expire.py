"""Tidying: holds that are over, and pending bookings that nobody confirmed in time."""

from bookings import operations
from bookings.models import Appointment, Booking, Event
from tests.bookings.operations.desk import (
    MINUTE,
    NOW,
    OVER,
    book,
    everything,
    fresh,
    hold,
    last_event,
    raised,
    studio,
    versions,
)
from tests.factories import elm_document, load


def test_a_hold_that_is_over_is_ended_with_its_appointment(elm):
    held, _ = hold(elm, "Massage", staff="Olga Berg")
    before = versions(elm)
    assert operations.expire(now=OVER) == 1
    assert fresh(held).status == Booking.Status.EXPIRED
    assert not Appointment.objects.get().live
    event = last_event(held)
    assert (event.type, event.by, event.facts["previous"]) == (Event.Type.EXPIRED, "house:expiry", {"status": "held"})
    assert raised(elm, before) == {"Olga Berg", "Room 1"}
    assert not Booking.objects.visible().exists()


def test_what_is_not_over_stays(elm):
    hold(elm, "Fade", "10:00", now=NOW + MINUTE)
    book(elm, "Fade", "15:00", confirmed=False)
    before = everything()
    assert operations.expire(now=OVER) == 0
    assert everything() == before


def test_the_others_in_a_group_keep_it(db):
    shop = studio()
    keeper = book(shop, "Yoga")
    first, second = hold(shop, "Yoga")[0], hold(shop, "Yoga", now=NOW + MINUTE)[0]
    assert operations.expire(now=OVER) == 1
    assert fresh(first).status == Booking.Status.EXPIRED
    assert fresh(second).status == Booking.Status.HELD
    assert fresh(keeper).appointment.places_taken == 2


def test_a_pending_booking_that_nobody_confirmed_is_cancelled(db):
    shop = load(elm_document(rules={"auto_confirm": False, "pending_expiry_minutes": 30}))
    booking = book(shop, "Fade", staff="Maria Gomez")
    assert operations.expire(now=NOW + 29 * MINUTE) == 0
    assert operations.expire(now=NOW + 30 * MINUTE) == 1
    ended = fresh(booking)
    assert ended.status == Booking.Status.CANCELLED
    assert ended.cancel_reason
    event = last_event(booking)
    assert (event.type, event.by, event.facts["previous"]) == (
        Event.Type.CANCELLED,
        "house:expiry",
        {"status": "pending"},
    )
    book(shop, "Fade", staff="Maria Gomez")


def test_one_that_was_confirmed_in_time_stays(db):
    shop = load(elm_document(rules={"auto_confirm": False, "pending_expiry_minutes": 30}))
    booking = operations.confirm(booking=book(shop, "Fade"), now=NOW, by="x")
    assert operations.expire(now=NOW + 60 * MINUTE) == 0
    assert fresh(booking).status == Booking.Status.CONFIRMED


def test_at_most_so_many_are_ended_at_once_the_oldest_first(elm):
    older, newer = hold(elm, "Fade", "10:00")[0], hold(elm, "Fade", "15:00", now=NOW + MINUTE)[0]
    assert operations.expire(now=OVER + MINUTE, limit=1) == 1
    assert (fresh(older).status, fresh(newer).status) == (Booking.Status.EXPIRED, Booking.Status.HELD)
    assert operations.expire(now=OVER + MINUTE, limit=1) == 1
    assert operations.expire(now=OVER + MINUTE) == 0


def test_every_business_is_tidied(elm, karachi):
    hold(elm, "Fade")
    hold(karachi, "Haircut")
    assert operations.expire(now=OVER) == 2

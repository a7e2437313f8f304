"""The guest is here; the house's own notes."""

import pytest

from bookings import errors, operations, outbox
from bookings.management.work import CHANNELS
from bookings.models import Delivery
from tests.bookings.operations.desk import NOW, book, everything, last_event, studio


def test_a_guest_who_is_here_is_marked_and_it_can_be_taken_back(db):
    booking = book(studio(), "Yoga")
    here = operations.arrive(booking=booking, now=NOW, by="dashboard:olive")
    assert here.arrived
    assert last_event(here).facts["previous"] == {"arrived": False}
    assert not operations.arrive(booking=booking, arrived=False, now=NOW, by="dashboard:olive").arrived


def test_marking_twice_is_one_event(db):
    booking = book(studio(), "Yoga")
    operations.arrive(booking=booking, now=NOW, by="x")
    assert operations.arrive(booking=booking, now=NOW, by="x").sequence == 2


def test_who_cancelled_does_not_arrive(db):
    booking = book(studio(), "Yoga")
    operations.cancel(booking=booking, now=NOW, by="x")
    before = everything()
    with pytest.raises(errors.WrongStatus):
        operations.arrive(booking=booking, now=NOW, by="x")
    assert everything() == before


def test_the_houses_notes_are_kept_and_no_event_repeats_them(db):
    booking = book(studio(), "Yoga")
    noted = operations.annotate(booking=booking, staff_notes="Allergic to lavender", now=NOW, by="x")
    assert noted.staff_notes == "Allergic to lavender"
    assert "lavender" not in str(last_event(noted).facts)
    assert operations.annotate(booking=booking, staff_notes="Allergic to lavender", now=NOW, by="x").sequence == 2


def test_no_mail_tells_of_either(db):
    booking = book(studio(), "Yoga")
    outbox.route(CHANNELS.values(), now=NOW)
    before = Delivery.objects.count()
    operations.arrive(booking=booking, now=NOW, by="x")
    operations.annotate(booking=booking, staff_notes="Tea", now=NOW, by="x")
    assert outbox.route(CHANNELS.values(), now=NOW) == 2
    assert Delivery.objects.count() == before > 0

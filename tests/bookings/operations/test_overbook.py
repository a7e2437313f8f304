"""More guests than places, on purpose."""

import pytest

from bookings import errors, operations, queries
from tests import factories
from tests.bookings.operations.desk import GUEST, NOW, OVER, TAKER, book, everything, fresh, hold, last_event, studio


def overbook(appointment, **how):
    """Overbooks a group as an owner would."""
    given = {"guest": GUEST, "taker": TAKER, "reason": "Her sister comes too"}
    ordered = {name: how.pop(name) for name in ("guest", "staff_notes", "token", "reason") if name in how}
    order = operations.Order(**{**given, **ordered})
    return operations.overbook(**{"appointment": appointment, "order": order, "now": NOW, **how})


def test_a_full_group_gets_the_places_that_the_party_lacks(db):
    shop = studio()
    full = book(shop, "Yoga", staff="Yuri", party_size=3).appointment
    extra = overbook(full, party_size=3)
    assert (extra.appointment, extra.status) == (full, "confirmed")
    assert (extra.appointment.places, extra.appointment.places_taken) == (6, 6)
    assert last_event(extra).facts["overbooked"] == {"reason": "Her sister comes too", "extra_places": 2}
    assert list(queries.broken_invariants()) == []


def test_where_there_is_room_no_place_is_added(db):
    shop = studio()
    roomy = book(shop, "Yoga", staff="Yuri").appointment
    assert overbook(roomy).appointment.places == 4


def test_a_lapsed_hold_makes_room_before_places_are_added(db):
    shop = studio()
    book(shop, "Yoga", staff="Yuri", party_size=2)
    held, _ = hold(shop, "Yoga", staff="Yuri", party_size=2)
    assert overbook(held.appointment, now=OVER, party_size=2).appointment.places == 4


def test_the_same_token_again_answers_the_booking_it_made(db):
    full = book(studio(), "Yoga", staff="Yuri", party_size=4).appointment
    first = overbook(full, token="one form", staff_notes="By phone")
    before = everything()
    assert overbook(full, token="one form") == first
    assert first.staff_notes == "By phone"
    assert everything() == before


def test_without_a_reason_nothing_is_overbooked(db):
    full = book(studio(), "Yoga", party_size=4)
    before = everything()
    with pytest.raises(ValueError, match="reason"):
        overbook(full.appointment, reason="  ")
    assert everything() == before


def test_one_to_one_appointments_are_never_overbooked(elm):
    fade = factories.book(elm, "Fade")
    with pytest.raises(errors.ServiceNotOffered):
        overbook(fade.appointment)


def test_a_group_that_ended_meanwhile_is_not_filled(db):
    only = book(studio(), "Yoga", party_size=4)
    operations.cancel(booking=only, now=NOW, by="x")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        overbook(fresh(only).appointment)
    assert everything() == before


def test_a_party_larger_than_the_whole_group_is_taken_in(db):
    full = book(studio(), "Yoga", staff="Yuri", party_size=4).appointment
    extra = overbook(full, party_size=7)
    assert (extra.appointment.places, extra.appointment.places_taken) == (11, 11)

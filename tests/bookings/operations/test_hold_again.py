"""Holding another time instead of the one that is held already."""

import datetime as dt

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking
from tests import factories
from tests.factories import DAY, NOW

GUEST = operations.Taker(source="wizard", by="guest")


def hold(shop, service="Fade", clock="10:00", staff="Maria Gomez", **how):
    return factories.hold(shop, service, clock=clock, staff=staff, taker=GUEST, **how)


def live(shop):
    rows = Appointment.objects.live().filter(business=shop.business).order_by("starts_at")
    return [row.starts_at.astimezone(shop.business.zone).strftime("%H:%M") for row in rows]


def test_the_new_time_is_held_and_the_old_one_free(elm):
    old, token = hold(elm)
    new, _ = hold(elm, clock="15:00", instead_of=old, its_token=token)
    old.refresh_from_db()
    assert (old.status, new.status) == (Booking.Status.EXPIRED, Booking.Status.HELD)
    assert live(elm) == ["15:00"]


def test_the_old_time_does_not_stand_in_the_way(elm):
    old, token = hold(elm)
    with pytest.raises(errors.SlotTaken):
        hold(elm, clock="10:30")
    hold(elm, clock="10:30", instead_of=old, its_token=token)
    assert live(elm) == ["10:30"]


def test_the_same_time_is_held_for_another_service(elm):
    old, token = hold(elm)
    new, _ = hold(elm, service="Trim", instead_of=old, its_token=token)
    assert (new.service_name, new.duration_minutes) == ("Trim", 30)
    assert live(elm) == ["10:00"]


def test_a_larger_party_keeps_its_places_in_the_group(elm):
    old, token = hold(elm, service="Yoga", staff="Yuri Ito", party_size=2)
    new, _ = hold(elm, service="Yoga", staff="Yuri Ito", party_size=3, instead_of=old, its_token=token)
    assert new.appointment.places_taken == 3
    assert live(elm) == ["10:00"]


def test_when_the_new_time_is_taken_the_old_hold_stays(elm):
    factories.book(elm, "Fade", clock="15:00", staff="Maria Gomez")
    old, token = hold(elm)
    with pytest.raises(errors.SlotTaken):
        hold(elm, clock="15:00", instead_of=old, its_token=token)
    old.refresh_from_db()
    assert old.status == Booking.Status.HELD
    assert live(elm) == ["10:00", "15:00"]


def test_a_hold_that_was_claimed_is_not_given_back(elm):
    old, token = hold(elm)
    operations.claim(booking=old, token=token, order=operations.Order(operations.Guest(name="Jo"), GUEST), now=NOW)
    hold(elm, clock="15:00", instead_of=old, its_token=token)
    old.refresh_from_db()
    assert old.status == Booking.Status.CONFIRMED
    assert live(elm) == ["10:00", "15:00"]


def test_somebody_elses_hold_is_not_given_back(elm):
    old, _ = hold(elm)
    with pytest.raises(errors.HoldNotYours):
        hold(elm, clock="15:00", instead_of=old, its_token="guessed")
    assert live(elm) == ["10:00"]


def test_the_neighbours_hold_stays(elm, karachi):
    old, token = operations.hold(
        wish=operations.one(karachi.business, karachi.services["Haircut"], factories.at(karachi, DAY, "12:00")),
        taker=GUEST,
        now=NOW,
    )
    hold(elm, instead_of=old, its_token=token)
    old.refresh_from_db()
    assert old.status == Booking.Status.HELD


def test_a_hold_can_be_asked_for_at_one_location(db, now):
    document = factories.elm_document()
    document["staff"][0]["location"] = "Annex"  # Maria; Ana stays
    shop = factories.load(document)
    held, _ = hold(shop, staff=None, location_id=shop.locations["Annex"].pk)
    assert held.staff == shop.staff["Maria Gomez"]
    with pytest.raises(errors.SlotTaken):
        hold(shop, staff=None, location_id=shop.locations["Annex"].pk)


def test_the_same_token_again_answers_the_same_hold(elm):
    first, token = hold(elm, token="form-1")
    assert hold(elm, token="form-1") == (first, "form-1")
    assert token == "form-1"
    assert live(elm) == ["10:00"]


def test_the_same_token_answers_the_booking_that_the_hold_became(elm):
    held, token = hold(elm, token="form-1")
    booking = operations.claim(
        booking=held, token=token, order=operations.Order(operations.Guest(name="Jo"), GUEST), now=NOW
    )
    assert hold(elm, token="form-1")[0] == booking


def test_a_hold_that_is_over_is_no_hindrance_to_the_next_one_in_its_way(elm):
    old, token = hold(elm)
    over = NOW + dt.timedelta(minutes=10)
    new, _ = hold(elm, clock="10:30", instead_of=old, its_token=token, now=over)
    assert new.status == "held"
    assert Booking.objects.get(pk=old.pk).status == "expired"
    assert live(elm) == ["10:30"]


def test_nor_to_more_places_in_the_same_group(elm):
    old, token = hold(elm, service="Yoga", staff="Yuri Ito", party_size=2)
    over = NOW + dt.timedelta(minutes=10)
    new, _ = hold(elm, service="Yoga", staff="Yuri Ito", party_size=3, instead_of=old, its_token=token, now=over)
    assert (new.appointment.places_taken, Booking.objects.get(pk=old.pk).status) == (3, "expired")

"""Booking what a partner's key holds."""

from dataclasses import replace

import pytest

from bookings import errors, operations, queries
from bookings.models import Booking
from businesses.models import ApiKey
from tests import factories
from tests.bookings.operations.desk import DAY, GUEST, NOW, OVER, everything, fresh, raised, versions


@pytest.fixture
def taker(elm):
    """A partner of North Elm's."""
    key, _ = ApiKey.issue(business=elm.business, dialect="booqara")
    return operations.Taker("booqara", "booqara:key", api_key=key)


@pytest.fixture
def held(elm, taker):
    """Maria's at ten."""
    booking, token = factories.hold(elm, "Fade", staff="Maria Gomez", taker=taker)
    assert (token, booking.token_hash) == ("", "")
    return booking


def book(shop, held, taker, *, now=NOW, guest=GUEST, at_most_one=False, **wish):
    order = operations.Order(guest, taker, at_most_one=at_most_one)
    wanted = factories.wish(shop, wish.pop("service", "Fade"), **wish)
    return operations.book_held(held=held, wish=wanted, order=order, now=now)


def test_it_is_the_same_row_and_raises_what_it_touches(elm, held, taker):
    before = versions(elm)
    booking = book(elm, held, taker)
    assert (booking.pk, booking.status, booking.guest_name) == (held.pk, "confirmed", GUEST.name)
    assert raised(elm, before) == {"Maria Gomez"}
    assert fresh(held).appointment.hold_until is None
    assert list(queries.broken_invariants()) == []


def test_a_start_may_be_wished_as_a_list_shows_it(elm, held, taker):
    assert book(elm, held, taker, starts_at=operations.Listed(DAY, 10 * 60)).pk == held.pk


@pytest.mark.parametrize(
    "wish",
    [
        {"clock": "10:30"},
        {"service": "Trim"},
        {"staff": "Ana Ruiz"},
        {"party_size": 2},
        {"location_id": 0},
        {"starts_at": operations.Listed(DAY, 10 * 60 + 30)},
        {"starts_at": operations.Listed(DAY.replace(day=25), 10 * 60)},
        {"starts_at": operations.After(5)},
    ],
    ids=str,
)
def test_anything_else_that_is_wished_is_refused_and_the_hold_stays(elm, held, taker, wish):
    before = everything()
    with pytest.raises(errors.HeldOtherwise):
        book(elm, held, taker, **wish)
    assert everything() == before


def test_whoever_did_not_take_it_is_refused(elm, held, taker):
    other, _ = ApiKey.issue(business=elm.business, dialect="booqara")
    for key in (other, None):
        with pytest.raises(errors.HoldNotYours):
            book(elm, held, replace(taker, api_key=key))
    guests, _ = factories.hold(elm, "Fade", clock="13:00")
    with pytest.raises(errors.HoldNotYours):
        book(elm, guests, taker, clock="13:00")


def test_no_token_opens_what_a_key_holds(elm, held, taker):
    for token in ("", "x"):
        with pytest.raises(errors.HoldNotYours):
            operations.extend(booking=held, token=token, now=NOW)
        with pytest.raises(errors.HoldNotYours):
            operations.release(booking=held, token=token, now=NOW, by="x")
        with pytest.raises(errors.HoldNotYours):
            operations.claim(booking=held, token=token, order=operations.Order(GUEST, taker), now=NOW)


def test_twice_is_refused(elm, held, taker):
    book(elm, held, taker)
    for again in (held, fresh(held)):
        with pytest.raises(errors.HoldNotYours):
            book(elm, again, taker)
    assert Booking.objects.count() == 1


def test_what_ran_out_is_decided_anew(elm, held, taker):
    booking = book(elm, held, taker, now=OVER, staff="Maria Gomez")
    assert booking.pk != held.pk
    assert fresh(held).status == "expired"
    with pytest.raises(errors.SlotTaken):
        book(elm, held, taker, now=OVER, staff="Maria Gomez")


def test_what_was_given_back_a_moment_ago_is_decided_anew(elm, held, taker):
    assert operations.release(booking=held, key=taker.api_key, now=NOW, by="x")
    assert not operations.release(booking=held, key=taker.api_key, now=NOW, by="x")
    assert book(elm, held, taker).pk != held.pk


def test_who_may_come_once_comes_once(elm, held, taker):
    factories.book(elm, "Fade", guest=GUEST)
    with pytest.raises(errors.AlreadyBooked):
        book(elm, held, taker, at_most_one=True)
    assert fresh(held).status == "held"

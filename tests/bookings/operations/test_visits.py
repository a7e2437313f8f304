"""A visit of several services in sequence is held, claimed, moved and cancelled whole."""

import pytest

from bookings import errors, operations
from bookings.models import Booking, Place
from bookings.queries import broken_invariants
from businesses.models import ApiKey
from tests.bookings.operations import desk, threes
from tests.bookings.operations.threes import ORDER, places
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def visit(shop, clock="10:00", *, cut=None, colour=None, **how):
    """A cut and then a colour, each with whom is named."""
    start, people = desk.at(shop, DAY, clock), shop.staff
    parts = [
        operations.Part(shop.services["Cut"], start, people.get(cut)),
        operations.Part(shop.services["Colour"], operations.Then(), people.get(colour)),
    ]
    return operations.Wish(shop.business, parts, **how)


def hold(shop, *args, **how):
    return operations.hold(wish=visit(shop, *args, **how), taker=desk.TAKER, now=NOW)


def test_who_was_chosen_is_remembered_of_each_part():
    shop = threes.colourist()
    for cut, colour in ((None, "Bea"), ("Bea", None)):
        held, token = hold(shop, cut=cut, colour=colour)
        assert [place.any_staff for place in desk.fresh(held).places.all()] == [cut is None, colour is None]
        booking = desk.claim((held, token))
        assert booking.any_staff == (cut is None)
        operations.cancel(booking=booking, now=NOW, by="x")


def test_a_part_with_somebody_chosen_is_not_moved_to_another_and_one_with_anyone_is():
    shop = threes.colourist()
    booking = operations.book(wish=visit(shop, colour="Ana"), order=ORDER, now=NOW)
    desk.book(shop, "Cut", "14:00", staff="Ana")
    desk.move(shop, booking, "14:00")
    assert places(shop, booking) == [("Cut", "Bea", "14:00", True), ("Colour", "Ana", "14:40", True)]
    desk.book(shop, "Colour", "12:00", staff="Ana")
    with pytest.raises(errors.SlotTaken):
        desk.move(shop, booking, "11:30")


def test_one_who_takes_longer_is_chosen_when_the_rest_is_free_only_then():
    shop = desk.house(
        [{"name": "Cut", "duration_minutes": 30}, {"name": "Colour", "duration_minutes": 60}],
        [
            {"name": "Ana", "services": ["Cut"]},
            {"name": "Bea", "services": [{"name": "Cut", "duration_minutes": 60}]},
            {"name": "Cleo", "services": ["Colour"]},
        ],
    )
    desk.book(shop, "Colour", "10:00")
    booking = operations.book(wish=visit(shop, "10:00"), order=ORDER, now=NOW)
    assert places(shop, booking) == [("Cut", "Bea", "10:00", True), ("Colour", "Cleo", "11:00", True)]
    with pytest.raises(errors.SlotTaken):  # Ana would be free, but nobody for the colour after her
        operations.book(wish=visit(shop, "10:00"), order=ORDER, now=NOW)
    assert not list(broken_invariants())


def test_one_person_for_all_is_asked_for():
    shop = threes.colourist()
    desk.book(shop, "Colour", "11:30", staff="Ana")
    apart = operations.book(wish=visit(shop, "10:30", cut="Ana"), order=ORDER, now=NOW)
    assert [name for _, name, *_ in places(shop, apart)] == ["Ana", "Bea"]
    with pytest.raises(errors.SlotTaken):
        operations.book(wish=visit(shop, "10:30", together=True), order=ORDER, now=NOW)
    booking = operations.book(wish=visit(shop, "13:00", together=True), order=ORDER, now=NOW)
    assert len({name for _, name, *_ in places(shop, booking)}) == 1


def test_it_may_be_asked_for_by_a_label_of_the_list():
    shop = threes.colourist()
    wish = visit(shop)
    parts = [operations.Part(wish.parts[0].service, operations.Listed(DAY, 13 * 60 + 30)), wish.parts[1]]
    booking = operations.book(wish=operations.Wish(shop.business, parts), order=ORDER, now=NOW)
    assert [clock for _, _, clock, _ in places(shop, booking)] == ["13:30", "14:10"]


def test_a_hold_that_ran_out_is_claimed_as_the_same_visit():
    shop = threes.colourist()
    held, token = hold(shop, colour="Bea")
    desk.book(shop, "Colour", "10:00", staff="Ana", now=desk.OVER)
    desk.book(shop, "Cut", "13:00", now=desk.OVER)
    operations.expire(now=desk.OVER)
    assert desk.fresh(held).status == Booking.Status.EXPIRED
    booking = desk.claim((held, token), now=desk.OVER)
    assert [(name, clock) for _, name, clock, _ in places(shop, booking)] == [("Bea", "10:00"), ("Bea", "10:40")]
    assert Place.objects.filter(booking=booking, live=True).count() == 2


def test_a_hold_for_another_time_takes_the_place_of_the_first():
    shop = threes.colourist()
    held, token = hold(shop)
    second, _ = operations.hold(
        wish=visit(shop, "10:30"), taker=desk.TAKER, now=NOW, instead_of=held, its_token=token
    )  # fmt: skip
    assert desk.fresh(held).status == Booking.Status.EXPIRED
    assert [clock for _, _, clock, live in places(shop, second) if live] == ["10:30", "11:10"]


def test_a_partner_books_the_visit_that_it_holds():
    shop = threes.colourist()
    key, _ = ApiKey.issue(business=shop.business, dialect="booqara")
    taker = operations.Taker("booqara", "booqara:key", api_key=key)
    held, _ = operations.hold(wish=visit(shop), taker=taker, now=NOW)
    order = operations.Order(desk.GUEST, taker)
    with pytest.raises(errors.HeldOtherwise):
        operations.book_held(held=held, wish=visit(shop, "10:30"), order=order, now=NOW)
    booking = operations.book_held(held=held, wish=visit(shop), order=order, now=NOW)
    assert (booking.pk, booking.status) == (held.pk, Booking.Status.CONFIRMED)

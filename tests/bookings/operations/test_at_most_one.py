"""A customer who may have one booking of a service at a start gets no second one, however fast they are."""

from functools import partial

import pytest

from bookings import errors, operations
from bookings.models import Booking
from tests import factories
from tests.factories import DAY, NOW
from tests.races.cast import birch
from tests.races.runner import CROWD, race

ADA = operations.Guest(name="Ada Poe", email="Ada@example.com")


def book(shop, service="Yoga", clock="10:00", guest=ADA, **how):
    order = operations.Order(guest, factories.WIZARD, at_most_one=True)
    wish = factories.wish(shop, service, DAY, clock, **how)
    return operations.book(wish=wish, order=order, now=NOW)


def test_the_second_of_the_same_start_is_refused(elm):
    book(elm)
    with pytest.raises(errors.AlreadyBooked):
        book(elm, guest=operations.Guest(name="A. Poe", email="ADA@EXAMPLE.COM"))
    assert Booking.objects.count() == 1


def test_it_is_said_before_it_is_said_that_nothing_is_left(elm):
    book(elm, "Trim")
    with pytest.raises(errors.AlreadyBooked):
        book(elm, "Trim")


def test_without_an_email_the_phone_tells(elm):
    book(elm, guest=operations.Guest(name="Ada", phone="(202) 555-0123"))
    with pytest.raises(errors.AlreadyBooked):
        book(elm, guest=operations.Guest(name="Bea", phone="+12025550123"))


def test_another_start_another_service_and_what_was_cancelled_do_not_count(elm):
    first = book(elm)
    book(elm, clock="14:00")
    book(elm, "Fade")
    operations.cancel(booking=first, now=NOW, by="guest")
    assert book(elm).status == "confirmed"


def test_who_leaves_neither_email_nor_phone_is_nobody_twice(elm):
    for _ in range(2):
        book(elm, guest=operations.Guest(name="Ada Poe"))
        book(elm, clock="14:00", guest=operations.Guest())
    assert Booking.objects.count() == 4


def test_everybody_else_may_come_twice(elm):
    for _ in range(2):
        factories.book(elm, "Yoga", guest=ADA)
    assert Booking.objects.count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_known", [True, False])
def test_of_many_at_once_with_many_people_free_one_is_booked(is_known):
    shop = birch(people=5)
    if is_known:
        factories.book(shop, "Cut", clock="18:00", guest=ADA)
    result = race([[partial(book, shop, "Trim", "12:00")] * CROWD])
    assert result.faults == []
    assert result.winners == [1]
    assert {type(refusal) for refusal in result.refused[0]} == {errors.AlreadyBooked}

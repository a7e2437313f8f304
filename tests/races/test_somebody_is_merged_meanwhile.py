"""A guest books, by every way there is, while they are merged into another: every booking is that other's."""

from functools import partial

import pytest

from bookings import errors, operations
from bookings.models import Booking
from businesses.models import Customer
from tests import factories
from tests.races.cast import NOW, TAKER, birch, day
from tests.races.runner import SLOTS, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BOOKERS = 6


def people(shop, number):
    make = Customer.objects.create
    known = [
        make(business=shop.business, first_name=name, email=f"{name}{number}@example.com") for name in ("ann", "anna")
    ]
    return known, [operations.Guest(name=each.first_name, email=each.email) for each in known]


def merge(kept, merged):
    return operations.merge(kept=kept, merged=merged, blocked=False, now=NOW, by="x")


def test_every_booking_is_of_who_is_left():
    shop = birch(people=5)
    slots, pairs = [], []
    for number in range(SLOTS):
        (ann, anna), (_, guest) = people(shop, number)
        pairs.append((ann, anna))
        on = day(number)
        chosen = operations.Guest(name="anna", customer=Customer.objects.get(pk=anna.pk))
        held = [factories.hold(shop, "Trim", on, clock, taker=TAKER) for clock in ("08:00", "09:00")]
        corrected = factories.book(shop, "Trim", on, "10:00", guest=operations.Guest(), taker=TAKER)
        slots.append(
            [
                partial(merge, ann, anna),
                *[partial(factories.book, shop, "Trim", on, f"1{n}:00", guest=guest, taker=TAKER) for n in range(2, 8)],
                partial(factories.book, shop, "Trim", on, "18:00", guest=chosen, taker=TAKER),
                *[partial(factories.claim, *each, guest=guest, taker=TAKER) for each in held],
                partial(operations.correct, booking=corrected, email=guest.email, now=NOW, by="x"),
            ]
        )
    result = race(slots, refusals=(errors.Busy,))
    assert result.faults == []
    assert [len(each) for each in result.refused] == [0] * SLOTS
    for ann, anna in pairs:
        assert not anna.bookings.exists()
        assert ann.bookings.count() == BOOKERS + 1 + 2 + 1
    assert not Booking.objects.filter(customer__merged_into__isnull=False).exists()
    assert_sound()

"""A change of the set-up sends a booking elsewhere or cancels it, and its guest moves it at that moment."""

import pytest

from bookings import operations, queries
from bookings.models import Rearrangement
from bookings.operations import locking
from bookings.queries import Chosen
from tests import factories
from tests.bookings.operations import desk
from tests.races import cast
from tests.races.runner import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)

DAY = cast.day(0)


@pytest.mark.parametrize("deed", [Rearrangement.Deed.CANCEL, Rearrangement.Deed.TIME])
def test_what_the_guest_did_after_the_booking_was_read_stands(monkeypatch, deed):
    shop = cast.birch()
    mine = cast.book(shop, "Cut", DAY, "12:00")
    line = Chosen(mine.pk, mine.sequence, deed, mine.starts_at, mine.staff.pk)
    begun = operations.begin_rearranging(business=shop.business, lines=[line], now=cast.NOW, by="owner:olive")
    read, reads = locking.read, []

    def read_and_moved_meanwhile(booking):
        current = read(booking)
        reads.append(current)
        if len(reads) == 1:
            cast.move(mine, factories.at(shop, DAY, "15:00"))
        return current

    monkeypatch.setattr(locking, "read", read_and_moved_meanwhile)
    begun = operations.carry_on_rearranging(rearrangement=begun, now=cast.NOW, seconds=60)
    there = desk.fresh(mine)
    assert (there.status, there.starts_at) == ("confirmed", factories.at(shop, DAY, "15:00"))
    assert (begun.state, queries.rearranged(begun).stuck) == ("done", [line])
    assert_sound()

"""A booking is read, moved by somebody else, and only then planned: its old time is no longer where it was read."""

import pytest

from bookings.operations import locking
from tests import factories
from tests.races import cast
from tests.races.runner import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)

DAY = cast.day(0)


def test_nobody_is_refused_for_the_time_that_the_booking_itself_has_now(monkeypatch):
    shop = cast.birch()
    mine = cast.book(shop, "Cut", DAY, "12:00")
    read, others = locking.read, iter(["14:00"])

    def read_and_moved_meanwhile(booking):
        current = read(booking)
        if len(reads) == 1 and (clock := next(others, None)):  # the reading that the plan is made of
            cast.move(mine, factories.at(shop, DAY, clock))
        reads.append(current)
        return current

    reads = []
    monkeypatch.setattr(locking, "read", read_and_moved_meanwhile)
    moved = cast.move(mine, factories.at(shop, DAY, "14:30"))
    assert moved.starts_at == factories.at(shop, DAY, "14:30")
    assert_sound()

"""A room goes out of order while guests book, claim and cancel: nobody stays in it, and nothing breaks."""

from functools import partial

import pytest

from bookings import errors, operations, queries
from bookings.models import Event
from businesses import diary
from businesses.models import Resource
from tests.races.cast import NOW, birch, book, cancel, claim, day, hold
from tests.races.runner import assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DAYS = 4


def goes_out_of_order(room):
    with diary.changing(room.business_id):
        Resource.objects.filter(pk=room.pk).update(active=False)
    operations.rehouse(resource=room, now=NOW, by="dashboard:olive")


def test_whoever_books_or_claims_at_that_moment_has_another_room():
    shop = birch(people=4, rooms=5)  # so that one is always to be had
    room = Resource.objects.get(name="Room 1")
    crowd = [partial(goes_out_of_order, room)] * 2
    for on in map(day, range(DAYS)):
        held, stays = hold(shop, "Massage", on), book(shop, "Massage", on, "15:00")
        goes = book(shop, "Facial", on, "17:00")
        assert {stays.appointment.resource_id, goes.appointment.resource_id} == {room.pk}
        crowd += [partial(cancel, goes), partial(claim, *held), *[partial(book, shop, "Massage", on)] * 2]
    result = race([crowd], refusals=(errors.Taken, errors.Busy))
    assert result.faults == []
    goes_out_of_order(room)
    assert list(queries.unhoused(shop.business, now=NOW)) == []
    assert Event.objects.filter(type="booking.rehoused").count() >= DAYS
    assert_sound()

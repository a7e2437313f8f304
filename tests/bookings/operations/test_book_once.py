"""The same form sent twice makes one booking."""

import threading

import pytest
from django.db import connection

from bookings import errors, operations
from bookings.models import Booking
from businesses.models import Once
from tests import factories


def test_the_same_token_again_answers_the_same_booking(elm):
    first = factories.book(elm, "Yoga", token="form-1")
    assert factories.book(elm, "Yoga", token="form-1") == first
    assert Booking.objects.count() == 1


def test_another_token_is_another_booking(elm):
    assert factories.book(elm, "Yoga", token="form-1") != factories.book(elm, "Yoga", token="form-2")


def test_without_a_token_every_call_is_a_booking(elm):
    assert factories.book(elm, "Yoga") != factories.book(elm, "Yoga")


def test_the_neighbours_token_is_another_one(elm, karachi):
    factories.book(elm, "Yoga", token="form-1")
    assert factories.book(karachi, "Haircut", clock="12:00", token="form-1").business == karachi.business


def test_the_token_itself_is_not_kept(elm):
    factories.book(elm, "Yoga", token="form-1")
    assert "form-1" not in str(Once.objects.values().get())


def test_the_same_token_with_another_wish_or_another_guest_is_refused(elm):
    first = factories.book(elm, "Yoga", token="form-1")
    for other in ({"clock": "15:00"}, {"party_size": 2}, {"guest": operations.Guest(name="Somebody Else")}):
        with pytest.raises(errors.AskedOtherwise):
            factories.book(elm, "Yoga", token="form-1", **other)
    assert Booking.objects.get() == first


def test_a_holds_token_is_no_order_of_the_hold(elm):
    held, token = factories.hold(elm, "Fade", token="form-1")
    assert factories.book(elm, "Fade", clock="15:00", token=token) != held


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("service", ["Yoga", "Fade"])
def test_eight_clicks_at_once_make_one_booking(service, now):
    shop = factories.load(factories.ELM)
    start, made = threading.Barrier(8), []

    def click():
        try:
            start.wait(timeout=20)
            made.append(factories.book(shop, service, token="form-1").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(made) == 8
    assert len(set(made)) == 1
    assert Booking.objects.count() == 1

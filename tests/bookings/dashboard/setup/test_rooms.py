"""A room is switched off, by whatever page: what was to come to it goes elsewhere, and what cannot is listed."""

import io
import json

import pytest
from django.core.management import call_command

from bookings import operations
from bookings.models import Delivery
from businesses.models import Resource
from tests import factories
from tests.bookings.dashboard.forms import address, confirm, faults, send
from tests.factories import NOW, elm_document, load

ROOMS = [{"name": "Room 1", "kind": "room"}, {"name": "Room 2", "kind": "room"}]
LIST, BOOKINGS = address(Resource, "changelist"), "/admin/bookings/booking/"
OUT = f"{BOOKINGS}?room=out_of_order"


@pytest.fixture
def two_rooms(elm):
    """North Elm with a second room."""
    return load(elm_document(resources=ROOMS))


def massage(shop, name="Jo Lind", clock="10:00"):
    guest = operations.Guest(name=name, email=f"{name[:2].lower()}@example.com")
    return factories.book(shop, "Massage", clock=clock, guest=guest)


def room_of(booking):
    return booking.places.get().appointment.resource.name


def one(shop):
    return Resource.objects.get(business=shop.business, name="Room 1")


def by_form(client, shop):
    page = address(one(shop))
    return confirm(client, page, send(client, page, active=None))


def by_list(client, shop):
    chosen = {"action": "switch_off", "_selected_action": [one(shop).pk]}
    return confirm(client, LIST, client.post(LIST, chosen, follow=True))


def by_document(client, shop):
    return client.post("/admin/document/", {"text": json.dumps(elm_document(resources=ROOMS[1:]))}, follow=True)


WAYS = {"form": by_form, "list": by_list, "document": by_document}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_to_come_goes_to_the_other_room_and_the_page_says_so(two_rooms, olive, way):
    booking = massage(two_rooms)
    answer = WAYS[way](olive, two_rooms)
    assert room_of(booking) == "Room 2"
    assert "1 booking moved to another one of the kind: Jo Lind, Tue, Nov 24, 2026, 10:00\u202fAM." in answer.text
    assert not one(two_rooms).active
    assert booking.events.last().by == "dashboard:olive"


@pytest.mark.parametrize("way", WAYS)
def test_what_cannot_go_is_named_with_the_way_on(two_rooms, olive, way):
    stays, other = massage(two_rooms), massage(two_rooms, "Al Berg")
    answer = WAYS[way](olive, two_rooms)
    assert [room_of(stays), room_of(other)] == ["Room 1", "Room 2"]
    assert "For 1 booking nothing else of the kind is free: Jo Lind, Tue, Nov 24, 2026, 10:00\u202fAM." in answer.text
    assert OUT in answer.text


def test_it_is_on_the_front_page_in_the_list_and_on_the_rooms_own_page_until_it_is_settled(two_rooms, olive):
    stays, _ = massage(two_rooms), massage(two_rooms, "Al Berg")
    by_form(olive, two_rooms)
    assert "1 booking in a room or with equipment that is out of order" in olive.get("/admin/").text
    listed = olive.get(OUT).text
    assert "Jo Lind" in listed
    assert "Al Berg" not in listed
    assert "1 coming appointment still stands in it" in olive.get(address(one(two_rooms))).text
    assert "out of order" in olive.get(f"{BOOKINGS}{stays.pk}/change/").text
    operations.cancel(booking=stays, now=NOW, by="x")
    assert "out of order" not in olive.get("/admin/").text
    assert "Jo Lind" not in olive.get(OUT).text


def test_the_list_knows_what_is_booked_with_each_room(two_rooms, olive):
    massage(two_rooms), massage(two_rooms, "Al Berg")
    listed = olive.get(f"{BOOKINGS}?room={one(two_rooms).pk}").text
    assert "Jo Lind" in listed
    assert "Al Berg" not in listed
    assert f"room={one(two_rooms).pk}" in olive.get(address(one(two_rooms))).text


@pytest.mark.parametrize("asked", ["x", "²", "9" * 18, ""])
def test_a_room_that_is_none_is_no_fault(two_rooms, olive, asked):
    assert olive.get(f"{BOOKINGS}?room={asked}", follow=True).status_code == 200


def test_what_the_command_switches_off_the_worker_empties(two_rooms):
    booking = massage(two_rooms)
    load(elm_document(resources=ROOMS[1:]))
    assert room_of(booking) == "Room 1"
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert (room_of(booking), booking.events.last().by) == ("Room 2", "worker:rehousing")


def test_no_guest_gets_a_mail_about_a_room(two_rooms, olive):
    massage(two_rooms)
    call_command("run_worker", once=True, stdout=io.StringIO())
    before = Delivery.objects.count()
    by_form(olive, two_rooms)
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert Delivery.objects.count() == before


def test_a_service_that_needs_something_else_says_that_what_is_booked_keeps_what_it_has(two_rooms, olive):
    booking = massage(two_rooms)
    Resource.objects.create(
        business=two_rooms.business, name="Chair", kind="chair", location=two_rooms.locations["Main"]
    )
    answer = send(olive, address(two_rooms.services["Massage"]), resource_kind="chair")
    assert faults(answer) == {}
    assert "What is booked already keeps the room or equipment it has." in answer.text
    assert room_of(booking) == "Room 1"

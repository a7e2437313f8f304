"""Somebody who sits there already, without a name: every list has them, and nobody is written to."""

import io

import pytest
from django.core.management import call_command

from bookings import operations, queries
from bookings.models import Booking, Delivery
from businesses.models import Customer
from tests import factories
from tests.bookings.dashboard.day.test_new_booking import send
from tests.bookings.dialects.every.cast import VOICES
from tests.factories import NOW


@pytest.fixture
def walk_in(elm, olive):
    """Somebody for whom the owner took the time that has just begun."""
    send(olive, elm, who="walk_in", name="", email="", day="2026-11-20", time="08:40")
    return Booking.objects.with_details().get()


def asked(shop, dialect, path, **query):
    voice = next(each for each in VOICES if each.dialect == dialect)
    answer = voice.partner(factories.key(shop, dialect)).get(path, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_is_confirmed_now_and_nobody_the_business_knows(elm, walk_in):
    before = NOW.replace(hour=14, minute=40)
    assert (walk_in.status, walk_in.starts_at, walk_in.customer) == ("confirmed", before, None)
    assert Customer.objects.filter(business=elm.business).count() == 2


def test_booqara_and_nextinque_show_a_guest(elm, walk_in):
    assert asked(elm, "booqara", f"/appointments/{walk_in.uuid}")["guestName"] == "Guest"
    assert asked(elm, "nextinque", f"/reservations/{walk_in.code}")["reservation"]["customerName"] == "Guest"


def test_reservekit_lists_it_as_a_guest_and_nothing_more(elm, walk_in):
    (shown,) = asked(elm, "reservekit", "/bookings", service_id=walk_in.service.pk)["data"]["bookings"]
    assert shown["id"] == walk_in.pk
    assert {name: said for name, said in shown["customer"].items() if said is not None} == {"name": "Guest"}


def test_partners_hear_of_it_like_of_any_other(elm, walk_in):
    call_command("run_worker", once=True, stdout=io.StringIO())
    (event,) = queries.events_after(elm.business, after=0, limit=9, now=NOW)
    assert event.wire_type == "booking.created"


def test_nobody_is_written_to(elm, walk_in, mailoutbox):
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert mailoutbox == []
    assert {row.status for row in Delivery.objects.all()} <= {"skipped"}


@pytest.mark.parametrize("page", ["/admin/", "/admin/diary/?day=2026-11-20", "/admin/bookings/booking/"])
def test_the_house_sees_a_guest_on_every_page(elm, olive, walk_in, page):
    assert "Guest" in olive.get(page).text


def test_they_can_be_marked_as_here_moved_on_and_done(elm, walk_in):
    here = operations.arrive(booking=walk_in, now=NOW, by="x")
    assert here.arrived
    done = operations.complete(booking=walk_in, now=walk_in.ends_at, by="x")
    assert done.status == "completed"

"""Online services: guests read that they are, and only who has booked reads where."""

import datetime as dt

import time_machine

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.bookings.wizard.test_booking import JORDAN, choose, only
from tests.factories import DAY, NOW

SECRET, ADDRESS = "meet.example", "https://meet.example/{random}"


def shop(**rules):
    """North Elm, where Fade and Trim are by video, and Maria has an address of her own."""
    document = factories.elm_document(rules=rules)
    for service in document["categories"][0]["services"][:2]:
        service["online"] = ADDRESS
    document["staff"][0]["online"] = "https://meet.example/maria"
    return factories.load(document)


def test_pages_on_the_way_say_online_and_never_where(guest, db, now):
    house = shop()
    fade = house.services["Fade"].pk
    pages = ["/book/elm/", f"/book/elm/{fade}/staff/", f"/book/elm/{fade}/time/?staff=any&date={DAY}"]
    for path in pages:
        page = guest.open(path)
        assert "Online" in page.text
        assert SECRET not in page.html
    choose(guest, house)
    page = guest.press("Continue", **JORDAN)
    assert "Where Online" in page.text
    assert "123 Main St" not in page.text
    assert SECRET not in page.html


def test_who_has_booked_reads_the_address_and_needs_no_map(guest, db, now):
    choose(guest, shop(), staff="any")
    guest.press("Continue", **JORDAN)
    page = guest.press("Book now")
    address = only().appointment.online_address
    assert f'href="{address}"' in page.html
    assert "Where Online" in page.text
    assert "On the map" not in page.text


def test_before_the_hour_that_the_business_sets_it_is_said_when_the_link_is_there(guest, db, now):
    choose(guest, shop(online_shown_minutes=60))
    guest.press("Continue", **JORDAN)
    page = guest.press("Book now")
    assert "The link stands here from Tuesday, November 24, 2026, 9:00" in page.text
    assert SECRET not in page.html
    path = guest.path.partition("?")[0]
    assert SECRET not in guest.client.get(f"{path}calendar.ics").content.decode()
    with time_machine.travel(only().starts_at - dt.timedelta(minutes=59), tick=False):
        assert SECRET in guest.open(path).html
        assert "CONFERENCE" in guest.client.get(f"{path}calendar.ics").content.decode()


def test_a_cancelled_booking_shows_no_address(guest, db, now):
    choose(guest, shop())
    guest.press("Continue", **JORDAN)
    page = guest.press("Book now")
    path = guest.path.partition("?")[0]
    operations.cancel(booking=only(), now=NOW, by="x")
    page = guest.open(path)
    assert Booking.objects.get().status == "cancelled"
    assert SECRET not in page.html

"""A guest cancels a booking of their own."""

import datetime as dt

import pytest
import time_machine

from bookings import errors, operations
from bookings.models import Booking
from tests import factories
from tests.factories import NOW, link

A_WEEK = 60 * 24 * 7


def test_it_asks_first_and_then_does_it(guest, elm):
    booking = factories.book(elm, "Fade")
    guest.open(link(booking))
    page = guest.click("Cancel")
    assert "Cancel this booking?" in page.text
    assert "10:00 AM – 10:45 AM" in page.text
    assert Booking.objects.get().status == "confirmed"
    page = guest.press("Yes, cancel it", reason="A cold\0.")
    assert "It is cancelled. A cold." in page.text
    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("cancelled", "A cold.")
    assert booking.events.get(type="booking.cancelled").by == "guest"


def test_the_time_is_free_again(guest, elm):
    guest.open(link(factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")) + "cancel/")
    guest.press("Yes, cancel it")
    assert factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez").status == "confirmed"


def test_no_leads_back(guest, elm):
    booking = factories.book(elm, "Fade")
    guest.open(link(booking) + "cancel/?tz=Europe/Berlin")
    assert "It is confirmed." in guest.click("No, keep it").text
    assert "in Berlin" in guest.page.text


def test_a_pending_one_can_be_cancelled(guest, elm):
    guest.open(link(factories.book(elm, "Fade", confirmed=False)) + "cancel/")
    assert "It is cancelled." in guest.press("Yes, cancel it").text


def test_a_reason_has_its_length(guest, elm):
    guest.open(link(factories.book(elm, "Fade")) + "cancel/")
    guest.press("Yes, cancel it", reason="ß" * 2000)
    assert Booking.objects.get().cancel_reason == "ß" * 500


def test_twice_is_as_once(guest, elm):
    booking = factories.book(elm, "Fade")
    guest.open(link(booking) + "cancel/")
    form, _ = guest.found("Yes, cancel it")
    path = guest.path
    for reason in ("A cold.", "Another."):
        guest.path = path
        assert "It is cancelled. A cold." in guest.send("", "post", {**form.fields, "reason": reason}).text
    assert "It is cancelled." in guest.open(path).text
    assert booking.events.count() == 2


def test_too_late_says_so_and_changes_nothing(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": A_WEEK}))
    booking = factories.book(shop, "Fade")
    page = guest.open(link(booking) + "cancel/")
    assert "It can no longer be moved or cancelled online." in page.text
    assert not page.buttons("cancel")
    page = guest.send(link(booking) + "cancel/", "post", {})
    assert page.status == 409
    assert "It is too late to do this online" in page.text
    assert page.link("(202)") == "tel:(202)555-0100"
    assert Booking.objects.get().status == "confirmed"


def test_what_has_begun_is_not_cancelled(guest, elm):
    booking = factories.book(elm, "Fade")
    with time_machine.travel(booking.starts_at + dt.timedelta(minutes=1), tick=False):
        assert guest.send(link(booking) + "cancel/", "post", {}).status == 409
    assert Booking.objects.get().status == "confirmed"


def test_what_is_done_with_is_not_cancelled_and_is_shown_as_it_is(guest, elm):
    booking = factories.book(elm, "Fade")
    operations.complete(booking=booking, now=booking.ends_at, by="x")
    page = guest.send(link(booking) + "cancel/", "post", {})
    assert page.status == 409
    assert "This booking has changed meanwhile" in page.text
    assert "10:00 AM – 10:45 AM" in page.text
    assert Booking.objects.get().status == "completed"


def test_a_busy_moment_keeps_what_was_typed(guest, elm, monkeypatch):
    guest.open(link(factories.book(elm, "Fade")) + "cancel/")
    with monkeypatch.context() as patch:
        patch.setattr(operations, "cancel", lambda **_: (_ for _ in ()).throw(errors.Busy))
        page = guest.press("Yes, cancel it", reason="A cold.")
    assert page.status == 503
    assert page.answer["Retry-After"]
    assert "It is cancelled. A cold." in guest.press("Try again").text


@pytest.mark.parametrize("token", ["1-1~forged", "", "x"])
def test_a_link_that_is_none_cancels_nothing(client, elm, token):
    factories.book(elm, "Fade")
    assert client.post(f"/b/{token}/cancel/").status_code == 404
    assert Booking.objects.get().status == "confirmed"


def test_a_revoked_link_cancels_nothing(client, elm):
    booking = factories.book(elm, "Fade")
    old = link(booking)
    operations.revoke_links(booking=booking, now=NOW, by="x")
    assert client.post(old + "cancel/").status_code == 404
    assert Booking.objects.get().status == "confirmed"

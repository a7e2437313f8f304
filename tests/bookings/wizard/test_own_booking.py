"""A guest's own booking, opened by its link."""

import re

import icalendar
import pytest

from bookings import operations, queries
from bookings.models import Booking
from tests import factories
from tests.factories import NOW


def link(booking):
    return f"/b/{queries.link_token(booking)}/"


def test_it_says_what_when_where_and_with_whom(guest, elm):
    booking = factories.book(elm, "Fade", staff="Maria Gomez", clock="10:00")
    page = guest.open(link(booking))
    for words in (
        "Hello Jordan, this is your booking",
        "It is confirmed.",
        booking.code,
        "Tuesday, November 24, 2026, 10:00 AM – 10:45 AM",
        "Central Standard Time (Chicago)",
        "Maria Gomez",
        "123 Main St",
        "$35.00",
    ):
        assert words in page.text


def test_no_more_of_the_person_than_the_first_name(guest, elm):
    booking = factories.book(
        elm,
        "Fade",
        guest=operations.Guest(
            name="Jordan Smith", email="jordan@example.com", phone="+12025550147", notes="allergic to everything"
        ),
        staff_notes="pays late",
    )
    html = guest.open(link(booking)).html + guest.open(link(booking) + "calendar.ics").html
    for secret in ("Smith", "jordan@example.com", "2025550147", "allergic", "pays late"):
        assert secret not in html


def test_the_guests_own_zone_stands_beside_the_venues(guest, elm):
    someone = operations.Guest(name="Jo", timezone="Asia/Karachi")
    booking = factories.book(elm, "Fade", clock="10:00", guest=someone)
    assert "Tuesday, November 24, 2026, 9:00 PM in Karachi" in guest.open(link(booking)).text


def test_the_language_is_the_one_it_was_booked_in(guest, elm):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name="Jo", language="de"))
    assert '<html lang="de"' in guest.open(link(booking)).html
    assert '<html lang="fr"' in guest.open(link(booking) + "?lang=fr").html


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (lambda b: operations.cancel(booking=b, now=NOW, by="x", reason="The room is flooded."), "It is cancelled."),
        (lambda b: operations.unconfirm(booking=b, now=NOW, by="x"), "It is not confirmed yet"),
        (lambda b: operations.complete(booking=b, now=b.ends_at, by="x"), "It is over."),
        (lambda b: operations.no_show(booking=b, now=b.ends_at, by="x"), "did not come"),
    ],
)
def test_every_state_has_words(guest, elm, verb, words):
    booking = factories.book(elm, "Fade")
    verb(booking)
    assert words in guest.open(link(booking)).text


def test_a_cancelled_one_says_why_and_can_be_booked_again(guest, elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x", reason="The room is flooded.")
    page = guest.open(link(booking))
    assert "The room is flooded." in page.text
    assert page.link("Book again") == "/book/elm/"
    assert "Move" not in page.links


def test_the_policy_has_its_last_moment(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 60}))
    page = guest.open(link(factories.book(shop, "Fade", clock="10:00")))
    assert "until Tuesday, November 24, 2026, 9:00 AM" in page.text


def test_inside_the_notice_the_phone_is_given(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 60 * 24 * 7}))
    page = guest.open(link(factories.book(shop, "Fade")))
    assert "It can no longer be moved or cancelled online." in page.text
    assert page.link("(202)")
    assert "Move" not in page.links


@pytest.mark.parametrize("token", ["", "1", "1-1", "1-1~forged", "€~€", "x" * 500, "1-1~" + "A" * 43, "%00"])
@pytest.mark.parametrize("page", ["", "calendar.ics", "move/", "cancel/"])
def test_a_link_that_is_none_opens_nothing(client, elm, token, page):
    assert client.get(f"/b/{token}/{page}").status_code == 404


def test_a_revoked_link_opens_nothing_and_says_where_to_go(guest, elm):
    booking = factories.book(elm, "Fade")
    old = link(booking)
    operations.revoke_links(booking=booking, now=NOW, by="x")
    page = guest.open(old)
    assert page.status == 404
    assert "This link opens no booking" in page.text
    assert "Fade" not in page.text


def test_a_hold_has_no_page(client, elm):
    held, _ = operations.hold(
        business=elm.business,
        service=elm.services["Fade"],
        starts_at=factories.at(elm, factories.DAY, "10:00"),
        taker=operations.Taker("wizard", "guest"),
        now=NOW,
    )
    assert client.get(link(held)).status_code == 404


def test_nobody_keeps_it_and_no_other_site_learns_its_address(client, elm):
    answer = client.get(link(factories.book(elm, "Fade")))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_calendars_are_a_click_away(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    page = guest.open(link(booking))
    assert "dates=20261124T160000Z%2F20261124T164500Z" in page.link("Google")
    assert "startdt=2026-11-24T16%3A00%3A00Z" in page.link("Outlook")
    answer = guest.client.get(page.link("Calendar file"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["UID"] == str(booking.uuid)
    assert queries.link_token(booking) in event["URL"]


def test_a_business_may_keep_names_to_itself(guest, db, now):
    shop = factories.load(factories.elm_document(page={"show_staff_selection": False, "show_service_prices": False}))
    booking = factories.book(shop, "Fade", staff="Maria Gomez")
    html = guest.open(link(booking)).html + guest.open(link(booking) + "calendar.ics").html
    assert "Maria" not in html
    assert "$" not in html


# Cancelling


def test_cancelling_asks_first_and_then_does_it(guest, elm):
    booking = factories.book(elm, "Fade")
    guest.open(link(booking))
    page = guest.click("Cancel")
    assert "Cancel this booking?" in page.text
    assert Booking.objects.get().status == "confirmed"
    page = guest.press("Yes, cancel it", reason="A cold\0.")
    assert "It is cancelled. A cold." in page.text
    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("cancelled", "A cold.")


def test_cancelling_twice_is_as_once(guest, elm):
    booking = factories.book(elm, "Fade")
    guest.open(link(booking) + "cancel/")
    form, _ = guest.found("Yes, cancel it")
    path = guest.path
    for _ in range(2):
        guest.path = path
        assert "It is cancelled." in guest.send("", "post", form.fields).text
    assert booking.events.count() == 2


def test_too_late_to_cancel_says_so_and_changes_nothing(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 60 * 24 * 7}))
    booking = factories.book(shop, "Fade")
    page = guest.open(link(booking) + "cancel/")
    assert "It can no longer be moved or cancelled online." in page.text
    page = guest.send(link(booking) + "cancel/", "post", {})
    assert page.status == 409
    assert "It is too late to do this online" in page.text
    assert Booking.objects.get().status == "confirmed"


# Moving


def test_moving_shows_the_times_then_both_and_then_does_it(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    guest.open(link(booking))
    guest.click("Move")
    guest.click("Wednesday, November 25")
    page = guest.press(next(text for text in guest.page.buttons() if text.startswith("1:00")))
    assert "From Tuesday, November 24, 2026, 10:00 AM" in page.text
    assert "To Wednesday, November 25, 2026, 1:00 PM" in page.text
    assert Booking.objects.get().starts_at == booking.starts_at
    page = guest.press("Yes, move it")
    assert "Your booking has been moved." in page.text
    moved = Booking.objects.get()
    assert (moved.code, moved.staff.name) == (booking.code, "Maria Gomez")
    assert moved.starts_at == factories.at(elm, factories.DAY.replace(day=25), "13:00")


def test_its_own_time_does_not_stand_in_the_way(guest, elm):
    booking = factories.book(elm, "Color", clock="10:00")
    guest.open(link(booking) + f"move/?date={factories.DAY}")
    assert [text for text in guest.page.buttons() if text.startswith("10:30")]
    assert "as it is now" in guest.page.text


def test_moving_there_twice_is_as_once(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    guest.open(link(booking) + "move/?start=2026-11-25T19:00:00Z")
    form, _ = guest.found("Yes, move it")
    path = guest.path
    for _ in range(2):
        guest.path = path
        assert "has been moved" in guest.send("", "post", form.fields).text
    assert booking.events.count() == 2


def test_a_time_taken_meanwhile_offers_the_nearest(guest, elm):
    booking = factories.book(elm, "Color", clock="10:00")
    guest.open(link(booking) + "move/?start=2026-11-25T19:00:00Z")
    factories.book(elm, "Color", factories.DAY.replace(day=25), "13:00")
    page = guest.press("Yes, move it")
    assert page.status == 409
    assert len(page.buttons("November 2")) == 3
    assert "Move your booking?" in guest.press("November 2").text
    assert "has been moved" in guest.press("Yes, move it").text


def test_a_page_that_is_out_of_date_moves_nothing(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    guest.open(link(booking) + "move/?start=2026-11-25T19:00:00Z")
    moved = factories.at(elm, factories.DAY, "15:00")
    operations.move(booking=booking, starts_at=moved, now=NOW, by="owner")
    page = guest.press("Yes, move it")
    assert "This booking has changed meanwhile" in page.text
    assert Booking.objects.get().starts_at == moved


def test_too_late_to_move_gives_the_phone(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 60 * 24 * 7}))
    booking = factories.book(shop, "Fade")
    page = guest.open(link(booking) + "move/")
    assert page.status == 409
    assert page.link("(202)")
    page = guest.send(link(booking) + "move/", "post", {"start": "2026-11-25T19:00:00Z", "sequence": "1"})
    assert page.status == 409
    assert Booking.objects.get().starts_at == booking.starts_at


def test_a_cancelled_booking_does_not_move(guest, elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    assert "It is cancelled." in guest.open(link(booking) + "move/").text
    assert "It is cancelled." in guest.send(link(booking) + "move/", "post", {"start": "2026-11-25T19:00:00Z"}).text


def test_a_start_that_is_not_offered_moves_nothing(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    page = guest.send(link(booking) + "move/", "post", {"start": "2026-11-25T19:07:00Z", "sequence": "1"})
    assert page.status == 400
    assert "This time cannot be booked" in page.text


# Mail scanners


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_changes_nothing(client, elm, method):
    booking = factories.book(elm, "Fade")
    for page in ("", "?done=1", "calendar.ics", "move/", "move/?start=2026-11-25T19:00:00Z", "cancel/"):
        assert getattr(client, method)(link(booking) + page).status_code == 200
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert booking.events.count() == 1


def test_the_page_has_its_words_in_the_source_once(guest, elm):
    html = guest.open(link(factories.book(elm, "Fade"))).html
    assert len(re.findall(r"<h1\b", html)) == 1

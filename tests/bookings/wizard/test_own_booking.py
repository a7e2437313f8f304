"""A guest's own booking, opened by its link."""

import datetime as dt
import re

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings import operations, queries
from tests import factories
from tests.factories import NOW, link
from tests.guests import Guest

A_WEEK = 60 * 24 * 7
PAGES = ["", "?done=1", "calendar.ics", "move/", "move/?start=2026-11-25T19:00:00Z", "cancel/"]


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
    shown = "".join(guest.open(link(booking) + page).html for page in PAGES)
    for secret in ("Smith", "jordan@example.com", "2025550147", "allergic", "pays late"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("name", "hello"), [("", "Your booking"), (" Jo  Li", "Hello Jo,"), ("<b>Jo</b>", "<b>Jo</b>")]
)
def test_whatever_the_name_it_greets(guest, elm, name, hello):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name=name, email="jo@example.com"))
    assert hello in guest.open(link(booking)).text


# When


def test_the_guests_own_zone_stands_beside_the_venues(guest, elm):
    someone = operations.Guest(name="Jo", timezone="Asia/Karachi")
    booking = factories.book(elm, "Fade", clock="10:00", guest=someone)
    assert "Tuesday, November 24, 2026, 9:00 PM in Karachi" in guest.open(link(booking)).text
    assert "Tuesday, November 24, 2026, 5:00 PM in Berlin" in guest.open(link(booking) + "?tz=Europe/Berlin").text


@pytest.mark.parametrize("zone", ["America/Winnipeg", "America/Chicago", "Nowhere/Atall", ""])
def test_a_clock_that_shows_the_same_is_not_named(guest, elm, zone):
    booking = factories.book(elm, "Fade", clock="10:00", guest=operations.Guest(name="Jo", timezone=zone))
    assert guest.open(link(booking)).text.count("10:00 AM – 10:45 AM") == 1
    assert " AM in " not in guest.page.text


@pytest.mark.parametrize("page", ["", "move/", "cancel/"])
def test_in_the_evening_the_date_is_still_the_venues(guest, elm, page):
    booking = factories.book(elm, "Fade", clock="18:00")
    assert booking.starts_at.date() == factories.DAY.replace(day=25)
    shown = guest.open(link(booking) + page)
    assert "Tuesday, November 24, 2026, 6:00 PM – 6:45 PM" in shown.text
    assert "November 25, 2026, 6:00" not in shown.text


# In which language


def language(page):
    return re.search(r'<html lang="(..)"', page.html)[1]


def test_the_language_is_the_one_it_was_booked_in(guest, elm):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name="Jo", language="de"))
    assert language(guest.open(link(booking))) == "de"
    assert language(Guest(**{"Accept-Language": "es"}).open(link(booking))) == "de"


def test_a_language_that_was_chosen_since_goes_before_it(guest, elm):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name="Jo", language="de"))
    assert language(guest.open(link(booking) + "?lang=fr")) == "fr"
    assert language(guest.open(link(booking))) == "fr"


def test_without_one_it_is_the_browsers(elm):
    booking = factories.book(elm, "Fade")
    assert language(Guest(**{"Accept-Language": "es"}).open(link(booking))) == "es"


# Its state


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        (True, "Thank you, Jordan. You are booked."),
        (False, "Your request has been sent. North Elm Studio will confirm it."),
    ],
)
def test_right_after_booking_it_says_what_happens_now(guest, elm, confirmed, words):
    booking = factories.book(elm, "Fade", confirmed=confirmed)
    assert words in guest.open(link(booking) + "?done=1").text
    operations.cancel(booking=booking, now=NOW, by="x")
    assert "It is cancelled." in guest.open(link(booking) + "?done=1").text


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (lambda b: operations.cancel(booking=b, now=NOW, by="x", reason="The room is flooded."), "It is cancelled."),
        (lambda b: operations.unconfirm(booking=b, now=NOW, by="x"), "It is a request, and not confirmed yet."),
        (lambda b: operations.complete(booking=b, now=b.ends_at, by="x"), "It is over."),
        (lambda b: operations.no_show(booking=b, now=b.ends_at, by="x"), "did not come"),
    ],
)
def test_every_state_has_words(guest, elm, verb, words):
    booking = factories.book(elm, "Fade")
    verb(booking)
    assert words in guest.open(link(booking)).text


def test_what_is_past_is_over_and_can_be_booked_again(guest, elm):
    booking = factories.book(elm, "Fade")
    with time_machine.travel(booking.ends_at, tick=False):
        page = guest.open(link(booking))
    assert "It is over." in page.text
    assert page.link("Book something else") == "/book/elm/"
    assert not {"Move", "Cancel", "Calendar file"} & set(page.links)


def test_a_cancelled_one_says_why_and_can_be_booked_again(guest, elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x", reason="The room is flooded.")
    page = guest.open(link(booking))
    assert "The room is flooded." in page.text
    assert page.link("Book something else") == "/book/elm/"
    assert not {"Move", "Cancel", "Calendar file"} & set(page.links)


# The house's rules


def test_the_policy_has_its_last_moment(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 60}))
    booking = factories.book(shop, "Fade", clock="10:00")
    page = guest.open(link(booking))
    assert "until Tuesday, November 24, 2026, 9:00 AM" in page.text
    with time_machine.travel(booking.starts_at - dt.timedelta(minutes=60), tick=False):
        assert "Move" in guest.open(link(booking)).links
    with time_machine.travel(booking.starts_at - dt.timedelta(minutes=59), tick=False):
        assert "Move" not in guest.open(link(booking)).links


def test_inside_the_notice_the_phone_is_given(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": A_WEEK}))
    page = guest.open(link(factories.book(shop, "Fade")))
    assert "It can no longer be moved or cancelled online." in page.text
    assert page.link("(202)")
    assert not {"Move", "Cancel"} & set(page.links)


def test_a_business_may_keep_names_and_prices_to_itself(guest, db, now):
    shop = factories.load(factories.elm_document(page={"show_staff_selection": False, "show_service_prices": False}))
    booking = factories.book(shop, "Fade", staff="Maria Gomez")
    html = guest.open(link(booking)).html + guest.open(link(booking) + "calendar.ics").html
    assert "Maria" not in html
    assert "$" not in html


def test_a_price_on_request_and_a_price_for_each_person(guest, elm):
    assert "Price on request" in guest.open(link(factories.book(elm, "Advice"))).text
    page = guest.open(link(factories.book(elm, "Yoga", party_size=2)))
    assert "2 people" in page.text
    assert "$12.00 for each person" in page.text
    assert "Annex, 9 Side St" in page.text


# The link


@pytest.mark.parametrize("token", ["", "1", "1-1", "1-1~forged", "€~€", "x" * 500, "1-1~" + "A" * 43, "%00"])
@pytest.mark.parametrize("page", ["", "calendar.ics", "move/", "cancel/"])
def test_a_link_that_is_none_opens_nothing(client, elm, token, page):
    factories.book(elm, "Fade")
    assert client.get(f"/b/{token}/{page}").status_code == 404


def test_a_revoked_link_opens_nothing_and_says_where_to_go(guest, elm):
    booking = factories.book(elm, "Fade")
    old = link(booking)
    operations.revoke_links(booking=booking, now=NOW, by="x")
    for page in PAGES:
        shown = guest.open(old + page)
        assert shown.status == 404
        assert "This link opens no booking" in shown.text
        assert shown.link("All businesses") == "/"
        assert "Fade" not in shown.text


def test_a_hold_has_no_page(client, elm):
    held, _ = operations.hold(
        wish=operations.one(elm.business, elm.services["Fade"], factories.at(elm, factories.DAY, "10:00")),
        taker=operations.Taker("wizard", "guest"),
        now=NOW,
    )
    assert client.get(link(held)).status_code == 404


@pytest.mark.parametrize("page", ["", "move/", "cancel/"])
def test_nobody_keeps_it_and_no_other_site_learns_its_address(client, elm, page):
    answer = client.get(link(factories.book(elm, "Fade")) + page)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_only_the_sites_of_its_business_may_frame_it(guest, db, now):
    shop = factories.load(factories.elm_document(page={"embed_origins": ["https://northelm.example"]}))
    booking = factories.book(shop, "Fade")
    page = guest.open(link(booking) + "?embed=1")
    assert "frame-ancestors https://northelm.example;" in page.answer["Content-Security-Policy"] + ";"
    assert all("embed=1" in page.link(words) for words in ("Move", "Cancel"))
    operations.cancel(booking=booking, now=NOW, by="x")
    assert guest.open(link(booking) + "?embed=1").link("Book something else") == "/book/elm/?embed=1"
    assert "frame-ancestors 'none'" in guest.open(link(booking)).answer["Content-Security-Policy"]


# Its calendar file


def test_calendars_are_a_click_away(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    page = guest.open(link(booking))
    assert "dates=20261124T160000Z%2F20261124T164500Z" in page.link("Google")
    assert "startdt=2026-11-24T16%3A00%3A00Z" in page.link("Outlook")
    answer = guest.client.get(page.link("Calendar file"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{booking.code}.ics"'
    assert answer["Cache-Control"] == "private, no-store"
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["UID"] == str(booking.uuid)
    assert queries.link_token(booking) in event["URL"]


def test_the_file_of_a_cancelled_one_ends_the_entry(client, elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    event = icalendar.Calendar.from_ical(client.get(link(booking) + "calendar.ics").content).walk("VEVENT")[0]
    assert event["STATUS"] == "CANCELLED"


# Mail scanners


@pytest.mark.parametrize("page", PAGES)
def test_opening_writes_nothing(elm, page):
    booking = factories.book(elm, "Fade")
    for method in ("get", "head"):
        with CaptureQueriesContext(connection) as asked:
            assert getattr(Client(), method)(link(booking) + page).status_code == 200
        assert asked.captured_queries
        assert [sql for sql in (query["sql"] for query in asked) if not sql.lstrip("(").startswith("SELECT")] == []
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert booking.events.count() == 1


@pytest.mark.parametrize("page", ["", "calendar.ics"])
def test_what_only_shows_takes_nothing(client, elm, page):
    assert client.post(link(factories.book(elm, "Fade")) + page).status_code == 405


# Long after the visit


EVERYWHERE = ["", "calendar.ics", "move/", "cancel/", "attend/", "again/"]


@pytest.fixture
def visited(elm):
    """A booking of a guest who came, and the instant at which the visit was over."""
    booking = factories.book(elm, "Fade")
    return booking, booking.ends_at


def test_after_a_month_it_can_only_be_looked_at(guest, visited):
    booking, over = visited
    with time_machine.travel(over + dt.timedelta(days=30), tick=False):
        page = guest.open(link(booking))
        assert page.status == 200
        assert "It is over." in page.text
        assert "You can look at this page until Wednesday, November 24, 2027." in page.text
        assert "Jordan" not in page.text
        for path in ("move/", "cancel/", "attend/"):
            for method in (guest.client.get, guest.client.post):
                answer = method(link(booking) + path)
                assert answer.status_code in (302, 303)
                assert answer["Location"] == link(booking)
    assert booking.events.count() == 1


def test_after_a_year_it_has_ended_and_says_how_else_to_reach_the_house(guest, visited):
    booking, over = visited
    with time_machine.travel(over + dt.timedelta(days=365), tick=False):
        for path in EVERYWHERE:
            page = guest.open(link(booking) + path)
            assert page.status == 410
            assert "This link has ended" in page.text
            assert "(202) 555-0100" in page.text
            for secret in (booking.code, "Jordan", "Fade"):
                assert secret not in page.html
        assert page.link("Find a booking") == "/book/elm/find"
        guest.click("Book again")
        assert guest.path == "/book/elm/"


@pytest.mark.parametrize("lang", ["en", "es", "de", "fr", "ar"])
def test_it_ends_in_every_language(guest, visited, lang):
    booking, over = visited
    with time_machine.travel(over + dt.timedelta(days=400), tick=False):
        page = guest.open(f"{link(booking)}?lang={lang}")
    assert (page.status, "This link has ended" in page.text) == (410, lang == "en")


def test_mails_can_be_refused_after_it_has_ended(guest, visited):
    booking, over = visited
    with time_machine.travel(over + dt.timedelta(days=2000), tick=False):
        guest.open(f"/b/{queries.stop_token(booking)}/unsubscribe/")
        assert "Fade" not in guest.page.html
        assert "You will get no more of them." in guest.press("No more mails like this one").text


def test_every_answer_at_its_address_stays_between_guest_and_house(client, visited):
    booking, over = visited
    for token, moment in [(link(booking), NOW), (link(booking), over + dt.timedelta(days=400)), ("/b/x/", NOW)]:
        with time_machine.travel(moment, tick=False):
            for path in [*EVERYWHERE, "unsubscribe/"]:
                answer = client.get(token + path)
                assert answer["Referrer-Policy"] == "no-referrer"
                assert answer["X-Robots-Tag"] == "noindex"
                assert answer["Cache-Control"] == "private, no-store"

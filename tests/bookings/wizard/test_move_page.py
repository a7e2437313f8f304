"""What the pages of a move say besides the times: on which date they open, what else changes, why nothing is free."""

import datetime as dt
import re

import pytest

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.factories import DAY, at, link

A_DAY = 60 * 24
LATER = DAY + dt.timedelta(days=35)  # in another month


def times(page):
    """What the buttons of the times say."""
    return [text for text in page.buttons() if " to " in text]


def without(name, **changes):
    """North Elm's document without somebody."""
    document = factories.elm_document(**changes)
    document["staff"] = [person for person in document["staff"] if person["name"] != name]
    return document


# On which date it opens


def test_it_opens_on_the_bookings_own_date_with_its_times(guest, elm):
    page = guest.open(link(factories.book(elm, "Fade", LATER, clock="10:00")) + "move/")
    assert "December 2026" in page.text
    assert re.search("Tuesday, December 29, 2026 : [0-9]+ times", page.text)
    assert [text for text in times(page) if text.startswith("10:00")]
    assert "as it is now" in page.text


def test_another_month_can_be_turned_to(guest, elm):
    guest.open(link(factories.book(elm, "Fade", LATER)) + "move/")
    guest.click("November 2026")
    assert "November 2026" in guest.page.text
    assert guest.page.link("Tuesday, November 24")


def test_today_is_opened_for_a_booking_of_today(guest, elm):
    booking = factories.book(elm, "Fade", dt.date(2026, 11, 20), clock="15:00")
    assert "Friday, November 20, 2026 : " in guest.open(link(booking) + "move/").text


# What it changes


def check(guest, shop, booking, day, clock):
    """The last look before a move."""
    return guest.open(f"{link(booking)}move/?start={at(shop, day, clock):%Y-%m-%dT%H:%M:%SZ}")


def test_it_says_until_when_it_can_be_changed_again_and_what_stays(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": A_DAY}))
    page = check(guest, shop, factories.book(shop, "Fade", LATER, staff="Maria Gomez"), DAY, "13:00")
    assert "free of charge, until Monday, November 23, 2026, 1:00 PM." in page.text
    assert "With Maria Gomez Price $35.00 It stays as agreed." in page.text
    assert "the last change" not in page.text


def test_it_warns_of_a_time_after_which_nothing_can_be_changed(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": A_DAY}))
    booking = factories.book(shop, "Fade", LATER)
    page = check(guest, shop, booking, dt.date(2026, 11, 20), "15:00")
    assert "This is the last change you can make online." in page.text
    assert "free of charge" not in page.text
    assert "It can no longer be moved or cancelled online." in guest.press("Yes, move it").text


def test_it_names_another_person_who_would_serve(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    before, after = ("Maria Gomez", "Ana Ruiz")[:: 1 if booking.staff.name == "Maria Gomez" else -1]
    factories.book(elm, "Fade", clock="15:00", staff=before)
    assert f"With {before} {after}" in check(guest, elm, booking, DAY, "15:00").text
    guest.press("Yes, move it")
    assert Booking.objects.get(pk=booking.pk).staff.name == after


def test_in_a_visit_it_names_the_service_that_somebody_else_would_do(guest, elm):
    first = operations.Part(elm.services["Trim"], at(elm, DAY, "10:00"), elm.staff["Maria Gomez"])
    wish = operations.Wish(elm.business, [first, operations.Part(elm.services["Fade"], operations.Then())])
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    booking = operations.book(wish=wish, order=order, now=factories.NOW)
    before = booking.parts[1].appointment.staff.name
    after = next(name for name in ("Maria Gomez", "Ana Ruiz") if name != before)
    factories.book(elm, "Fade", clock="15:30", staff=before)
    assert f"Fade {before} {after}" in check(guest, elm, booking, DAY, "15:00").text


def test_where_people_are_not_shown_nobody_is_named(guest, db, now):
    shop = factories.load(factories.elm_document(page={"show_staff_selection": False, "show_service_prices": False}))
    page = check(guest, shop, factories.book(shop, "Fade"), DAY, "15:00")
    assert not [words for words in ("Maria", "Ana", "$", "Price") if words in page.text]


# Why nothing is free


def test_it_says_that_the_person_has_left_and_offers_the_others(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    factories.load(without("Maria Gomez"))
    page = guest.open(link(booking) + "move/")
    assert "Maria Gomez no longer takes bookings." in page.text
    assert "taken" not in page.text
    assert page.link("(202)")
    guest.click("Ana Ruiz")
    page = guest.press(next(text for text in times(guest.page) if text.startswith("3:00")))
    assert "With Maria Gomez Ana Ruiz" in page.text
    assert "has been moved" in guest.press("Yes, move it").text
    moved = Booking.objects.get()
    assert (moved.pk, moved.staff.name, moved.starts_at) == (booking.pk, "Ana Ruiz", at(elm, DAY, "15:00"))


def test_who_is_still_there_is_not_exchanged_by_an_address(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    guest.open(f"{link(booking)}move/?staff={elm.staff['Ana Ruiz'].pk}&start=2026-11-25T19:00:00Z")
    guest.press("Yes, move it")
    assert Booking.objects.get().staff.name == "Maria Gomez"


def test_where_nobody_does_it_any_more_it_says_so(guest, elm):
    booking = factories.book(elm, "Color", staff="Cleo Fox")
    factories.load(without("Cleo Fox"))
    page = guest.open(link(booking) + "move/")
    assert "Cleo Fox no longer takes bookings." in page.text
    assert page.link("Book something else") == "/book/elm/"


def test_a_service_that_is_no_longer_offered_is_named(guest, elm):
    booking = factories.book(elm, "Fade")
    document = factories.elm_document()
    document["categories"][0]["services"][0]["active"] = False
    factories.load(document)
    assert "Fade can no longer be booked online." in guest.open(link(booking) + "move/").text


@pytest.mark.parametrize("lang", ["es", "de", "fr", "ar"])
def test_the_reason_is_said_in_every_language(guest, elm, lang):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    factories.load(without("Maria Gomez"))
    page = guest.open(f"{link(booking)}move/?lang={lang}")
    assert "Maria Gomez" in page.text
    assert "no longer" not in page.text


def test_in_a_visit_whose_person_has_gone_it_is_booked_anew(guest, elm):
    first = operations.Part(elm.services["Trim"], at(elm, DAY, "10:00"), elm.staff["Maria Gomez"])
    wish = operations.Wish(elm.business, [first, operations.Part(elm.services["Fade"], operations.Then())])
    booking = operations.book(wish=wish, order=operations.Order(factories.JORDAN, factories.WIZARD), now=factories.NOW)
    document = without("Maria Gomez")
    document["staff"].append({"name": "Zoe Hill", "services": ["Trim"]})
    factories.load(document)
    page = guest.open(link(booking) + "move/")
    assert "Maria Gomez no longer takes bookings." in page.text
    guest.click("Book it with somebody else")
    assert "staff=any" in guest.path
    assert "Fade" in guest.page.text

"""A guest who has a booking at that time already is asked, and nobody else learns of it."""

import datetime as dt

import pytest
from django.core import mail as django_mail

from bookings import operations
from bookings.management.commands import run_worker
from bookings.models import Booking
from tests import factories
from tests.bookings.wizard.test_booking import JORDAN, choose
from tests.factories import NOW, link
from tests.guests import Guest

QUESTION = "Would you like to book this one, too?"
KNOWN = "You already have Fade with Maria Gomez on Tuesday, November 24, 2026, 10:00 AM."


def check(guest, shop, *, staff="Ana Ruiz", clock="10:00", **typed):
    """The guest is at the last look before a booking."""
    choose(guest, shop, clock=clock, staff=shop.staff[staff].pk)
    return guest.press("Continue", **{**JORDAN, **typed})


@pytest.fixture
def jordan(guest, elm):
    """A browser in which Jordan has just booked Maria Gomez at ten."""
    check(guest, elm, staff="Maria Gomez")
    guest.press("Book now")
    return guest


def test_they_are_asked_and_may_have_both(jordan, elm):
    page = check(jordan, elm)
    assert KNOWN in page.text
    assert QUESTION in page.text
    assert "You are booked" in jordan.press("Book this one, too").text
    assert Booking.objects.visible().count() == 2


def test_the_question_leads_to_what_they_have(jordan, elm):
    check(jordan, elm)
    assert "Maria Gomez" in jordan.click("See, move or cancel it").text
    assert jordan.path == link(Booking.objects.visible().get())


@pytest.mark.parametrize(
    ("typed", "is_same"),
    [
        ({"email": "JORDAN@Example.com", "phone": ""}, True),
        ({"email": "other@example.com", "phone": "+1 (202) 555-0147"}, True),
        ({"email": "other@example.com", "phone": "202 555 0148"}, False),
        ({"email": "other@example.com", "phone": ""}, False),
    ],
)
def test_it_is_the_same_guest_by_the_normal_form_of_either(jordan, elm, typed, is_same):
    assert (QUESTION in check(jordan, elm, **typed).text) == is_same


@pytest.mark.parametrize(("clock", "overlaps"), [("9:30", True), ("10:30", True), ("9:00", False), ("11:00", False)])
def test_only_a_time_that_overlaps_is_asked_about(jordan, elm, clock, overlaps):
    assert (QUESTION in check(jordan, elm, clock=clock).text) == overlaps


def test_what_is_cancelled_is_in_nobodys_way(jordan, elm):
    operations.cancel(booking=Booking.objects.visible().get(), now=NOW, by="x")
    assert QUESTION not in check(jordan, elm).text


def test_who_only_types_the_address_learns_nothing(jordan, elm):
    stranger = Guest()
    assert QUESTION not in check(stranger, elm).text
    page = stranger.press("Book now")
    assert "You are booked" in page.text
    assert "Maria" not in page.html


def test_a_browser_that_opened_the_link_may_know(elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    guest = Guest()
    guest.open(link(booking))
    assert KNOWN in check(guest, elm).text


def test_a_link_that_was_revoked_proves_nothing_any_more(elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    guest = Guest()
    guest.open(link(booking))
    operations.revoke_links(booking=booking, now=NOW, by="x")
    assert QUESTION not in check(guest, elm).text


def test_at_another_business_nothing_is_said_of_it(jordan, elm):
    other = factories.load(factories.elm_document(slug="oak", name="Oak"))
    assert QUESTION not in check(jordan, other).text


def test_what_came_between_the_last_look_and_the_press_is_asked_about_too(elm):
    guest = Guest()
    check(guest, elm)
    form, _ = guest.found("Book now")
    path = guest.path
    guest.open(link(factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")))
    guest.path = path
    assert QUESTION in guest.send(form.action, "post", form.fields).text
    assert Booking.objects.visible().count() == 1
    assert "You are booked" in guest.press("Book this one, too").text


def test_the_same_form_again_is_not_in_its_own_way(guest, elm):
    check(guest, elm)
    form, _ = guest.found("Book now")
    for _ in range(2):
        assert "You are booked" in guest.send(form.action, "post", form.fields).text
    assert Booking.objects.visible().count() == 1


def test_any_date_of_a_series_counts(db, now):
    shop = factories.load(factories.elm_document(rules={"guests_may_book_series": True}))
    guest = Guest()
    week = factories.DAY + dt.timedelta(days=7)
    guest.open(link(factories.book(shop, "Fade", week, clock="10:00", staff="Maria Gomez")))
    choose(guest, shop, staff=shop.staff["Ana Ruiz"].pk, every="week", times="2")
    assert "on Tuesday, December 1, 2026, 10:00 AM." in guest.press("Continue", **JORDAN).text


@pytest.mark.parametrize("cookie", ["x", ".", "a.b.c", "A" * 5000])
def test_a_cookie_that_is_none_proves_nothing(elm, cookie):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    guest = Guest()
    guest.client.cookies["mine"] = guest.client.cookies["__Host-mine"] = cookie
    assert QUESTION not in check(guest, elm).text


def mails(booking):
    """What the worker mails to the guest of a booking."""
    run_worker.drained()
    found = [
        mail.body for mail in django_mail.outbox if booking.code in mail.body and mail.to == ["jordan@example.com"]
    ]
    assert found
    return found[-1]


def test_the_address_itself_is_told_by_mail(elm):
    known = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    other = factories.book(elm, "Fade", clock="10:30", staff="Ana Ruiz")
    said = mails(other)
    assert "You also have then" in said
    assert "Fade, Tuesday, November 24, 2026, 10:00" in said
    assert f"{known.code}: http" in said


def test_a_mail_to_another_address_with_the_same_phone_says_nothing(elm):
    factories.book(
        elm, "Fade", clock="10:00", guest=operations.Guest(name="Jo", email="jo@x.example", phone="+12025550147")
    )
    other = factories.book(
        elm, "Fade", clock="10:00", guest=operations.Guest(name="J", email="jordan@example.com", phone="+12025550147")
    )
    assert "You also have" not in mails(other)

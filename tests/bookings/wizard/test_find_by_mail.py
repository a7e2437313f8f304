"""A guest who lost link and code has them mailed; whoever else asks learns nothing by it."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations, outbox, queries
from bookings.management.work import CHANNELS
from bookings.models import Delivery
from tests import factories
from tests.factories import DAY, NOW

PATH = "/book/elm/find/mail"
KIM = operations.Guest(name="Kim Ede", email="Kim@example.com", language="de")


def ask(guest, email):
    guest.open(PATH)
    return guest.press("Send me the mail", email=email)


def work(now=NOW):
    for delivery in outbox.claim(now=now, limit=50):
        outbox.send(delivery, CHANNELS, clock=lambda: now)
    return [each for each in mail.outbox if "Ihre Buchungen" in each.subject or "Your bookings" in each.subject]


def test_the_coming_bookings_of_an_address_are_mailed_to_it_in_their_guests_language(guest, elm):
    late = factories.book(elm, "Trim", clock="15:00", guest=KIM)
    soon = factories.book(elm, "Fade", clock="10:00", guest=KIM)
    cancelled = factories.book(elm, "Fade", clock="11:00", guest=KIM)
    operations.cancel(booking=cancelled, now=NOW, by="guest")
    others = factories.book(elm, "Fade", clock="17:00", guest=operations.Guest(name="Jo", email="jo@example.com"))
    page = ask(guest, " kim@EXAMPLE.com")
    assert "a mail with their links and codes is on its way" in page.text
    (sent,) = work()
    assert sent.to == ["Kim@example.com"]
    assert sent.subject == "Ihre Buchungen bei North Elm Studio"
    for said in (sent.body, sent.alternatives[0][0]):
        for booking in (soon, late):
            assert f"/b/{queries.link_token(booking)}/" in said
            assert booking.code in said
        for booking in (cancelled, others):
            assert booking.code not in said
    assert sent.body.index(soon.code) < sent.body.index(late.code)


def test_what_is_no_address_is_said_at_one_that_can_be_opened_again(guest, elm):
    page = ask(guest, "kim@nowhere")
    assert page.status == 422
    again = guest.open(guest.path)
    assert (again.status, again.text, again.forms[0].fields) == (422, page.text, {"email": "kim@nowhere"})
    assert "kim" not in guest.path
    assert guest.press("Send me the mail", email="kim@example.com").status == 200


def test_what_is_over_is_not_in_it(guest, elm):
    booking = factories.book(elm, "Fade", guest=KIM)
    with time_machine.travel(booking.ends_at, tick=False):
        ask(guest, KIM.email)
    assert work(booking.ends_at) == []


def test_the_answer_and_the_work_are_the_same_whether_the_address_is_known(guest, elm, karachi):
    factories.book(elm, "Fade", guest=KIM)
    factories.book(karachi, "Haircut", clock="12:00", guest=operations.Guest(name="Jo", email="jo@example.com"))
    seen = set()
    for email in (KIM.email, "nobody@example.com", "jo@example.com"):
        guest.open(PATH)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = guest.press("Send me the mail", email=email)
        seen.add((page.status, page.text, len(asked)))
    assert len(seen) == 1
    assert [each.to for each in work()] == [[KIM.email]]


def test_of_an_address_that_is_nobodys_nothing_is_kept(guest, elm):
    ask(guest, "nobody@example.com")
    work()
    row = Delivery.objects.get(kind="mislaid")
    assert (row.status, row.recipient, row.about) == ("skipped", "", {})
    assert "nobody" not in row.last_answer


def test_it_goes_with_the_guest_who_is_erased(guest, elm):
    booking = factories.book(elm, "Fade", guest=KIM)
    ask(guest, KIM.email)
    assert len(work()) == 1
    operations.erase(booking=booking, now=NOW, by="x")
    row = Delivery.objects.get(kind="mislaid")
    assert (row.recipient, row.about) == ("", {})


def test_an_address_is_mailed_three_times_an_hour_at_most_whether_it_is_known_or_not(guest, elm, settings):
    settings.GUEST_LIMITS = "finds=100/15m"
    factories.book(elm, "Fade", day=DAY + dt.timedelta(days=1), guest=KIM)
    for email in (KIM.email, "nobody@example.com"):
        assert [ask(guest, email).status for _ in range(4)] == [200, 200, 200, 429]
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        assert ask(guest, KIM.email).status == 200


def test_one_network_asks_as_seldom_as_it_looks_for_codes(guest, elm):
    answers = [ask(guest, f"{n}@example.com").status for n in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize("email", ["", "kim", "kim@", "\0", "k" * 400])
def test_what_is_no_address_is_said_to_be_none(guest, elm, email):
    page = ask(guest, email)
    assert page.status == 422
    assert "name@example.com" in page.text
    assert not Delivery.objects.exists()


def test_the_page_for_codes_leads_there_and_back(guest, elm):
    guest.open("/book/elm/find?lang=de")
    guest.click("Buchungen per E-Mail schicken")
    assert guest.path == f"{PATH}?lang=de"
    guest.click("Ich habe einen Buchungscode")
    assert guest.path == "/book/elm/find?lang=de"

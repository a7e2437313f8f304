"""The way back for those who have no link."""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from tests import factories
from tests.factories import NOW

SOMEONE = operations.Guest(name="Jordan Smith", email="Jordan@example.com", phone="(202) 555-0147")


def search(guest, code, contact):
    guest.open("/book/elm/find")
    return guest.press("Find it", code=code, contact=contact)


@pytest.mark.parametrize("contact", ["jordan@EXAMPLE.com", "202-555-0147", "+1 202 555 0147", " jordan@example.com "])
def test_the_code_with_e_mail_or_phone_opens_the_booking(guest, elm, contact):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    page = search(guest, f" {booking.code.lower()} ", contact)
    assert "this is your booking" in page.text
    assert guest.path.startswith("/b/")


@pytest.mark.parametrize("write", ["bk_{}", "BK-{}", "{}"])
def test_a_vendors_prefix_and_dashes_do_not_matter(guest, elm, write):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    assert "this is your booking" in search(guest, write.format(booking.code), "jordan@example.com").text


def test_everything_else_is_answered_alike(guest, elm, karachi):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    theirs = factories.book(karachi, "Haircut", clock="12:00", guest=SOMEONE)
    with time_machine.travel(NOW, tick=False) as clock:
        answers = set()
        for code, contact in [
            (booking.code, "somebody@example.com"),
            (booking.code, ""),
            (booking.code, "+12025550148"),
            ("000000000000", "jordan@example.com"),
            (theirs.code, "jordan@example.com"),
            ("", ""),
            ("\0", "€" * 300),
        ]:
            page = search(guest, code, contact)
            answers.add((page.status, page.text))
            clock.shift(dt.timedelta(hours=1))
    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1
    assert "No booking has this code together with this e-mail or phone." in page.text


def test_what_was_typed_stays(guest, elm):
    page = search(guest, "ABC", "jo@example.com")
    assert page.forms[0].fields == {"code": "ABC", "contact": "jo@example.com"}


def test_what_is_wrong_stands_at_an_address_that_can_be_opened_again_and_says_nothing_that_was_typed(guest, elm):
    page = search(guest, "ABC", "jo@example.com")
    assert guest.path.startswith("/book/elm/find?")
    assert not {"ABC", "jo@example.com", "jo%40example.com"} & set(guest.path.replace("=", "&").split("&"))
    again = guest.open(guest.path)
    assert (again.status, again.text, again.forms[0].fields) == (404, page.text, page.forms[0].fields)
    assert again.link("Deutsch")  # which a page that answers a form has not


@pytest.mark.parametrize("query", ["", "?embed=1"])
def test_another_browser_reads_nothing_that_was_typed(guest, client, elm, query):
    guest.open(f"/book/elm/find{query}")
    guest.press("Find it", code="ABC", contact="jo@example.com")
    if not query:  # within a frame the address is the proof: there are no cookies
        answer = client.get(guest.path)
        assert answer.status_code == 404
        assert "jo@example.com" not in answer.content.decode()
    assert "jo@example.com" in guest.open(guest.path).html


def test_five_tries_in_a_quarter_of_an_hour(guest, elm):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    for _ in range(5):
        assert search(guest, "000000000000", "jordan@example.com").status == 404
    page = search(guest, booking.code, "jordan@example.com")
    assert page.status == 429
    assert int(page.answer["Retry-After"]) > 0
    with time_machine.travel(NOW + dt.timedelta(minutes=31), tick=False):
        assert "this is your booking" in search(guest, booking.code, "jordan@example.com").text


def test_an_address_with_a_code_looks_nothing_up(guest, elm):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    page = guest.open(f"/book/elm/find?code={booking.code}&contact=jordan@example.com")
    assert page.status == 200
    assert booking.code not in page.text


def test_the_limit_counts_for_each_address_and_is_taken_before_looking(guest, elm):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    for _ in range(5):
        assert "this is your booking" in search(guest, booking.code, "jordan@example.com").text
    page = search(guest, booking.code, "jordan@example.com")
    assert page.status == 429
    assert "That was tried very often from here. Please try again in" in page.text
    assert page.forms[0].fields == {"code": booking.code, "contact": "jordan@example.com"}
    guest.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert "this is your booking" in search(guest, booking.code, "jordan@example.com").text


def test_language_zone_and_frame_go_along(guest, elm):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    guest.open("/book/elm/find?lang=en&tz=Europe/Berlin&embed=1")
    guest.press("Find it", code=booking.code, contact="jordan@example.com")
    assert guest.path.endswith("?tz=Europe%2FBerlin&lang=en&embed=1")
    assert "in Berlin" in guest.page.text


@pytest.mark.parametrize("method", ["get", "head"])
def test_showing_the_form_counts_for_nothing(guest, elm, method):
    for _ in range(10):
        assert getattr(guest.client, method)("/book/elm/find").status_code == 200
    assert search(guest, "000000000000", "jordan@example.com").status == 404


def test_nobody_keeps_a_copy(client, elm):
    assert client.get("/book/elm/find")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("slug", ["nobody", "karachi-2"])
def test_a_business_that_is_none_has_no_such_page(client, elm, slug):
    assert client.get(f"/book/{slug}/find").status_code == 404
    assert client.post(f"/book/{slug}/find", {"code": "x", "contact": "y"}).status_code == 404


def test_a_hold_is_not_found(guest, elm):
    held, _ = operations.hold(
        wish=operations.one(elm.business, elm.services["Fade"], factories.at(elm, factories.DAY, "10:00")),
        taker=operations.Taker("wizard", "guest"),
        now=NOW,
    )
    assert search(guest, held.code, "jordan@example.com").status == 404


@pytest.mark.parametrize("known", [True, False])
def test_a_code_is_looked_for_ten_times_an_hour_from_wherever_and_whether_or_not_there_is_one(guest, elm, known):
    code = factories.book(elm, "Fade", guest=SOMEONE).code if known else "000000000000"
    statuses = []
    for n in range(12):
        guest.client.defaults["REMOTE_ADDR"] = f"192.0.2.{n}"
        page = search(guest, f"bk-{code.lower()}", "somebody@example.com")
        statuses.append(page.status)
    assert statuses == [404] * 10 + [429] * 2
    assert search(guest, "111111111111", "somebody@example.com").status == 404

"""What a caller is told while the database cannot serve: 503 in their own shape, and when to come back."""

import io
import logging
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client

from bookings import queries
from tests import dashboard, factories


@contextmanager
def away(error=OperationalError):
    """No statement is answered."""

    def gone(execute, sql, params, many, context):
        raise error("the server closed the connection unexpectedly\n\tThis probably means that it is gone")

    with connection.execute_wrapper(gone):
        yield


@pytest.fixture
def browser():
    """A client that is answered as a browser is."""
    return Client(raise_request_exception=False)


@pytest.fixture
def log(caplog):
    """The lines that are logged as errors, with what stands under them."""
    caplog.set_level(logging.ERROR)

    def lines():
        return [logging.Formatter("%(name)s %(message)s").format(record) for record in caplog.records]

    return lines


@pytest.mark.parametrize("path", ["/", "/book/elm/", "/book/elm/1/time/", "/book/elm/find"])
def test_a_guest_gets_a_page_with_a_time_to_come_back_and_the_log_one_line(elm, browser, log, path):
    with away():
        answer = browser.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "no-store" in answer["Cache-Control"]
    assert "cannot be reached for a moment" in answer.content.decode()
    (line,) = log()
    assert "\n" not in line
    assert "closed the connection" in line


def test_the_secret_of_a_guests_link_is_not_in_the_log(elm, browser, log):
    link = queries.link_token(factories.book(elm, "Fade"))
    with away():
        assert browser.get(f"/b/{link}/").status_code == 503
    (line,) = log()
    assert link not in line


@pytest.mark.parametrize("language", ["es", "de", "fr", "ar"])
def test_it_is_in_the_language_of_the_guest(elm, browser, language):
    with away():
        by_browser = browser.get("/book/elm/", headers={"Accept-Language": f"{language}-XX, en;q=0.5"})
        by_choice = browser.get("/book/elm/", {"lang": language})
    for answer in (by_browser, by_choice):
        assert f'lang="{language}"' in answer.content.decode()
        assert "cannot be reached" not in answer.content.decode()


def test_whoever_was_booking_is_told_to_look_before_they_try_again(elm, browser):
    service = elm.services["Fade"].pk
    with away():
        answer = browser.post(f"/book/elm/{service}/confirm/", {"name": "Jordan Smith"})
        shown = browser.get(f"/book/elm/{service}/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "before you try again" in answer.content.decode()
    assert "before you try again" not in shown.content.decode()


def test_the_dashboard_has_a_page_of_its_own(elm, log):
    olive = dashboard.member(elm, "olive", "owner")
    olive.raise_request_exception = False
    with away():
        shown = olive.get("/admin/diary/")
        changed = olive.post("/admin/businesses/service/add/", {})
    assert (shown.status_code, shown["Retry-After"]) == (503, "5")
    assert "The dashboard cannot be reached" in shown.content.decode()
    assert "Look at it before you send it again" in changed.content.decode()
    assert len(log()) == 2


def test_whoever_signs_in_gets_it_too(elm, browser):
    with away():
        answer = browser.post("/admin/login/", {"username": "olive", "password": "wrong"})
    assert answer.status_code == 503


def test_a_partner_gets_the_vendors_shape(elm, booqara, log):
    with away():
        read = booqara.get("/business")
        written = booqara.post("/appointments", {})
    assert (read.status_code, read["Retry-After"]) == (503, "5")
    assert read.json() == {"success": False, "error": "The service is not available. Please try again."}
    assert "look whether this was done" in written.json()["error"]
    assert read["Access-Control-Allow-Origin"] == "*"
    assert len(log()) == 2
    assert not any("\n" in line for line in log())


def test_a_partner_gets_it_as_well_when_the_request_does_not_reach_the_view(elm, browser, settings, log):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.bookingsite.test_outages.asks_before"]
    with away():
        answer = Client(raise_request_exception=False).get("/booking/business")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["success"] is False
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert len(log()) == 1


def asks_before(get_response):
    """A middleware that needs the database."""

    def serve(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return get_response(request)

    return serve


def test_an_integrity_error_is_a_fault_of_ours(elm, browser, log):
    key = factories.key(elm)
    with away(IntegrityError):
        assert browser.get("/").status_code == 500
        answer = browser.get("/booking/business", headers={"x-private-key": key})
    assert answer.status_code == 500
    assert len(log()) >= 2


def test_a_caller_who_goes_away_while_they_send_is_no_fault_of_ours(elm, browser, log):
    class Gone(io.RawIOBase):
        def readinto(self, buffer):
            raise OSError("reset by peer")

    answer = browser.generic(
        "POST",
        "/book/elm/find",
        b"code=12345",
        content_type="application/x-www-form-urlencoded",
        **{"wsgi.input": Gone()},
    )
    assert answer.status_code == 400
    assert log() == []

"""Nobody writes a line of their own into the log."""

import logging
import re
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.utils.log import configure_logging

from bookingsite.lines import Lines

FORGED = "2026-11-20 15:00:00,000 WARNING django.request all is well"


@pytest.fixture
def written():
    """`written("…", value)`: what the log has of a record."""
    assert settings.LOGGING["formatters"]["line"]["class"] == "bookingsite.lines.Lines"
    form = Lines(settings.LOGGING["formatters"]["line"]["format"])

    def write(message, *values, caught=None):
        return form.format(logging.LogRecord("x", logging.ERROR, "", 0, message, values, caught))

    return write


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_line_break_in_what_somebody_sent_stays_within_its_line(written, end):
    line = written("%s failed", f"/booking/x{end}{FORGED}")
    assert len(line.splitlines()) == 1
    assert FORGED in line


def test_colours_of_a_terminal_are_written_out(written):
    assert "\x1b" not in written("%s", "\x1b[2Jgone")


def test_a_traceback_is_set_off_so_that_no_line_of_it_is_a_record(written):
    try:
        raise ValueError(f"no such thing\n{FORGED}")
    except ValueError:
        first, *rest = written("it failed", caught=sys.exc_info()).splitlines()
    assert first.endswith("x it failed")
    assert len(rest) > 3
    assert all(line.startswith("    | ") for line in rest)


def test_letters_of_every_script_stay_as_they_are(written):
    assert written("%s", "Zoë 北京 عربي").endswith("Zoë 北京 عربي")


def test_the_settings_make_it(capfd):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    logging.getLogger("bookings.dialects.base").error("%s failed", f"/booking/x\n{FORGED}")
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_the_time_is_utc_and_says_so(written):
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR x ", written("well"))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/b/Abc-_0123456789=/cancel/", "/b/…/cancel/"),
        ("/b/Abc-_0123456789=", "/b/…"),
        ("/book/x/1/check/?hold=a.b~c&draft=d~e&staff=any", "/book/x/1/check/?hold=…&draft=…&staff=any"),
        ("/admin/welcome/MTI/c1-abc/", "/admin/welcome/MTI/…/"),
        ("/admin/password_reset/MTI/c1-abc/", "/admin/password_reset/MTI/…/"),
        ("/admin/start/eyJ:1w:xyz/", "/admin/start/…/"),
        ("/admin/find/?q=Jane+Doe", "/admin/find/?q=…"),
        ("/book/elm/1/time/", "/book/elm/1/time/"),
        ("/admin/password_reset/done/", "/admin/password_reset/done/"),
    ],
)
def test_what_an_address_opens_by_itself_is_left_out(written, path, shown):
    assert written("Forbidden: %s", path).endswith(f"Forbidden: {shown}")


def test_so_it_is_in_a_traceback(written):
    try:
        raise ValueError("GET /b/Abc-_0123456789=/")
    except ValueError:
        assert "Abc-" not in written("it failed", caught=sys.exc_info())


SECRET_PATHS = (
    "/b/Nd8~secret-of-a-guest/",
    "/admin/welcome/MQ/secret-of-an-owner/",
    "/admin/password_reset/MQ/secret-of-an-owner/",
    "/admin/start/secret-of-somebody/",
)


@pytest.mark.parametrize("path", SECRET_PATHS)
def test_a_path_is_written_without_what_opens_something(db, capfd, path):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    line = capfd.readouterr().err
    assert line.count("\n") == 1
    assert path.split("/")[1] in line
    assert "secret-of" not in line


def test_so_it_is_when_something_breaks(db, capfd, monkeypatch):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    monkeypatch.setattr("bookings.queries.booking_by_link", lambda token: 1 / 0)
    assert Client(raise_request_exception=False).get(SECRET_PATHS[0]).status_code == 500
    log = capfd.readouterr().err
    assert "ZeroDivisionError" in log
    assert "secret-of" not in log

"""Cookies: under https bound to this host alone, out of scripts' reach, and with a name that says so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site

from tests.guests import Guest

NAMES = ("COOKIE_PREFIX", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
FLAGS = [f"{cookie}_COOKIE_{flag}" for cookie in ("SESSION", "CSRF") for flag in ("SECURE", "HTTPONLY")]
ASK = (
    "import json; from bookingsite import settings as s; "
    f"print(json.dumps({{name: getattr(s, name) for name in {[*NAMES, *FLAGS]}}}))"
)


def settings_at(public_url):
    """The settings of cookies, as a site at that address has them."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "PUBLIC_URL": public_url, "SECRET_KEY": "only-for-tests-" + "0123456789" * 4},
        cwd=site.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)


def test_under_https_their_names_bind_them_to_this_host():
    found = settings_at("https://book.example")
    assert [found[name] for name in NAMES] == ["__Host-", "__Host-sessionid", "__Host-csrftoken"]
    assert all(found[flag] for flag in FLAGS)


def test_over_plain_http_they_have_plain_names():
    found = settings_at("http://127.0.0.1:8000")
    assert [found[name] for name in NAMES] == ["", "sessionid", "csrftoken"]
    assert not found["SESSION_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_HTTPONLY"]


@pytest.fixture
def https(settings):
    settings.COOKIE_PREFIX = "__Host-"
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def test_every_cookie_of_a_guest_is_what_its_name_promises(https, elm):
    guest = Guest()
    guest.open("/book/elm/?lang=en")
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/staff/")
    guest.click("Maria Gomez")
    guest.click("Tuesday, November 24")
    assert "We are holding this time" in guest.press("10:00").text
    assert len(guest.client.cookies) >= 2
    for name, cookie in guest.client.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    guest.press("Continue", name="Jordan Lee", email="jordan@example.com")
    assert "You are booked" in guest.press("Book now").text


def test_a_hold_in_a_cookie_of_another_name_is_not_looked_at(https, elm):
    guest = Guest()
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/staff/")
    guest.click("Maria Gomez")
    guest.click("Tuesday, November 24")
    guest.press("10:00")
    for name in [name for name in guest.client.cookies if "hold-" in name]:
        guest.client.cookies[name.removeprefix("__Host-")] = guest.client.cookies.pop(name).value
    guest.open(guest.path)
    assert "We are holding this time" not in guest.page.text


def test_cookies_are_set_in_one_place():
    found = []
    for room in ("bookings", "businesses", "bookingsite"):
        for path in sorted((Path(site.BASE_DIR) / room).rglob("*.py")):
            if re.search(r"\.(set|delete)_cookie\(|set_signed_cookie|\.COOKIES\b", path.read_text("utf-8")):
                found.append(path.name)
    assert found == ["cookies.py"]


def test_no_script_of_ours_reads_a_cookie():
    scripts = [path for path in (Path(site.BASE_DIR) / "static").rglob("*.js") if "cookie" in path.read_text("utf-8")]
    assert scripts == []

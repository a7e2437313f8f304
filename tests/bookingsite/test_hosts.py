"""Addresses that are given out are those of the installation, whatever host a request names."""

import json
import re

import pytest

from tests import factories

EVIL = "evil.example"


@pytest.fixture(autouse=True)
def _any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://book.example"


def test_the_page_of_a_business_gives_its_own_address(client, elm):
    page = client.get("/book/elm/", headers={"host": EVIL}).text
    assert EVIL not in page
    assert '<link rel="canonical" href="https://book.example/book/elm/">' in page
    assert '<meta property="og:url" content="https://book.example/book/elm/">' in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert (data["url"], data["potentialAction"]["target"]) == ("https://book.example/book/elm/",) * 2


def test_no_page_repeats_the_host_of_a_request(client, elm, olive, booqara):
    link = factories.link(factories.book(elm, "Fade"))
    step = f"/book/elm/{elm.services['Fade'].pk}/staff/"
    for path in ("/", "/book/elm/", step, link, f"{link}calendar.ics", "/api/docs/", "/api/docs/booqara/openapi.json"):
        answer = client.get(path, headers={"host": EVIL})
        assert EVIL not in answer.text + str(answer.headers), path
    for path in ("/admin/", "/admin/document/", "/admin/businesses/apikey/", "/admin/businesses/membership/"):
        answer = olive.get(path, headers={"host": EVIL})
        assert answer.status_code == 200
        assert EVIL not in answer.text + str(answer.headers), path
    assert EVIL not in client.get("/booking/services", headers={"host": EVIL}).text


def test_a_link_in_a_mail_is_the_installations_own(client, elm, mailoutbox):
    factories.load(factories.elm_document(owners=[{"username": "olga", "email": "olga@northelm.example"}]))
    olga = elm.business.owners.get(username="olga")
    olga.set_password("a long secret of hers")
    olga.save()
    client.post("/admin/password_reset/", {"email": "olga@northelm.example"}, headers={"host": EVIL})
    for letter in mailoutbox:
        assert EVIL not in letter.body + letter.subject + str(letter.extra_headers)


def test_a_request_in_clear_is_sent_to_the_installation_and_nowhere_else(client, settings, elm):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "book.example"
    answer = client.get("/book/elm/", headers={"host": EVIL})
    assert (answer.status_code, answer["Location"]) == (301, "https://book.example/book/elm/")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "http:///x",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in_or_a_press(client, elm, olive, address):
    user = elm.business.members.get(username="olive")
    user.set_password("a long secret of hers")
    user.save()
    sent = {"username": "olive", "password": "a long secret of hers", "next": address}
    answer = client.post("/admin/login/", sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    booking = factories.book(elm, "Fade")
    for path in (f"/admin/bookings/booking/{booking.pk}/do/cancel/", "/admin/choose/elm/", "/admin/logout/"):
        answer = olive.post(path, {"next": address, "reason": ""}, headers={"referer": address})
        assert "evil" not in answer.get("Location", "")
        assert "javascript" not in answer.get("Location", "")

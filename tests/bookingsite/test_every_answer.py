"""What stands on every answer, whatever it is, and what no other site can have a browser do."""

import pytest
from django.test import Client

from tests import partners

PATHS = ["/", "/book/elm/", "/b/x/", "/nothing", "/healthz", "/admin/login/", "/admin/nothing/", "/api/docs/booqara/"]


@pytest.mark.parametrize("path", [*PATHS, "/api/docs/booqara/openapi.json", "/static/site.css", "/booking/services"])
def test_no_browser_guesses_what_it_is_or_tells_others_where_it_was(client, elm, path):
    answer = client.get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_in_which_letters_it_is_written(client, elm, path):
    kind = client.get(path)["Content-Type"]
    assert kind in ("text/html; charset=utf-8", "application/json")


def test_an_answer_to_a_partner_says_that_it_is_json(booqara):
    assert booqara.get("/services")["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/logout/", "/admin/password_change/"])
def test_what_another_site_has_a_browser_send_is_refused(elm, olive, path):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = olive.cookies
    assert browser.post(path, {"username": "olive"}).status_code in (403, 405)


def test_no_cookie_speaks_for_a_partner(elm, olive):
    answer = olive.get("/booking/services")
    assert answer.status_code == 401


def test_a_partners_key_is_no_way_into_the_dashboard(elm):
    partner = partners.booqara(elm)
    assert partner.client.get("/admin/diary/", headers=partner.headers).status_code == 302


def test_the_dashboard_has_a_way_out_on_every_page(olive):
    for path in ("/admin/", "/admin/diary/", "/admin/account/", "/admin/businesses/service/"):
        assert 'action="/admin/logout/"' in olive.get(path).text


def test_a_session_that_was_left_opens_nothing(elm, olive):
    left = Client()
    left.cookies.load(olive.cookies.output(header="", sep=";"))
    assert left.get("/admin/diary/").status_code == 200
    olive.post("/admin/logout/")
    assert left.get("/admin/diary/").status_code == 302


def test_a_new_session_begins_with_signing_in(elm, olive):
    guest = Client()
    guest.cookies.load(olive.cookies.output(header="", sep=";"))
    before = olive.cookies["sessionid"].value
    olive.person.set_password("chestnuts in the courtyard")
    olive.person.save()
    guest.post("/admin/login/", {"username": olive.person.username, "password": "chestnuts in the courtyard"})
    assert guest.cookies["sessionid"].value != before

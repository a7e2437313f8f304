"""The pages that anybody sees: the businesses, one of them, and errors."""

import re

import pytest
from django.urls import reverse

from tests import factories


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_the_first_page_lists_the_businesses(client, elm, karachi):
    answer = client.get("/")
    assert answer.status_code == 200
    assert all(words in text_of(answer) for words in ("North Elm Studio", "Salon", "123 Main St", "Karachi Kuts"))
    assert 'href="/book/elm/"' in answer.content.decode()


def test_without_businesses_the_first_page_says_so(db, client):
    assert "No business takes bookings here yet" in text_of(client.get("/"))


def test_a_business_shows_hours_address_and_services(client, elm):
    text = text_of(client.get("/book/elm/"))
    for words in ("North Elm Studio", "123 Main St", "(202) 555-0100", "Cuts", "Fade", "45 min", "35.00 USD"):
        assert words in text
    assert "Monday 09:00–12:00 13:00–19:00" in text
    assert "Sunday closed" in text
    assert "Advice 30 min Price on request" in text
    assert "Retired cut" not in text
    assert "Old perm" not in text


def test_prices_are_written_with_the_currency_of_the_business(client, karachi):
    assert "900.00 PKR" in text_of(client.get("/book/karachi/"))


def test_what_the_page_hides_is_not_shown(client, db, now):
    factories.load(factories.elm_document(page={"show_service_prices": False, "show_service_duration": False}))
    text = text_of(client.get("/book/elm/"))
    assert "Fade" in text
    assert "USD" not in text
    assert "request" not in text
    assert " min " not in text


def test_what_people_write_is_not_markup(client, db, now):
    factories.load(factories.elm_document(name="<script>alert(1)</script>"))
    for path in ("/", "/book/elm/"):
        assert b"<script>" not in client.get(path).content


def test_a_business_that_closed_is_in_no_list_and_has_no_page(client, elm):
    elm.business.active = False
    elm.business.save()
    assert "North Elm" not in text_of(client.get("/"))
    assert client.get("/book/elm/").status_code == 404


@pytest.mark.parametrize("path", ["/book/nobody/", "/nothing", "/book/", "/healthz/", "/v1", "/api/docs/nobody/"])
def test_an_unknown_page_is_a_calm_404(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Page not found" in text_of(answer)


def test_a_fault_of_ours_is_a_calm_500(client, elm, monkeypatch):
    def breaks(*args, **kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("bookings.wizard.views.render", breaks)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in text_of(answer)
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/book/elm/", "/api/docs/", "/api/docs/booqara/", "/nothing"])
def test_pages_need_no_other_host_and_no_inline_style_or_script(client, elm, path):
    page = client.get(path).content.decode()
    assert '<html lang="en">' in page
    assert "<main" in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert not re.search(r"https?://|<style|style=|<script(?![^>]*\bsrc=)|\son[a-z]+=", page)


@pytest.mark.parametrize("path", ["/", "/book/elm/"])
def test_pages_are_only_read(client, elm, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_more_services_take_no_more_queries(client, elm, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/book/elm/")


def test_an_invited_owner_chooses_a_password_below_the_dashboard(client, db):
    path = reverse("owner_welcome", kwargs={"uidb64": "MQ", "token": "a-b"})
    assert path == "/admin/welcome/MQ/a-b/"
    assert client.get(path).status_code == 200

"""The pages that anybody sees: the businesses, one of them, and errors."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_the_first_page_lists_the_businesses(client, elm, karachi):
    answer = client.get("/")
    assert answer.status_code == 200
    assert all(words in text_of(answer) for words in ("North Elm Studio", "Salon", "123 Main St", "Karachi Kuts"))
    assert 'href="/book/elm/"' in answer.content.decode()


def test_without_businesses_the_first_page_says_so(db, client):
    assert "No business takes bookings here yet" in text_of(client.get("/"))


@pytest.mark.parametrize("path", ["/book/nobody/", "/nothing", "/book/", "/healthz/", "/v1", "/api/docs/nobody/"])
def test_an_unknown_page_is_a_calm_404(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Page not found" in text_of(answer)


def test_a_fault_of_ours_is_a_calm_500(client, elm, monkeypatch):
    def breaks(*args, **kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("bookings.wizard.views.shops.show", breaks)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in text_of(answer)
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/book/elm/", "/api/docs/", "/api/docs/booqara/", "/nothing"])
def test_pages_need_no_other_host_and_no_inline_style_or_script(client, elm, path):
    page = client.get(path).content.decode()
    assert '<html lang="en"' in page
    assert "<main" in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\b(?:src=|ld\+json))|\son[a-z]+=", page)
    assert set(re.findall(r'(?:src|href)="https?://([^/"]*)', page)) <= {urlsplit(settings.PUBLIC_URL).netloc}


@pytest.mark.parametrize("path", ["/", "/book/elm/"])
def test_pages_are_only_read(client, elm, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_an_invited_owner_chooses_a_password_below_the_dashboard(client, db):
    path = reverse("owner_welcome", kwargs={"uidb64": "MQ", "token": "a-b"})
    assert path == "/admin/welcome/MQ/a-b/"
    assert client.get(path).status_code == 200

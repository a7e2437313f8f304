"""What a page may load, and who may frame it."""

import pytest

from bookings.wizard.policy import origin_of
from tests import factories


def policy(answer):
    parts = (part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    return {name: rest[0] if rest else "" for name, *rest in parts}


@pytest.mark.parametrize(
    "path", ["/", "/book/elm/", "/book/elm/find", "/b/x/", "/nothing", "/admin/login/", "/healthz"]
)
def test_everything_comes_from_here_and_nothing_is_inline(client, elm, path):
    found = policy(client.get(path))
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["style-src"] == "'self'"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"


def test_the_apis_pages_may_set_styles(client, elm):
    assert policy(client.get("/api/docs/booqara/"))["style-src"] == "'self' 'unsafe-inline'"
    assert "unsafe" not in policy(client.get("/api/docs/booqara/"))["script-src"]


def test_framing_is_refused_unless_asked_for_and_listed(client, db, now):
    factories.load(factories.elm_document(page={"embed_origins": ["https://salon.example", "http://localhost:8080"]}))
    plain, framed = client.get("/book/elm/"), client.get("/book/elm/?embed=1")
    assert policy(plain)["frame-ancestors"] == "'none'"
    assert plain["X-Frame-Options"] == "DENY"
    assert policy(framed)["frame-ancestors"] == "http://localhost:8080 https://salon.example"
    assert "X-Frame-Options" not in framed


@pytest.mark.parametrize("path", ["/?embed=1", "/admin/login/?embed=1", "/book/karachi/?embed=1", "/b/x/?embed=1"])
def test_a_business_that_lists_nobody_is_framed_by_nobody(client, elm, karachi, path):
    answer = client.get(path)
    assert policy(answer)["frame-ancestors"] == "'none'"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://pictures.example/a/b.jpg?x#y", "https://pictures.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("HTTPS://Pictures.Example:443/", "https://pictures.example:443"),
        ("javascript:alert(1)", ""),
        ("//pictures.example", ""),
        ("https://a.example; script-src *", ""),
        ("https://*.example", ""),
        ("https://a.example:99999/", ""),
        ("https://'self'/", ""),
        ("", ""),
    ],
)
def test_only_an_origin_gets_into_a_policy(url, origin):
    assert origin_of(url) == origin


def test_no_page_gets_at_camera_or_place(client, elm):
    assert "camera=()" in client.get("/")["Permissions-Policy"]

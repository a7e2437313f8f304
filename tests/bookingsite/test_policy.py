"""What a page may load, and who may frame it."""

import pytest
from django.http import HttpResponse

from bookings.wizard.policy import allow_framing, origin_of
from tests import factories


def policy(answer):
    parts = (part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    return {name: rest[0] if rest else "" for name, *rest in parts}


@pytest.mark.parametrize(
    "path",
    ["/", "/book/elm/", "/book/elm/find", "/b/x/", "/nothing", "/administration", "/healthz", "/api/docs/booqara/"],
)
def test_everything_comes_from_here_and_nothing_is_inline(client, elm, path):
    found = policy(client.get(path))
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["style-src"] == "'self'"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/nothing/"])
def test_the_dashboards_pages_may_evaluate_and_set_styles_and_nothing_more(client, db, path):
    answer = client.get(path)
    found = policy(answer)
    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self' 'unsafe-eval'"
    assert found["style-src"] == "'self' 'unsafe-inline'"
    assert found["img-src"] == "'self' data:"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert "//" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


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


@pytest.mark.parametrize(
    "listed", ["https://platform.example/a-salon", "https://a.example; script-src *", "*", "ftp://a"]
)
def test_what_is_more_or_less_than_an_origin_frames_nothing(listed):
    response = HttpResponse()
    allow_framing(response, [listed])
    assert not hasattr(response, "_csp_replace")
    assert not hasattr(response, "xframe_options_exempt")


def test_no_page_gets_at_camera_or_place(client, elm):
    assert "camera=()" in client.get("/")["Permissions-Policy"]

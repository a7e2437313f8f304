"""Any site's page may call Booqara's API."""

import pytest
from django.test import Client

from tests.bookings.dialects.booqara.answers import NOWHERE, refused

PATHS = [
    "/business",
    "/services",
    "/staff",
    "/dates",
    "/slots",
    "/appointments",
    f"/appointments/{NOWHERE}",
    "/nothing",
    "/",
    "/v1",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_needs_no_key(stranger, path):
    answer = stranger("OPTIONS", path, headers={"Origin": "https://salon.example"})
    assert answer.status_code == 200
    assert answer.content == b"{}"
    assert answer["Access-Control-Allow-Origin"] == "*"
    exposed = {name.strip() for name in answer["Access-Control-Expose-Headers"].split(",")}
    assert exposed == {"Retry-After", "Idempotency-Replayed", "ETag", "X-Request-Id"}
    allowed = {name.strip().lower() for name in answer["Access-Control-Allow-Headers"].split(",")}
    ours = {"idempotency-key", "booking-hold", "if-none-match", "x-request-id"}
    assert allowed == {"content-type", "x-private-key"} | ours
    assert {"GET", "POST", "DELETE"} <= set(answer["Access-Control-Allow-Methods"].split(", "))


def test_a_preflight_with_a_body_is_answered_all_the_same(stranger):
    assert stranger("OPTIONS", "/appointments", raw=b"x" * 70_000).status_code == 200


def test_answers_and_errors_may_be_read_by_every_page(booqara, stranger):
    for answer in (booqara.get("/business"), booqara.get("/slots"), stranger.get("/business"), booqara.get("/nothing")):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer


def test_errors_are_refused_with_the_header_too(booqara):
    assert refused(booqara("PUT", "/services", {}), 405)


def test_the_neighbouring_vendor_under_v1_has_no_such_headers(db):
    for method in ("GET", "OPTIONS"):
        answer = Client().generic(method, "/booking/v1/booking")
        assert answer.status_code != 200
        assert "Access-Control-Allow-Origin" not in answer

"""How often a key may ask in a minute."""

import datetime as dt

import pytest
import time_machine

from businesses.models import ApiKey
from tests import factories
from tests.bookings.dialects.every.cast import Route


@pytest.fixture
def limited(voice, elm):
    """A partner whose key may ask five times a minute."""
    return voice.partner(voice.secret(elm, rate_limit=5))


@pytest.fixture
def asking(voice, elm, limited):
    """Asks for something that the key may read, else for what there is not."""
    reads = [route for route in voice.routes(elm) if route.method == "GET" and "{" not in route.path]
    read = reads[0] if reads else Route("GET", "/nothing")

    def ask():
        return limited.get(read.path, **(read.query or {}))

    return ask


def test_a_key_that_asks_too_often_is_told_how_long_to_wait(voice, asking):
    for _ in range(5):
        assert asking().status_code in (200, 404)
    answer = asking()
    assert voice.refused(answer, 429)
    assert answer["Retry-After"] == "60"
    with time_machine.travel(factories.NOW + dt.timedelta(seconds=60), tick=False):
        assert asking().status_code in (200, 404)


def test_every_request_counts_whatever_becomes_of_it(voice, elm, limited):
    limited.get("/nothing")
    limited.post(voice.create(elm).path, {})
    limited("PUT", "/nothing", {})
    for _ in range(2):
        limited.get("/nothing")
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert voice.refused(limited(method, "/nothing"), 429)


def test_a_booking_that_comes_too_often_may_be_sent_again_with_its_key(voice, elm, limited):
    route, key = voice.create(elm), {"Idempotency-Key": "1"}
    for _ in range(5):
        limited.get("/nothing")
    assert voice.refused(limited.post(route.path, route.body, headers=key), 429)
    with time_machine.travel(factories.NOW + dt.timedelta(seconds=60), tick=False):
        answer = limited.post(route.path, route.body, headers=key)
    assert answer.status_code in (200, 201)
    assert "Idempotency-Replayed" not in answer


def test_a_wrong_key_takes_nothing_from_a_right_one(voice, elm):
    secret = voice.secret(elm, rate_limit=1)
    assert voice.refused(voice.partner(secret[:-1] + "~").get("/nothing"), 401)
    assert voice.refused(voice.partner(secret).get("/nothing"), 404)


def test_a_new_key_may_ask_twelve_hundred_times_a_minute(voice, elm):
    assert ApiKey.issue(business=elm.business, dialect=voice.dialect)[0].rate_limit == 1200

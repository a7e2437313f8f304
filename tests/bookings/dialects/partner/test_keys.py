"""Which key opens our own additions, and in whose words they speak."""

import pytest
from django.test import Client

from bookings.dialects import urls
from bookings.dialects.partner import authentication
from businesses.models import ApiKey
from businesses.models.api_key import KEY_WORDS
from tests import factories
from tests.bookings.dialects.every.cast import VOICES
from tests.partners import Partner

REQUESTS = [
    ("POST", "/holds", {}),
    ("DELETE", "/holds/x", None),
    ("POST", "/holds/x/extend", None),
    ("GET", "/events", None),
    ("GET", "/nothing", None),
]
EACH = pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: " ".join(each[:2]))


def test_all_dialects_that_are_mounted_are_spoken():
    assert {each.dialect.name for each in authentication.spoken()} == set(urls.DIALECTS)


@EACH
def test_a_key_that_opens_nothing_is_refused_in_the_words_of_its_header(voice, elm, request_):
    other = factories.key(elm, next(each.dialect for each in VOICES if each != voice))
    for secret in ("wrong", factories.key(elm, voice.dialect)[:-1] + "_", other):
        assert speaker(voice, secret).refused(Partner("/partner/v1", voice.key(secret))(*request_), 401)


def speaker(voice, secret):
    """Whose words answer: of two dialects with one header the first, unless the key is written as the other's."""
    if secret.startswith(KEY_WORDS[voice.dialect]):
        return voice
    return next(each for each in VOICES if each.key("x") == voice.key("x"))


@EACH
def test_a_revoked_key_opens_nothing(voice, elm, now, request_):
    secret = factories.key(elm, voice.dialect)
    ApiKey.objects.update(revoked_at=now)
    assert voice.refused(Partner("/partner/v1", voice.key(secret))(*request_), 401)


@EACH
def test_without_a_key_nobody_is_let_in(elm, request_):
    assert VOICES[0].refused(Partner("/partner/v1", {})(*request_), 401)


def test_of_two_keys_the_one_that_is_written_as_its_dialects_counts(elm):
    for voice in VOICES:
        for other in VOICES:
            headers = {**other.key("x"), **voice.key(factories.key(elm, voice.dialect))}
            assert Partner("/partner/v1", headers).get("/events").status_code == 200


def test_methods_and_paths_that_there_are_not(voice, holder):
    for method, path in (("GET", "/holds"), ("PUT", "/holds/x"), ("GET", "/holds/x/extend"), ("POST", "/events")):
        assert voice.refused(holder(method, path), 405)
    for method, path in (("GET", "/"), ("GET", "/holds/"), ("POST", "/nothing"), ("GET", "/events/x")):
        assert voice.refused(holder(method, path), 404)


def test_browsers_of_other_sites_are_told_nothing(voice, holder):
    assert not [name for name in holder.get("/events").headers if name.startswith("Access-Control")]
    preflight = Client().options("/partner/v1/holds", headers={"Origin": "https://example.com"})
    assert not [name for name in preflight.headers if name.startswith("Access-Control")]


def test_limits_are_shown_where_the_dialect_shows_them(voice, holder):
    shows = next(each for each in authentication.spoken() if each.dialect.name == voice.dialect).dialect.shows_limits
    assert ("X-RateLimit-Remaining" in holder.get("/events")) == shows


def test_a_key_has_one_minute_for_its_dialect_and_for_this(voice, elm):
    secret = factories.key(elm, voice.dialect, rate_limit=2)
    assert Partner("/partner/v1", voice.key(secret)).get("/events").status_code == 200
    assert voice.partner(secret).get("/nothing").status_code == 404
    assert voice.refused(Partner("/partner/v1", voice.key(secret)).get("/events"), 429)


def test_bodies_are_json_and_small(voice, holder):
    assert voice.refused(holder("POST", "/holds", raw=b"a=b", content_type="application/x-www-form-urlencoded"), 415)
    assert voice.refused(holder("POST", "/holds", raw=b"{"), 400)
    assert voice.refused(holder("POST", "/holds", raw=b"[]"), 400)
    assert voice.refused(holder("POST", "/holds", raw=b" " * 70_000), 413)

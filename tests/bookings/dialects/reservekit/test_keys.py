"""`Authorization: Bearer sk_rsv_…`, and what is said when it is not that."""

import pytest

from businesses.models import ApiKey
from tests import factories, partners
from tests.bookings.dialects.reservekit.answers import refused

PATHS = ["/services", "/services/1", "/services/1/time-slots", "/time-slots", "/bookings", "/bookings/1"]


def ask(path, written):
    return partners.Partner("/v1", {} if written is None else {"Authorization": written}).get(path)


@pytest.mark.parametrize("path", [*PATHS, "/bookings/1/customer", "/nothing"])
def test_without_a_key_there_is_nothing(elm, path):
    assert refused(ask(path, None), 401, "Authorization header is missing", "authentication_required")
    assert refused(ask(path, "Bearer sk_rsv_nobody"), 401, "invalid API key", "invalid_api_key")


@pytest.mark.parametrize(
    "written", ["", "Bearer", "Bearer ", "Basic abc", "sk_rsv_x", "Bearer a b", "bearer x", "Bearerx"]
)
def test_a_header_that_is_not_bearer_and_one_token_is_malformed(elm, written):
    answer = ask("/services", written)
    assert refused(answer, 401, "Authorization header is malformed", "authorization_header_malformed")


def test_a_revoked_key_is_called_so_and_only_by_its_whole_secret(elm, now):
    secret = factories.key(elm, "reservekit")
    ApiKey.objects.update(revoked_at=now)
    assert refused(ask("/services", f"Bearer {secret}"), 401, "API key revoked", "invalid_api_key")
    assert refused(ask("/services", f"Bearer {secret[:-4]}xxxx"), 401, "invalid API key")


def test_a_key_of_another_dialect_opens_nothing(elm):
    assert refused(ask("/services", f"Bearer {factories.key(elm, 'booqara')}"), 401, "invalid API key")


def test_every_answer_to_a_known_key_tells_what_is_left_of_the_minute(reservekit, elm):
    left = []
    for answer in (reservekit.get("/services"), reservekit.get("/bookings/5"), reservekit.get("/bookings")):
        assert int(answer["X-RateLimit-Limit"]) == 1200
        assert answer["X-RateLimit-Reset"].isdigit()
        left.append(int(answer["X-RateLimit-Remaining"]))
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == 3

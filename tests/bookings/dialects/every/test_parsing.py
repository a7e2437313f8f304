"""What is no request is refused in the dialect's shape: never by a 5xx, a page of HTML or a stack trace."""

import json

import pytest

from bookings.dialects.urls import DIALECTS
from bookings.models import Booking
from tests.bookings.dialects.every.cast import VOICES

BODIES = [
    b"", b" ", b"{", b"}", b"[]", b"[{}]", b'"text"', b"null", b"5", b"true", b"NaN", b"Infinity", b"{]", b"{}{}",
    b'{"a": }', b"{'a': 'a'}", b'{"a": "a",}', b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1, "a": 1}',
    b'{"a": {"b": 1, "b": 2}}', b'{"a": 1e999}', b'{"a": ' + b"9" * 5000 + b"}",
    b'{"a": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", b"[" * 60_000, b'{"a":' * 12_000, b"\xff\xfe",
    b"\xef\xbb\xbf{}", b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}', b'{"a": "\\ud800"}', b'{"\\udfff": 1}',
    b'{"a": ["x\\u0000"]}', b'{"a": "\x00"}', b"\x00", '{"a": "a"}'.encode("utf-16"), b"a=a", b"--x\r\n\r\n--x--",
]  # fmt: skip
TOO_LARGE = [b"[" * 100_000, b'{"' + b"n" * 1_000_000 + b'": 1}', b" " * 65_537]
TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", ""]
VALUES = [None, True, 5, -1, 1.5, 10**400, "", " ", "\x00", "\ud800", "x" * 60_000, [], ["x"], [[]], {}, {"a": {}}]
QUERIES = [
    "serviceId=%00", "serviceId=%ff%fe", "serviceId=%ED%A0%80", "serviceId[]=1", "serviceId=1&serviceId=2", "&&&=&=",
    "%", "date=%u2028", "count=%D9%A3", "horizon=1&horizon=x", "userId=%00", "from=-0001-01-01", "a=" + "x" * 20_000,
    "&".join(f"p{n}=1" for n in range(1500)), "serviceId=" + "9" * 5000, "date=2026-11-24;serviceId=1", "format=api",
]  # fmt: skip


@pytest.fixture
def carrying(voice, elm):
    """The dialect's routes that carry a body."""
    return [route for route in voice.routes(elm) if route.body is not None]


def same(answer):
    """A short way to see what an answer is."""
    return answer.status_code, answer.content[:200]


@pytest.mark.parametrize("raw", BODIES, ids=lambda raw: repr(raw[:24]))
def test_a_body_that_is_no_object_of_clean_json_is_400(voice, carrying, ask, raw):
    for route in carrying:
        before = Booking.objects.count()
        assert voice.refused(ask(route, raw=raw), 400)
        assert Booking.objects.count() - before == int("{" in route.path)


@pytest.mark.parametrize("raw", TOO_LARGE, ids=lambda raw: repr(raw[:24]))
def test_a_body_over_64_kib_is_413_on_every_path(voice, elm, ask, partner, raw):
    for route in voice.routes(elm):
        assert voice.refused(ask(route, raw=raw), 413)
    assert voice.refused(partner("POST", "/nothing", raw=raw), 413)


def test_a_body_may_have_64_kib(voice, elm, ask):
    route = voice.create(elm)
    body = json.dumps(route.body).encode()
    assert ask(route, raw=body + b" " * (65_536 - len(body))).status_code in (200, 201)


@pytest.mark.parametrize("kind", TYPES)
def test_another_content_type_is_415(voice, carrying, ask, kind):
    for route in carrying:
        assert voice.refused(ask(route, raw=json.dumps(route.body).encode(), content_type=kind), 415)


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;charset=nonsense"]
)
def test_json_by_any_spelling_is_taken(voice, elm, ask, kind):
    route = voice.create(elm)
    assert ask(route, raw=json.dumps(route.body).encode(), content_type=kind).status_code in (200, 201)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_no_value_of_any_field_is_a_fault_of_ours(voice, carrying, ask, value):
    for route in carrying:
        for name in route.body:
            answer = ask(route, {**route.body, name: value})
            if answer.status_code not in (200, 201):
                assert answer.status_code in (400, 404, 409, 413, 422), same(answer)
                assert voice.refused(answer, answer.status_code)


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/nothing/1/2", "/nothing%0A", "/%ff", "/nothing%00"])
def test_an_unknown_path_is_404_and_401_for_a_stranger(voice, partner, db, path):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"):
        assert voice.refused(partner(method, path), 404)
    assert voice.refused(voice.partner("").get(path), 401)


def test_a_method_that_a_path_does_not_have_is_405_and_401_for_a_stranger(voice, elm, partner):
    routes = voice.routes(elm)
    for path in {route.path for route in routes}:
        has = {route.method for route in routes if route.path == path}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - has:
            asked = path.replace("{booking}", "5")
            assert voice.refused(partner(method, asked), 405)
            assert voice.refused(voice.partner("")(method, asked), 401)


def test_a_method_may_not_be_changed_by_a_header_or_parameter(voice, elm, ask):
    for route in voice.routes(elm):
        if route.method == "GET" and "{" not in route.path:
            changed = ask(route, headers={"X-HTTP-Method-Override": "DELETE"}, query={"_method": "DELETE"})
            assert changed.status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png;q=1", "nonsense", ""])
def test_json_is_answered_whatever_is_accepted(voice, elm, ask, accept):
    for route in voice.routes(elm):
        if route.method == "GET":
            answer = ask(route, headers={"Accept": accept})
            assert answer.status_code == 200
            assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20])
def test_no_query_is_a_fault_of_ours(voice, elm, partner, query):
    for route in voice.routes(elm):
        if route.method != "GET":
            continue
        address = voice.prefix + route.path.replace("{booking}", "5")
        answer = partner.client.generic("GET", f"{address}?{query}", headers=partner.headers)
        if answer.status_code != 200:
            assert answer.status_code in (400, 404), same(answer)
            assert voice.refused(answer, answer.status_code)


def test_no_id_in_a_path_is_a_fault_of_ours(voice, elm, partner):
    for route in voice.routes(elm):
        for written in ("0", "-1", "9" * 400, "%00", "%ff", "x" * 2000, "a%2Fb", "null", "1e9", "%D9%A3"):
            if "{" in route.path:
                answer = partner(route.method, route.path.replace("{booking}", written), route.body)
                assert answer.status_code in (400, 404), same(answer)
                assert voice.refused(answer, answer.status_code)


def test_every_dialect_that_is_mounted_is_in_the_cast():
    assert {voice.dialect for voice in VOICES} == set(DIALECTS)

"""How Booqara says no: always the same shape, never a stack trace, never a 5xx for what somebody sent."""

import json
import logging

import pytest
from django.db import OperationalError

from bookings import errors, operations, queries
from bookings.dialects import faults
from bookings.dialects.booqara.errors import PHRASEBOOK
from bookings.models import Booking
from tests.bookings.dialects.booqara.answers import order, refused


def leaves(kind):
    return [leaf for child in kind.__subclasses__() for leaf in leaves(child)] or [kind]


BODIES = [
    b"", b" ", b"{", b"}", b"[]", b"[{}]", b'"text"', b"null", b"5", b"true", b"NaN", b"Infinity", b"{]", b"{}{}",
    b'{"guestName": }', b"{'guestName': 'a'}", b'{"guestName": "a",}', b'{"a": NaN}', b'{"a": -Infinity}',
    b'{"a": 1e999}', b'{"a": ' + b"9" * 5000 + b"}", b'{"a": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    b"[" * 60_000, b'{"a":' * 12_000, b"\xff\xfe", b"\xef\xbb\xbf{}", b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}',
    b'{"guestName": "\\ud800"}', b'{"\\udfff": 1}', b'{"a": ["x\\u0000"]}', b'{"a": "\x00"}', b"\x00",
    '{"guestName": "a"}'.encode("utf-16"), b"guestName=a", b"--x\r\n\r\n--x--",
]  # fmt: skip


def test_the_phrasebook_has_words_for_everything_that_can_be_refused():
    kinds = leaves(errors.Refused) + leaves(faults.RequestFault)
    assert len(kinds) > 14
    assert [kind for kind in kinds if kind not in PHRASEBOOK] == []


def test_every_phrase_is_one_of_the_documented_statuses():
    assert {phrase.status for phrase in PHRASEBOOK.values()} <= {400, 401, 403, 404, 405, 409, 413, 415, 422, 500, 503}


def test_an_error_that_is_added_below_another_is_said_like_it():
    class Refined(errors.SlotTaken):
        pass

    assert errors.said(PHRASEBOOK, Refined(None)).status == 409


def test_what_nobody_expected_is_500_without_a_word_about_it_and_is_logged(booqara, elm, monkeypatch, caplog):
    def breaks(*args, **kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(queries, "open_slots", breaks)
    query = {"date": "2026-11-24", "serviceId": elm.services["Fade"].uuid}
    with caplog.at_level(logging.ERROR, logger="bookings.dialects.base"):
        answer = booqara.get("/slots", **query)
    assert refused(answer, 500, "Internal server error")
    assert "secret" in caplog.text


def test_locks_that_are_not_to_be_had_are_503_with_a_time_to_try_again(booqara, elm, monkeypatch):
    def busy(**kwargs):
        raise errors.Busy

    monkeypatch.setattr(operations, "book", busy)
    answer = booqara.post("/appointments", order(elm))
    assert refused(answer, 503)
    assert answer["Retry-After"] == "1"


def test_a_use_that_cannot_be_noted_does_not_cost_the_answer(booqara, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("businesses.models.api_key.ApiKeyQuerySet.update", locked)
    assert booqara.get("/business").status_code == 200


@pytest.mark.parametrize("raw", BODIES, ids=lambda raw: repr(raw[:24]))
def test_a_body_that_is_no_object_of_clean_json_is_400(booqara, raw):
    assert refused(booqara("POST", "/appointments", raw=raw), 400)
    assert not Booking.objects.exists()


def test_a_body_over_64_kib_is_413(booqara, elm):
    body = json.dumps(order(elm)).encode()
    at_the_limit = body + b" " * (65_536 - len(body))
    assert refused(booqara("POST", "/appointments", raw=at_the_limit + b" "), 413)
    assert booqara("POST", "/appointments", raw=at_the_limit).status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", ""],
)
def test_another_content_type_is_415(booqara, elm, kind):
    raw = json.dumps(order(elm)).encode()
    assert refused(booqara("POST", "/appointments", raw=raw, content_type=kind), 415)


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;charset=nonsense"]
)
def test_json_by_any_spelling_is_taken(booqara, elm, kind):
    raw = json.dumps(order(elm)).encode()
    assert booqara("POST", "/appointments", raw=raw, content_type=kind).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/nothing", "/business/", "/Business", "/appointments/", "/appointments/1/2", "/v1", "/slots%0A", "/%ff"],
)
def test_an_unknown_path_is_404(booqara, stranger, path):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"):
        assert refused(booqara(method, path), 404)
    assert refused(stranger.get(path), 401)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/business"),
        ("PUT", "/services"),
        ("DELETE", "/staff"),
        ("PATCH", "/dates"),
        ("GET", "/appointments"),
        ("POST", "/appointments/5"),
        ("TRACE", "/business"),
        ("BREW", "/slots"),
    ],
)
def test_a_wrong_method_is_405(booqara, stranger, method, path):
    assert refused(booqara(method, path), 405)
    assert refused(stranger(method, path), 401)


def test_a_method_may_not_be_changed_by_a_header_or_parameter(booqara):
    assert (
        booqara("GET", "/business", headers={"X-HTTP-Method-Override": "DELETE"}, _method="DELETE").status_code == 200
    )


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png;q=1", "nonsense", ""])
def test_json_is_answered_whatever_is_accepted(booqara, accept):
    answer = booqara("GET", "/business", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", ["/staff", "/dates", "/slots", "/services", "/business"])
@pytest.mark.parametrize("query", [
    "serviceId=%00", "serviceId=%ff%fe", "serviceId=%ED%A0%80", "serviceId[]=1", "serviceId=1&serviceId=2", "&&&=&=",
    "%", "date=%u2028", "count=%D9%A3", "horizon=1&horizon=x", "userId=%00", "from=-0001-01-01", "a=" + "x" * 20_000,
    "&".join(f"p{n}=1" for n in range(1500)), "serviceId=" + "9" * 5000, "date=2026-11-24;serviceId=1", "format=api",
], ids=lambda query: query[:20])  # fmt: skip
def test_no_query_is_a_server_error(booqara, path, query):
    answer = booqara.client.generic("GET", f"/booking{path}?{query}", headers=booqara.headers)
    assert answer.status_code in (200, 400, 404), answer.content
    if answer.status_code != 200:
        assert refused(answer, answer.status_code)

"""How Booqara says no: always the same shape, never a stack trace, never a 5xx for what somebody sent."""

import logging

import pytest
from django.db import OperationalError

from bookings import errors, operations, queries
from bookings.dialects.booqara.errors import PHRASEBOOK
from tests.bookings.dialects.booqara.answers import order, refused


def test_every_phrase_is_one_of_the_documented_statuses():
    statuses = {phrase.status for phrase in PHRASEBOOK.values()}
    assert statuses <= {400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503}


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

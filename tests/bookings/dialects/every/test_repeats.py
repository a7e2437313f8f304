"""Idempotency-Key: the same request again does nothing again."""

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from bookings import operations
from bookings.models import Booking
from bookings.operations import placing
from businesses import once
from businesses.models import ApiKey, Once
from tests import factories

KEY = {"Idempotency-Key": "a key of 2026"}


@pytest.fixture
def create(voice, elm, ask):
    """Books with a key: `create()`, with other fields, or with other headers."""
    route = voice.create(elm)

    def send(headers=KEY, **changes):
        return ask(route, {**route.body, **changes}, headers=headers)

    return send


def replayed(answer):
    return answer.headers.get("Idempotency-Replayed") == "true"


def good(answer):
    assert 200 <= answer.status_code < 300, answer.content
    return not replayed(answer)


def test_the_same_request_again_is_answered_as_the_first_time_and_books_nothing(create):
    first, again = create(), create()
    assert good(first)
    assert replayed(again)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("Location") == first.headers.get("Location")
    assert again.headers.get("Content-Type") == first.headers.get("Content-Type")
    assert Booking.objects.count() == 1


def test_it_is_the_first_answer_even_if_the_booking_has_changed_since(create, now):
    first = create()
    operations.cancel(booking=Booking.objects.get(), now=now, by="owner")
    assert create().content == first.content
    assert Booking.objects.count() == 1


def test_spaces_and_the_order_of_names_make_no_other_request(voice, elm, ask, create):
    assert good(create())
    route = voice.create(elm)
    turned = dict(reversed(route.body.items()))
    assert replayed(ask(route, raw=json.dumps(turned, indent=3).encode(), headers=KEY))


def test_another_body_or_query_with_the_key_is_422_and_books_nothing(voice, elm, ask, create):
    assert good(create())
    assert voice.refused(create(**voice.another), 422)
    assert voice.refused(ask(voice.create(elm), headers=KEY, query={"a": "1"}), 422)
    assert Booking.objects.count() == 1


def test_without_a_key_or_with_another_one_it_is_another_request(voice, elm, create):
    assert good(create(headers={}))
    assert good(create(**voice.elsewhere(elm)))
    assert Booking.objects.count() == 2


def test_a_key_belongs_to_its_api_key(voice, elm, create):
    assert good(create())
    route = voice.create(elm)
    other = voice.partner(voice.secret(elm))
    assert good(other.post(route.path, {**route.body, **voice.elsewhere(elm)}, headers=KEY))


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none_or_too_long_is_400(voice, create, key):
    assert voice.refused(create(headers={"Idempotency-Key": key}), 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "key", ["x", "x" * 255, "Schlüssel", "ключ".encode().decode("latin-1"), '"quoted", with: signs']
)
def test_a_key_may_be_any_text_up_to_its_limit(create, key):
    assert good(create(headers={"Idempotency-Key": key}))
    assert replayed(create(headers={"Idempotency-Key": key}))


def test_neither_the_key_nor_anything_of_it_is_kept_as_it_came(create):
    create()
    assert KEY["Idempotency-Key"] not in str(Once.objects.values().get())


def test_after_48_hours_the_key_is_new(voice, elm, create):
    first = create()
    with time_machine.travel(factories.NOW + dt.timedelta(hours=47), tick=False):
        assert replayed(create())
    with time_machine.travel(factories.NOW + dt.timedelta(hours=49), tick=False):
        assert good(create(**voice.elsewhere(elm)))
    assert first.status_code == 200 or first.status_code == 201
    assert Booking.objects.count() == 2


def test_a_start_that_is_taken_is_not_remembered(voice, create, elm, now):
    rivals = [factories.book(elm, "Fade"), factories.book(elm, "Fade")]
    answer = create()
    assert answer.status_code in (400, 409)
    assert not replayed(create())
    operations.cancel(booking=rivals[0], now=now, by="owner")
    assert good(create())


def test_what_cannot_be_right_another_time_is_remembered_as_any_answer(voice, create):
    wrong = dict.fromkeys(voice.another, 5)
    first, again = create(**wrong), create(**wrong)
    assert voice.refused(first, 400)
    assert not replayed(first)
    assert replayed(again)
    assert again.content == first.content
    assert voice.refused(create(), 422)


def test_a_body_that_is_no_json_is_remembered_by_its_bytes(voice, elm, ask):
    route = voice.create(elm)
    assert voice.refused(ask(route, raw=b"{", headers=KEY), 400)
    assert replayed(ask(route, raw=b"{", headers=KEY))
    assert voice.refused(ask(route, raw=b"{{", headers=KEY), 422)


def test_what_was_never_read_is_not_remembered(voice, elm, ask, create):
    route = voice.create(elm)
    raw = json.dumps(route.body).encode()
    assert voice.refused(ask(route, raw=raw, content_type="text/plain", headers=KEY), 415)
    assert voice.refused(ask(route, raw=raw + b" " * 70_000, headers=KEY), 413)
    assert good(create())


def test_a_fault_of_the_server_is_not_remembered(voice, create, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(placing, "attempts", lambda *args, **how: 1 / 0)
        assert voice.refused(create(), 500)
    assert good(create())


def test_an_answer_that_cannot_be_kept_takes_the_booking_back(voice, create, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(once, "note", lambda *args, **how: 1 / 0)
        assert voice.refused(create(), 500)
    assert not Booking.objects.exists()
    assert good(create())


def test_an_answer_is_erased_with_its_booking_and_nothing_is_done_twice(voice, create):
    assert good(create())
    assert once.erase(once.about(Booking.objects.get())) == 1
    assert "ordan" not in str(Once.objects.values().get())
    assert voice.refused(create(), 422)
    assert Booking.objects.count() == 1


def test_the_key_says_nothing_to_what_only_reads(voice, elm, ask):
    for route in voice.routes(elm):
        if route.method == "GET" and "{" not in route.path:
            assert ask(route, headers={"Idempotency-Key": ""}).status_code == 200


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_booking_and_are_answered_alike(voice, now):
    shop = factories.load(factories.ELM)
    secret, route = voice.secret(shop), voice.create(shop)
    line = threading.Barrier(20, timeout=60)

    def send(_):
        try:
            line.wait()
            return voice.partner(secret).post(route.path, route.body, headers=KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(send, range(20)))
    assert Booking.objects.count() == 1
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (answers[0].status_code, answers[0].content)
    }
    assert sum(not replayed(answer) for answer in answers) == 1
    assert good(next(answer for answer in answers if not replayed(answer)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_with_one_key_one_is_done(voice, now):
    shop = factories.load(factories.ELM)
    secret, route = voice.secret(shop), voice.create(shop)
    line = threading.Barrier(10, timeout=60)

    def send(number):
        try:
            line.wait()
            body = {**route.body, **(voice.another if number % 2 else {})}
            return voice.partner(secret).post(route.path, body, headers=KEY).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as clients:
        statuses = list(clients.map(send, range(10)))
    assert Booking.objects.count() == 1
    assert sorted({status // 100 for status in statuses}) == [2, 4]
    assert statuses.count(422) == 5
    assert ApiKey.objects.count() == 1

"""ETag and If-None-Match: what has not changed is not sent again, and what has is never called the same."""

import datetime as dt
import json

import pytest
import time_machine

from bookings import operations, queries
from bookings.dialects import tags
from businesses import document
from tests import factories

SOON = factories.NOW + dt.timedelta(seconds=20)  # within a minute: at its very beginning an answer may change at once


@pytest.fixture(autouse=True)
def clock(now):
    """The clock stands twenty seconds after 15:00, and is moved by `clock.move_to`."""
    with time_machine.travel(SOON, tick=False) as moved:
        yield moved


@pytest.fixture
def tagged(voice, elm):
    """The routes whose answers have a tag."""
    return [route for route in voice.routes(elm) if route.timed is not None]


@pytest.fixture
def timed(tagged):
    """Those that show free times."""
    return [route for route in tagged if route.timed]


def again(ask, route, answer, **how):
    return ask(route, headers={"If-None-Match": answer["ETag"]}, **how)


def test_what_has_not_changed_is_304_without_a_body(ask, tagged):
    for route in tagged:
        first = ask(route)
        answer = again(ask, route, first)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == first["ETag"]
        assert answer["Cache-Control"] == "private, no-cache"


def test_it_is_known_by_the_key_and_the_versions_alone(ask, tagged, django_assert_num_queries, monkeypatch):
    for route in tagged:
        first = ask(route)
        with monkeypatch.context() as unused, django_assert_num_queries(2):
            unused.setattr(queries, "open_slots", lambda *args, **how: 1 / 0)
            unused.setattr(queries, "open_dates", lambda *args, **how: 1 / 0)
            assert again(ask, route, first).status_code == 304


def test_a_tag_is_found_among_others_and_if_a_proxy_made_it_weak(ask, tagged):
    for route in tagged:
        tag = ask(route)["ETag"]
        for sent in (f"W/{tag}", f'"x", {tag}', f'{tag}, W/"y"'):
            assert ask(route, headers={"If-None-Match": sent}).status_code == 304


@pytest.mark.parametrize("sent", ["*", "", '"', '""', '"."', '"a.b"', "x", '".0"', '"' + "f" * 5000 + '"', "é", ",,,"])
def test_what_is_no_tag_of_ours_is_answered_in_full(ask, tagged, sent):
    for route in tagged:
        assert ask(route, headers={"If-None-Match": sent}).status_code == 200


def test_a_booking_changes_what_is_free(ask, timed, elm):
    first = [ask(route) for route in timed]
    factories.book(elm, "Fade")
    for route, answer in zip(timed, first, strict=True):
        assert again(ask, route, answer).status_code == 200


def test_a_cancellation_changes_what_is_free(ask, timed, elm):
    booking = factories.book(elm, "Fade")
    first = [ask(route) for route in timed]
    operations.cancel(booking=booking, now=SOON, by="owner")
    for route, answer in zip(timed, first, strict=True):
        assert again(ask, route, answer).status_code == 200


def test_an_owners_change_changes_everything(ask, tagged):
    first = [ask(route) for route in tagged]
    changed = factories.elm_document(rules={"slot_interval_minutes": 15}, description="Another")
    document.load(json.dumps(changed), now=SOON)
    for route, answer in zip(tagged, first, strict=True):
        assert again(ask, route, answer).status_code == 200


def test_a_minute_changes_what_is_free_and_nothing_else(ask, tagged, clock):
    first = [ask(route) for route in tagged]
    clock.move_to(SOON + dt.timedelta(seconds=39.9))
    assert all(again(ask, *pair).status_code == 304 for pair in zip(tagged, first, strict=True))
    clock.move_to(SOON + dt.timedelta(seconds=40))
    for route, answer in zip(tagged, first, strict=True):
        assert again(ask, route, answer).status_code == (200 if route.timed else 304)


def test_a_clock_that_is_set_back_makes_no_old_tag_true(ask, timed, clock):
    first = [ask(route) for route in timed]
    clock.move_to(SOON - dt.timedelta(seconds=30))
    for route, answer in zip(timed, first, strict=True):
        assert again(ask, route, answer).status_code == 200


def test_at_the_very_beginning_of_a_minute_there_is_no_tag(ask, timed, clock):
    clock.move_to(factories.NOW)
    for route in timed:
        assert "ETag" not in ask(route)


def test_a_hold_that_ends_changes_what_is_free(ask, timed, elm, clock):
    made_at = SOON - dt.timedelta(minutes=elm.business.hold_minutes) + dt.timedelta(seconds=10)
    for person in ("Maria Gomez", "Ana Ruiz"):
        factories.hold(elm, "Fade", staff=person, now=made_at)
    first = [ask(route) for route in timed]
    clock.move_to(SOON + dt.timedelta(seconds=9))
    assert {again(ask, *pair).status_code for pair in zip(timed, first, strict=True)} <= {304}
    clock.move_to(SOON + dt.timedelta(seconds=10))
    for route, answer in zip(timed, first, strict=True):
        fresh = again(ask, route, answer)
        assert fresh.status_code == 200
        assert fresh.content != answer.content


def test_a_place_that_is_held_in_a_group_changes_it_too(elm, clock):
    made_at = SOON - dt.timedelta(minutes=elm.business.hold_minutes) + dt.timedelta(seconds=10)
    factories.book(elm, "Yoga", clock="13:00")
    factories.hold(elm, "Yoga", clock="13:00", now=made_at)
    house = queries.house(elm.business)
    queries.open_slots(house, elm.services["Yoga"], day=factories.DAY, now=SOON)
    assert house.steady_until(SOON) == SOON + dt.timedelta(seconds=10)


def test_another_query_is_another_answer(ask, tagged):
    for route in tagged:
        assert again(ask, route, ask(route), query={"a": "1"}).status_code == 200


def test_the_neighbours_tag_is_another(voice, ask, tagged, elm, karachi):
    stranger = voice.partner(voice.secret(karachi))
    for route in tagged:
        answer = stranger("GET", route.path, headers={"If-None-Match": ask(route)["ETag"]}, **(route.query or {}))
        assert answer.status_code != 304


def test_another_program_may_answer_otherwise(ask, tagged, monkeypatch):
    first = [ask(route) for route in tagged]
    monkeypatch.setattr(tags, "_program", lambda: "the next release")
    for route, answer in zip(tagged, first, strict=True):
        assert again(ask, route, answer).status_code == 200


def test_a_wrong_key_is_told_nothing_by_a_tag(voice, ask, tagged):
    for route in tagged:
        answer = voice.partner("wrong")("GET", route.path, headers={"If-None-Match": ask(route)["ETag"]})
        assert voice.refused(answer, 401)


def test_what_is_refused_has_no_tag(voice, ask, tagged):
    for route in tagged:
        if route.query:
            answer = ask(route, query=dict.fromkeys(route.query, "x"))
            assert voice.refused(answer, answer.status_code)
            assert "ETag" not in answer

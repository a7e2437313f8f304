"""POST /partner/v1/holds/{id}/extend, and DELETE /partner/v1/holds/{id}"""

import datetime as dt
import uuid

import pytest
import time_machine

from bookings import errors
from tests import factories
from tests.bookings.dialects.partner.answers import Holder, row_of, status_of

MINUTE = dt.timedelta(minutes=1)
ODD = ["x", "0", "1", "-1", "%00", "a" * 300, str(uuid.UUID(int=0)), uuid.UUID(int=5).hex, "é", "' OR 1=1", "9" * 30]


def extend(holder, held, **how):
    return holder.post(f"/holds/{held['id']}/extend", **how)


def give_back(holder, held):
    return holder.delete(f"/holds/{held['id']}")


ENDPOINTS = pytest.mark.parametrize("ask", [extend, give_back])


def test_a_hold_runs_on_from_now(holder, now):
    held = holder.hold()
    with time_machine.travel(now + 9 * MINUTE, tick=False):
        answer = extend(holder, held)
    assert answer.status_code == 200
    assert answer.json() == {**held, "expiresAt": "2026-11-20T15:19:00Z"}
    with time_machine.travel(now + 18 * MINUTE, tick=False):
        assert row_of(held).hold_expires_at == now + 19 * MINUTE
        assert extend(holder, held).status_code == 200


def test_ten_times_and_no_more(holder, voice):
    held = holder.hold()
    for _ in range(10):
        assert extend(holder, held).status_code == 200
    assert voice.refused(extend(holder, held), status_of(voice, errors.ExtendedEnough))
    assert row_of(held).hold_extensions == 10


def test_the_same_extension_again_is_none(holder):
    held, key = holder.hold(), {"Idempotency-Key": "longer"}
    first, again = (extend(holder, held, headers=key) for _ in range(2))
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert row_of(held).hold_extensions == 1


def test_what_is_given_back_is_free_at_once(holder):
    held = holder.hold()
    answer = give_back(holder, held)
    assert (answer.status_code, answer.content) == (204, b"")
    assert row_of(held).status == "expired"
    assert not row_of(held).appointment.live


@ENDPOINTS
def test_what_is_over_is_not_found(holder, voice, now, ask):
    over, back, booked = holder.hold(clock="13:00"), holder.hold(clock="15:00"), holder.hold()
    give_back(holder, back)
    assert holder.create(booked["id"]).status_code in (200, 201)
    for held in (back, booked):
        assert voice.refused(ask(holder, held), 404)
    assert row_of(booked).status in ("pending", "confirmed")
    with time_machine.travel(now + 10 * MINUTE, tick=False):
        assert voice.refused(ask(holder, over), 404)
    assert row_of(over).hold_extensions == 0


@ENDPOINTS
def test_another_keys_hold_is_as_unknown_as_any(holder, voice, elm, karachi, ask):
    rival = Holder(elm, voice, factories.key(elm, voice.dialect))
    neighbour = Holder(karachi, voice, factories.key(karachi, voice.dialect))
    theirs = [rival.hold(), neighbour.hold("Haircut", "12:00")]
    guests, _ = factories.hold(elm, "Fade", clock="13:00")
    nobodys = ask(holder, {"id": str(uuid.uuid4())})
    assert voice.refused(nobodys, 404)
    for held in (*theirs, {"id": str(guests.uuid)}):
        answer = ask(holder, held)
        assert (answer.status_code, answer.content) == (nobodys.status_code, nobodys.content)
        assert row_of(held).status == "held"


@ENDPOINTS
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_id_is_not_found(holder, voice, ask, odd):
    assert voice.refused(ask(holder, {"id": odd}), 404)


@ENDPOINTS
def test_a_hold_takes_few_statements(holder, ask, django_assert_max_num_queries):
    held = holder.hold()
    with django_assert_max_num_queries(16):
        ask(holder, held)

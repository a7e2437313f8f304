"""GET /partner/v1/events"""

import datetime as dt
import json
import threading

import pytest
import time_machine
from django.db import connection

from bookings import operations, outbox
from bookings.models import Event, WebhookEndpoint
from bookings.webhooks import payloads
from tests import factories
from tests.bookings.dialects.every.cast import VOICES
from tests.bookings.dialects.partner.answers import Holder
from tests.factories import NOW


@pytest.fixture
def read(holder):
    """What a partner reads once the worker has been there: `read()`, `read(after=…, limit=…)`."""

    def ask(*, now=NOW, **query):
        outbox.route([], now=now)
        answer = holder.get("/events", **query)
        assert answer.status_code == 200, answer.content
        assert set(answer.json()) == {"events", "next"}
        return answer.json()

    return ask


def types(page):
    return [event["type"] for event in page["events"]]


def test_nothing_yet_has_a_cursor_to_go_on_with(read, elm):
    page = read()
    assert page["events"] == []
    assert read(after=page["next"]) == page
    factories.book(elm, "Fade")
    assert types(read(after=page["next"])) == ["booking.created"]


def test_oldest_first_from_where_one_stopped(read, elm):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x", reason="ill")
    assert types(read()) == ["booking.created", "booking.cancelled"]
    first = read(limit="1")
    assert types(first) == ["booking.created"]
    second = read(after=first["next"], limit="1")
    assert types(second) == ["booking.cancelled"]
    last = read(after=second["next"])
    assert (last["events"], last["next"]) == ([], second["next"])


def test_an_event_is_the_object_of_our_webhooks(read, elm):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    start = factories.at(elm, factories.DAY, "15:00")
    operations.move(booking=booking, starts_at=start, staff=elm.staff["Ana Ruiz"], now=NOW, by="x")
    shown = read()["events"]
    whole = type(booking).objects.with_details().get()
    endpoint = WebhookEndpoint(format="own")
    assert shown == [json.loads(payloads.body_of(event, whole, endpoint)) for event in Event.objects.order_by("id")]
    assert shown[1]["previous"]["staff"]["name"] == "Maria Gomez"
    assert [event["sequence"] for event in shown] == [1, 2]


def test_holds_are_told_to_nobody_until_they_are_booked(read, holder):
    held = holder.hold()
    assert read()["events"] == []
    holder.create(held["id"])
    (event,) = read()["events"]
    assert (event["type"], event["sequence"], event["previous"]) == ("booking.created", 2, None)
    assert event["booking"]["id"] == held["id"]


def test_every_word_is_one_of_eight(read, elm):
    booking = factories.book(elm, "Fade", confirmed=False)
    operations.confirm(booking=booking, now=NOW, by="x")
    operations.unconfirm(booking=booking, now=NOW, by="x")
    operations.annotate(booking=booking, staff_notes="Likes tea", now=NOW, by="x")
    operations.erase(booking=booking, now=NOW, by="x")
    page = read()
    assert types(page) == ["booking.created", "booking.confirmed", "booking.changed", "booking.erased"]
    assert all(event["booking"]["customer"] is None for event in page["events"])
    assert "Jordan" not in json.dumps(page)
    assert "tea" not in json.dumps(page)


def test_nothing_of_the_neighbours(read, elm, karachi):
    factories.book(karachi, "Haircut", clock="12:00")
    assert read()["events"] == []


def test_a_cursor_of_the_neighbours_is_none(holder, voice, elm, karachi, read):
    neighbour = Holder(karachi, voice, factories.key(karachi, voice.dialect))
    for shop, service, clock in ((elm, "Fade", "10:00"), (karachi, "Haircut", "12:00")):
        factories.book(shop, service, clock=clock)
    read()
    theirs = neighbour.get("/events").json()["next"]
    assert voice.refused(holder.get("/events", after=theirs), 400)


@pytest.mark.parametrize("cursor", ["", "x", "0", "1", "-1", "0-1", "9" * 40, "é", "' OR 1=1", "1\x00"])
def test_what_is_no_cursor_is_a_bad_request(holder, voice, cursor):
    assert voice.refused(holder.get("/events", after=cursor), 400)


def test_a_cursor_from_the_future_is_a_bad_request_that_says_from_when_events_are_kept(holder, voice, read):
    ahead = read()["next"].rsplit("-", 1)[0] + "-7"
    answer = holder.get("/events", after=ahead)
    assert voice.refused(answer, 400)
    assert "2026-10-21T15:00:00Z" in voice.said(answer.json())


def test_after_thirty_days_a_cursor_before_what_is_gone_is_lost_and_a_later_one_is_not(holder, voice, read, elm):
    factories.book(elm, "Fade")
    factories.book(elm, "Fade", clock="13:00")
    first = read(limit="1")["next"]
    last = read()["next"]
    with time_machine.travel(NOW + dt.timedelta(days=30), tick=False):
        assert len(read()["events"]) == 2
    with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
        assert read()["events"] == []
        assert read(after=last)["events"] == []
        answer = holder.get("/events", after=first)
        assert voice.refused(answer, 400)
        assert "2026-11-21T15:00:00Z" in voice.said(answer.json())


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "", "1.5", "1e2"])
def test_a_limit_is_a_number_from_1_to_500(holder, voice, limit):
    answer = holder.get("/events", limit=limit)
    assert voice.refused(answer, 400)
    assert "limit" in voice.said(answer.json())


def test_without_a_limit_a_hundred_are_given(read, elm):
    booking = factories.book(elm, "Trim")
    for _ in range(53):
        booking = operations.unconfirm(booking=booking, now=NOW, by="x")
        booking = operations.confirm(booking=booking, now=NOW, by="x")
    page = read()
    assert len(page["events"]) == 100
    assert len(read(limit="500")["events"]) == 107
    assert len(read(after=page["next"])["events"]) == 7


def test_many_events_take_no_more_statements_than_one(read, holder, elm, django_assert_max_num_queries):
    for clock in ("09:00", "10:00", "11:00", "13:00", "15:00"):
        booking = factories.book(elm, "Fade", clock=clock, staff="Maria Gomez")
        start = factories.at(elm, factories.DAY + dt.timedelta(days=1), clock)
        operations.move(booking=booking, starts_at=start, staff=elm.staff["Ana Ruiz"], now=NOW, by="x")
    after = read(limit="1")["next"]
    with django_assert_max_num_queries(11):
        assert len(holder.get("/events", after=after).json()["events"]) == 9


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_whoever_reads_on_while_others_book_misses_nothing_and_reads_nothing_twice(now):
    shop = factories.load(factories.ELM)
    holder = Holder(shop, VOICES[0], factories.key(shop, VOICES[0].dialect, rate_limit=None))
    done, faults = threading.Event(), []

    def writer(lane):
        try:
            for n in range(6):
                booking = factories.book(shop, "Advice", factories.DAY + dt.timedelta(days=7 * lane), f"{13 + n}:00")
                operations.cancel(booking=booking, now=NOW, by="x")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def worker():
        try:
            while not done.is_set():
                outbox.route([], now=NOW)
                done.wait(0.01)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=writer, args=(lane,)) for lane in range(4)]
    numbering = threading.Thread(target=worker)
    for thread in (*writers, numbering):
        thread.start()
    found, after = [], {}
    while any(thread.is_alive() for thread in writers):
        page = holder.get("/events", limit="3", **after).json()
        found, after = found + page["events"], {"after": page["next"]}
    done.set()
    numbering.join()
    outbox.route([], now=NOW)
    while (page := holder.get("/events", limit="3", **after).json())["events"]:
        found, after = found + page["events"], {"after": page["next"]}
    assert faults == []
    assert sorted(event["id"] for event in found) == sorted(
        str(uuid) for uuid in Event.objects.values_list("uuid", flat=True)
    )
    for booking in {event["booking"]["id"] for event in found}:
        assert [event["sequence"] for event in found if event["booking"]["id"] == booking] == [1, 2]

"""Webhooks against receivers of every kind, verified by a library that is not ours."""

import datetime as dt
import json

import pytest
import time_machine
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bookings import operations, outbox
from bookings.management.work import CHANNELS
from bookings.models import Delivery, WebhookEndpoint
from bookings.webhooks import endpoints, fetching, secrets
from tests import factories, receivers
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.WEBHOOK_ALLOW_LOOPBACK = True


def run(now=NOW):
    """One round of a worker whose clock stands still."""
    with time_machine.travel(now, tick=True):
        while outbox.route([CHANNELS["webhook"]], now=now):
            pass
        for delivery in outbox.claim(now=now, limit=50):
            outbox.send(delivery, CHANNELS, clock=lambda: now)


def told(shop, receiver, **how):
    return endpoints.create(business=shop.business, url=receiver.url, **how)


def only():
    return Delivery.objects.get(channel="webhook")


def test_an_event_arrives_signed_as_the_standard_has_it(elm):
    with receivers.receiving() as receiver:
        _, secret = told(elm, receiver)
        booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
        run()
        headers, body = receiver.got[0]
        with time_machine.travel(NOW):
            facts = Webhook(secret).verify(body, headers)
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(body + b" ", headers)
    event = booking.events.get()
    assert headers["webhook-id"] == facts["id"] == str(event.uuid)
    assert (facts["type"], facts["sequence"], facts["occurredAt"]) == ("booking.created", 1, "2026-11-20T15:00:00Z")
    assert facts["booking"]["startsAt"] == "2026-11-24T16:00:00Z"
    assert facts["booking"]["staff"]["name"] == "Maria Gomez"
    assert facts["previous"] is None
    assert (only().status, only().attempts) == ("delivered", 1)


def test_a_move_says_what_was_before(elm):
    with receivers.receiving() as receiver:
        told(elm, receiver)
        booking = factories.book(elm, "Fade", clock="10:00")
        operations.move(booking=booking, starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="x")
        run()
        facts = [json.loads(body) for _, body in receiver.got]
    moved = next(each for each in facts if each["type"] == "booking.moved")
    assert moved["previous"]["startsAt"] == "2026-11-24T16:00:00Z"
    assert moved["booking"]["startsAt"] == "2026-11-24T21:00:00Z"
    assert sorted(each["sequence"] for each in facts) == [1, 2]


def test_only_chosen_types_and_never_holds(elm):
    with receivers.receiving() as receiver:
        told(elm, receiver, event_types=["booking.cancelled"])
        operations.hold(
            wish=operations.one(elm.business, elm.services["Fade"], factories.at(elm, factories.DAY, "15:00")),
            taker=operations.Taker("wizard", "guest"),
            now=NOW,
        )
        operations.cancel(booking=factories.book(elm, "Fade"), now=NOW, by="x")
        run()
        assert [json.loads(body)["type"] for _, body in receiver.got] == ["booking.cancelled"]


def test_the_neighbour_is_told_nothing(elm, karachi):
    with receivers.receiving() as receiver:
        told(karachi, receiver)
        factories.book(elm, "Fade")
        run()
        assert receiver.got == []


def test_reservekits_own_form(elm):
    with receivers.receiving() as receiver:
        told(elm, receiver, format=WebhookEndpoint.Format.RESERVEKIT)
        operations.cancel(booking=factories.book(elm, "Fade"), now=NOW, by="x")
        run()
        facts = [json.loads(body) for _, body in receiver.got]
    assert [each["event_type"] for each in facts] == ["bookings.create", "bookings.update"]
    assert [each["bookings"][0]["status"] for each in facts] == ["confirmed", "cancelled"]


def test_a_new_secret_signs_beside_the_old_one_for_a_day(elm):
    with receivers.receiving() as receiver:
        endpoint, old = told(elm, receiver)
        new = endpoints.rotate(endpoint, now=NOW)
        factories.book(elm, "Fade")
        run()
        headers, body = receiver.got[0]
        with time_machine.travel(NOW):
            assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)
        endpoint.refresh_from_db()
        assert endpoints.secrets_of(endpoint, now=NOW + dt.timedelta(hours=25)) == [new]


def test_the_database_holds_no_secret(elm, settings):
    endpoint, secret = endpoints.create(business=elm.business, url="https://partner.example/")
    assert secret not in str(WebhookEndpoint.objects.values())
    settings.WEBHOOK_SECRET_KEY = ["another"]
    with pytest.raises(LookupError):
        secrets.decrypted(endpoint.encrypted_secret)
    settings.WEBHOOK_SECRET_KEY = ["another", settings.SECRET_KEY]
    assert secrets.decrypted(endpoint.encrypted_secret) == secret


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500, 503])
def test_only_2xx_is_success_and_no_redirect_is_followed(elm, status):
    with receivers.receiving() as target:
        answer = lambda handler: receivers.say(handler, status, {"Location": target.url})  # noqa: E731
        with receivers.receiving(answer) as receiver:
            told(elm, receiver)
            factories.book(elm, "Fade")
            run()
        assert target.got == []
    assert (only().status, only().last_answer) == ("due", f"HTTP {status}")
    assert 4 <= (only().due_at - NOW).total_seconds() <= 6
    log = only().log.get()
    assert log.status == status
    assert "webhook-id" in log.request
    assert "webhook-signature" not in log.request


def test_ten_tries_in_seventy_five_hours_and_then_it_is_switched_off(elm):
    now, moments = NOW, []
    with receivers.receiving(500) as receiver:
        endpoint, _ = told(elm, receiver)
        factories.book(elm, "Fade")
        for _ in range(20):
            run(now)
            moments.append(now)
            if only().status != "due":
                break
            now = only().due_at
        assert len(receiver.got) == 10
    assert dt.timedelta(hours=67) < moments[-1] - NOW < dt.timedelta(hours=84)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == 10
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.switched_off_reason) == (False, "HTTP 500")
    notice = Delivery.objects.get(channel="mail", kind="endpoint.switched_off")
    assert notice.about["url"] == receiver.url


def test_410_switches_off_at_once(elm):
    with receivers.receiving(410) as receiver:
        endpoint, _ = told(elm, receiver)
        factories.book(elm, "Fade")
        run()
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert only().status == "given_up"


@pytest.mark.parametrize(
    ("status", "header", "least"), [(429, "120", 120), (503, "300", 300), (504, "", 60), (502, "x", 60)]
)
def test_a_receiver_that_asks_for_time_gets_it(elm, status, header, least):
    with receivers.receiving(lambda handler: receivers.say(handler, status, {"Retry-After": header})) as receiver:
        told(elm, receiver)
        factories.book(elm, "Fade")
        run()
    assert least <= (only().due_at - NOW).total_seconds() < least + 2


def test_a_receiver_that_hangs_up_is_tried_again(elm):
    with receivers.receiving(receivers.hang_up) as receiver:
        told(elm, receiver)
        factories.book(elm, "Fade")
        run()
    assert only().status == "due"
    assert only().log.get().status is None


@pytest.mark.parametrize("bad", ["sleeps", "drips"])
def test_nobody_keeps_us_longer_than_the_limit(elm, monkeypatch, bad):
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.6)

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(300):
            receivers.time.sleep(0.1)
            try:
                handler.wfile.write(b".")
                handler.wfile.flush()
            except OSError:
                return

    with receivers.receiving(receivers.sleep_for(30) if bad == "sleeps" else drip) as receiver:
        told(elm, receiver)
        factories.book(elm, "Fade")
        began = receivers.time.monotonic()
        run()
        assert receivers.time.monotonic() - began < 10  # on a busy machine too
    assert only().log.get().milliseconds < 10_000


def test_an_endless_answer_is_read_for_64_kilobytes(elm):
    with receivers.receiving(lambda handler: receivers.say(handler, 200, body=b"x" * 10_000_000)) as receiver:
        told(elm, receiver)
        factories.book(elm, "Fade")
        run()
        assert only().status == "delivered"


def test_a_refused_address_is_given_up_and_switched_off(elm, settings):
    settings.WEBHOOK_ALLOW_LOOPBACK = False
    endpoint, _ = endpoints.create(business=elm.business, url="https://169.254.169.254/")
    factories.book(elm, "Fade")
    run()
    endpoint.refresh_from_db()
    assert only().status == "given_up"
    assert (endpoint.active, endpoint.switched_off_reason) == (False, "169.254.169.254 is not on the public internet.")


def test_one_event_that_is_never_taken_does_not_switch_off_an_endpoint_that_takes_others(elm):
    def answer(handler):
        receivers.say(handler, 500 if handler.headers["webhook-id"] == str(poison) else 200)

    with receivers.receiving(answer) as receiver:
        endpoint, _ = told(elm, receiver)
        poison = factories.book(elm, "Fade", clock="10:00").events.get().uuid
        now = NOW
        while (bad := _to_tell(poison, now)).status == "due":
            endpoints.try_out(endpoint, now=now)
            now = bad.due_at
            run(now)
    endpoint.refresh_from_db()
    assert (bad.status, bad.attempts) == ("given_up", 10)
    assert endpoint.active


def _to_tell(event, now):
    run(now)
    return Delivery.objects.get(event__uuid=event, channel="webhook")


def test_while_an_endpoint_asks_for_time_it_is_told_nothing_else_either(elm):
    with receivers.receiving(lambda handler: receivers.say(handler, 429, {"Retry-After": "120"})) as receiver:
        told(elm, receiver)
        WebhookEndpoint.objects.update(failing_since=NOW)
        for clock in ("10:00", "13:00", "14:00"):
            factories.book(elm, "Fade", clock=clock)
        run()
        run(NOW + dt.timedelta(seconds=119))
        assert len(receiver.got) == 1
        run(NOW + dt.timedelta(seconds=121))
        assert len(receiver.got) == 2


@pytest.mark.parametrize("when", ["Fri, 20 Nov 2026 15:10:00 GMT", "Fri, 20 Nov 2026 15:10:00 -0000"])
def test_the_time_that_is_asked_for_may_be_a_date(elm, when):
    with receivers.receiving(lambda handler: receivers.say(handler, 503, {"Retry-After": when})) as receiver:
        told(elm, receiver)
        factories.book(elm, "Fade")
        run()
    assert only().due_at == NOW + dt.timedelta(minutes=10)


def test_a_secret_that_no_key_opens_is_said_to_be_one(elm, settings):
    with receivers.receiving() as receiver:
        told(elm, receiver)
        settings.WEBHOOK_SECRET_KEY = ["another"]
        factories.book(elm, "Fade")
        run()
        assert receiver.got == []
    assert only().status == "due"
    assert "WEBHOOK_SECRET_KEY" in only().last_answer


def test_all_since_a_time_is_sent_again_with_the_same_ids(elm):
    with receivers.receiving() as receiver:
        endpoint, _ = told(elm, receiver)
        factories.book(elm, "Fade", clock="10:00")
        factories.book(elm, "Fade", clock="13:00")
        run()
        assert endpoints.replay(endpoint, since=NOW, now=NOW) == 2
        run()
        ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert sorted(ids[:2]) == sorted(ids[2:])


def test_an_endpoint_can_be_tried_out(elm):
    with receivers.receiving() as receiver:
        endpoint, secret = told(elm, receiver)
        endpoints.try_out(endpoint, now=NOW)
        run()
        headers, body = receiver.got[0]
        with time_machine.travel(NOW):
            assert Webhook(secret).verify(body, headers)["type"] == "endpoint.test"


def test_an_endpoint_that_is_switched_on_again_is_told_of_what_follows(elm):
    with receivers.receiving() as receiver:
        endpoint, _ = told(elm, receiver)
        endpoints.switch_off(endpoint, reason="x", now=NOW)
        factories.book(elm, "Fade", clock="10:00")
        run()
        endpoints.switch_on(endpoint)
        factories.book(elm, "Fade", clock="13:00")
        run()
        assert len(receiver.got) == 1

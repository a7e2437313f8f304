"""Nothing is lost and nothing is said twice: routing, leases and fencing."""

import datetime as dt

import pytest

from bookings import operations, outbox
from bookings.models import Delivery, Event
from bookings.outbox import Delivered, GivenUp, Retry, Skipped
from bookings.webhooks import endpoints
from tests import factories
from tests.factories import NOW

LATER = NOW + dt.timedelta(minutes=3)


class Silent:
    """A channel that makes one delivery an event and has a schedule of two."""

    schedule = (10, 20)

    def __init__(self, name="mail"):
        self.name = name
        self.given_up = []

    def plan(self, event, *, now):
        return [
            Delivery(
                business_id=event.business_id,
                event=event,
                channel=self.name,
                kind="x",
                dedupe=f"{self.name}:{event.uuid}",
                due_at=now,
            )
        ]

    def send(self, delivery, *, now):
        raise ZeroDivisionError

    def gave_up(self, delivery, *, now):
        self.given_up.append(delivery.pk)


@pytest.fixture
def channel():
    return Silent()


@pytest.fixture
def due(elm, channel):
    """One delivery that is due."""
    factories.book(elm, "Fade")
    outbox.route([channel], now=NOW)
    return Delivery.objects.get()


def settle(delivery, outcome, channel, now=NOW):
    return outbox.settle(delivery, outcome, now=now, schedule={"mail": channel}, chance=0.5)


def test_every_event_is_routed_once(elm, channel):
    for clock in ("10:00", "13:00"):
        factories.book(elm, "Fade", clock=clock)
    assert outbox.route([channel], now=NOW) == 2
    assert outbox.route([channel], now=NOW) == 0
    assert Delivery.objects.count() == 2


def test_routed_again_after_a_crash_makes_no_second_delivery(elm, channel):
    factories.book(elm, "Fade")
    outbox.route([channel], now=NOW)
    Event.objects.update(routed_at=None)
    assert outbox.route([channel], now=NOW) == 1
    assert Delivery.objects.count() == 1


def test_what_is_leased_is_nobody_elses(due):
    assert outbox.claim(now=NOW, limit=5) == [due]
    assert outbox.claim(now=NOW, limit=5) == []


def test_a_lease_that_ran_out_is_claimed_again_and_the_first_sender_has_no_word(due, channel):
    (first,) = outbox.claim(now=NOW, limit=5)
    (second,) = outbox.claim(now=LATER, limit=5)
    assert not settle(first, Delivered(), channel)
    assert settle(second, Delivered(answer="250"), channel)
    due.refresh_from_db()
    assert (due.status, due.last_answer, due.attempts) == ("delivered", "250", 2)


def test_a_failed_try_waits_for_its_turn(due, channel):
    (claimed,) = outbox.claim(now=NOW, limit=5)
    settle(claimed, Retry("451 later"), channel)
    assert outbox.claim(now=NOW + dt.timedelta(seconds=9), limit=5) == []
    assert outbox.claim(now=NOW + dt.timedelta(seconds=10), limit=5) == [due]


def test_the_receivers_own_pause_counts_when_it_is_longer(due, channel):
    (claimed,) = outbox.claim(now=NOW, limit=5)
    settle(claimed, Retry("429", after_seconds=500), channel)
    due.refresh_from_db()
    assert due.due_at == NOW + dt.timedelta(seconds=500)


def test_after_the_last_try_it_is_given_up_and_the_channel_knows(due, channel):
    now = NOW
    for _ in range(3):
        (claimed,) = outbox.claim(now=now, limit=5)
        settle(claimed, Retry("451"), channel, now)
        now += dt.timedelta(minutes=1)
    due.refresh_from_db()
    assert (due.status, due.attempts) == ("given_up", 3)
    assert channel.given_up == [due.pk]


@pytest.mark.parametrize(("outcome", "status"), [(GivenUp("550"), "given_up"), (Skipped("moved"), "skipped")])
def test_what_is_over_is_not_tried_again(due, channel, outcome, status):
    (claimed,) = outbox.claim(now=NOW, limit=5)
    settle(claimed, outcome, channel)
    due.refresh_from_db()
    assert (due.status, due.last_answer) == (status, outcome.answer)
    assert outbox.claim(now=LATER, limit=5) == []


def test_a_fault_of_ours_is_a_try_that_failed(due, channel):
    (claimed,) = outbox.claim(now=NOW, limit=5)
    outbox.send(claimed, {"mail": channel}, clock=lambda: NOW)
    due.refresh_from_db()
    assert due.status == "due"
    assert due.last_answer.startswith("ZeroDivisionError")


def test_what_follows_from_giving_up_is_done_with_it_or_not_at_all(due, channel):
    def fail(delivery, *, now):
        raise ZeroDivisionError

    channel.gave_up = fail
    (claimed,) = outbox.claim(now=NOW, limit=5)
    with pytest.raises(ZeroDivisionError):
        settle(claimed, GivenUp("550"), channel)
    due.refresh_from_db()
    assert (due.status, due.lease) == ("due", claimed.lease)


def test_only_what_was_due_by_then_is_claimed_when_that_is_asked(due):
    Delivery.objects.update(due_at=LATER)
    assert outbox.claim(now=LATER, due_by=NOW, limit=5) == []
    assert outbox.claim(now=LATER, limit=5) == [due]


def test_a_webhooks_lease_runs_out_within_the_minute_for_it_takes_fifteen_seconds(elm):
    endpoint, _ = endpoints.create(business=elm.business, url="https://partner.example/")
    _made(endpoint, 0, NOW)
    (claimed,) = outbox.claim(now=NOW, limit=5)
    assert outbox.claim(now=NOW + dt.timedelta(seconds=16), limit=5) == []
    assert outbox.claim(now=NOW + dt.timedelta(seconds=59), limit=5) == [claimed]


def test_what_is_not_due_waits(elm, channel):
    factories.book(elm, "Fade")
    outbox.route([channel], now=NOW)
    Delivery.objects.update(due_at=LATER)
    assert outbox.claim(now=NOW, limit=5) == []


def test_one_receiver_does_not_take_all_senders(elm, karachi):
    """A partner with a hundred deliveries, and a neighbour with one: both have their turn."""
    busy, _ = endpoints.create(business=elm.business, url="https://busy.example/")
    other, _ = endpoints.create(business=karachi.business, url="https://other.example/")
    for number in range(100):
        _made(busy, number, NOW)
    _made(other, 0, NOW + dt.timedelta(seconds=1))
    claimed = outbox.claim(now=LATER, limit=12)
    assert [each.endpoint for each in claimed].count(busy) == 4
    assert other in [each.endpoint for each in claimed]
    assert outbox.claim(now=LATER, limit=12) == []


def test_recurring_work_is_done_by_one_and_again_when_it_is_due(db):
    work = outbox.Work("x", 60, lambda now: "")
    assert outbox.due_work([work], now=NOW) == [work]
    assert outbox.due_work([work], now=NOW + dt.timedelta(seconds=59)) == []
    assert outbox.due_work([work], now=NOW + dt.timedelta(seconds=60)) == [work]


def test_holds_are_routed_and_make_nothing(elm):
    from bookings.management.work import CHANNELS

    operations.hold(
        wish=operations.one(elm.business, elm.services["Fade"], factories.at(elm, factories.DAY, "10:00")),
        taker=operations.Taker("wizard", "guest"),
        now=NOW,
    )
    assert outbox.route(CHANNELS.values(), now=NOW) == 1
    assert not Delivery.objects.exists()


def _made(endpoint, number, due_at):
    return Delivery.objects.create(
        business=endpoint.business, channel="webhook", endpoint=endpoint, kind="x", dedupe=str(number), due_at=due_at
    )

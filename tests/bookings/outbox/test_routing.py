"""Events that cannot be planned: they wait, longer each time, hold up nobody, and are given up where it is seen."""

import datetime as dt
import logging

import pytest
from django.db import DatabaseError, DataError, OperationalError

from bookings import outbox, queries
from bookings.management import work
from bookings.management.commands import run_worker
from bookings.models import Delivery, Event
from bookings.outbox.routing import PAUSES
from tests import factories
from tests.bookings.outbox.test_claiming import Silent
from tests.factories import NOW


class Broken(Silent):
    """A channel that cannot plan for some events."""

    def __init__(self, *events, fault=ZeroDivisionError, **how):
        super().__init__(**how)
        self.events, self.fault = events, fault

    def plan(self, event, *, now):
        if event in self.events:
            raise self.fault
        return super().plan(event, now=now)


@pytest.fixture
def bad(elm):
    return factories.book(elm, "Fade", clock="10:00").events.get()


@pytest.fixture
def good(bad, elm):
    return factories.book(elm, "Fade", clock="13:00").events.get()


def given_up(event, channel):
    """This will let an event fail until it is given up, and give the instant."""
    now = NOW
    for pause in (*PAUSES, 0):
        outbox.route([channel], now=now)
        now += dt.timedelta(seconds=pause)
    return now


def test_others_go_on_however_many_are_broken(elm):
    broken = [factories.book(elm, "Yoga", clock="10:00").events.get() for _ in range(3)]
    good = factories.book(elm, "Fade").events.get()
    channel = Broken(*broken)
    while outbox.route([channel], now=NOW, limit=2):
        pass
    assert Delivery.objects.get().event == good


def test_another_channel_has_its_deliveries_and_no_second_time(bad):
    channels = [Broken(bad, name="mail"), Silent(name="webhook")]
    for now in (NOW, NOW + dt.timedelta(hours=1)):
        outbox.route(channels, now=now)
    assert Delivery.objects.get().channel == "webhook"
    bad.refresh_from_db()
    assert (bad.routed_at, bad.routing_attempts) == (None, 2)


def test_it_is_tried_again_later_each_time_and_logged(bad, caplog):
    channel, now = Broken(bad), NOW
    with caplog.at_level(logging.ERROR):
        for pause in PAUSES:
            assert outbox.route([channel], now=now) == 1
            assert outbox.route([channel], now=now + dt.timedelta(seconds=pause - 1)) == 0
            now += dt.timedelta(seconds=pause)
    assert len(caplog.records) == len(PAUSES)
    assert outbox.route([Silent()], now=now) == 1
    assert Delivery.objects.get().status == "due"
    assert not Event.objects.filter(routed_at=None).exists()


def test_in_the_end_it_is_given_up_where_the_owner_sees_it(elm, bad):
    over = given_up(bad, Broken(bad))
    made = Delivery.objects.get()
    assert (made.status, made.kind, made.booking) == ("given_up", "unplanned", bad.booking)
    assert made.last_answer == "It could not be decided whom to tell: ZeroDivisionError."
    assert outbox.route([Broken(bad)], now=over + dt.timedelta(days=1)) == 0
    assert list(queries.decisions(elm.business, now=over).failed) == [made]


def test_sent_again_by_the_owner_it_is_decided_anew(bad):
    over = given_up(bad, Broken(bad))
    Delivery.objects.update(status="due", due_at=over)
    (claimed,) = outbox.claim(now=over, limit=5)
    outbox.send(claimed, work.CHANNELS, clock=lambda: over)
    assert Delivery.objects.get().status == "skipped"
    given_up(bad, Broken(bad))
    assert Delivery.objects.get().status == "given_up"
    Event.objects.update(routed_at=None, routing_attempts=0)
    assert outbox.route([Silent()], now=over) == 1
    assert Delivery.objects.filter(status="due").count() == 1


def test_what_the_database_refuses_of_one_event_is_a_fault_of_that_event(bad, good):
    outbox.route([Broken(bad, fault=DataError)], now=NOW)
    assert Delivery.objects.get().event == good


def test_a_database_that_is_away_is_nobodys_fault(bad):
    with pytest.raises(OperationalError):
        outbox.route([Broken(bad, fault=OperationalError)], now=NOW)
    bad.refresh_from_db()
    assert bad.routing_attempts == 0


def test_the_worker_drains_what_comes_after_a_whole_batch_of_broken_ones(elm, monkeypatch):
    broken = [factories.book(elm, "Yoga", clock="10:00").events.get() for _ in range(3)]
    good = factories.book(elm, "Fade").events.get()
    monkeypatch.setattr("bookings.outbox.routing.BATCH", 2)
    monkeypatch.setattr(run_worker, "CHANNELS", {"mail": Broken(*broken)})
    run_worker.drained()
    assert [row.event for row in Delivery.objects.all()] == [good]


@pytest.mark.parametrize("fault", [ZeroDivisionError, DatabaseError])
def test_recurring_work_that_fails_keeps_no_other_from_its_turn(db, monkeypatch, fault):
    def fail(now):
        raise fault

    works = (outbox.Work("broken", 60, fail), outbox.Work("sound", 60, lambda now: "done"))
    monkeypatch.setattr(run_worker, "WORKS", works)
    assert run_worker.drained().startswith("failed; done; ")

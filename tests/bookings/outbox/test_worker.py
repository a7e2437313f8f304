"""The worker itself, as a process: killed at each step, two at once, and told to stop."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from bookings import operations
from bookings.models import Delivery, Event, Pulse
from bookings.webhooks import endpoints
from tests import factories, receivers
from tests.races.test_over_http import database_url

ROOT = Path(settings.BASE_DIR)
WORK = """
import os, sys, django
django.setup()
from bookings import outbox
from bookings.management.commands import run_worker
{damage}
run_worker.Command().run_from_argv(["manage.py", "run_worker"])
"""
DIES = {
    "claimed": "outbox.send = lambda *args, **how: os._exit(9)",
    "sent": "from bookings.outbox import sending\nsending.settle = lambda *args, **how: os._exit(9)",
    "routed": "run_worker.outbox.claim = lambda *args, **how: os._exit(9)",
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db):
    return factories.load(factories.elm_document(rules={"lead_time_minutes": 0}), now=timezone.now())


@pytest.fixture
def worker():
    """`worker("claimed")` starts a worker that dies there; without a word one that lives."""
    started = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bookingsite.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "EMAIL_URL": "memorymail://",
        "WEBHOOK_ALLOW_LOOPBACK": "true",
    }

    def start(dies=""):
        code = WORK.format(damage=DIES.get(dies, ""))
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def book(shop, number=0):
    """A place in one class of next week; the studio is closed on Sundays only."""
    day = timezone.now().astimezone(shop.business.zone).date() + dt.timedelta(days=7)
    start = factories.at(shop, day + dt.timedelta(days=day.weekday() == 6), "10:00")
    return factories.book(shop, "Yoga", starts_at=start, now=timezone.now(), guest=operations.Guest(name=f"{number}"))


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.parametrize("step", DIES)
def test_killed_at_a_step_nothing_is_lost_and_at_most_one_thing_said_twice(shop, worker, step):
    with receivers.receiving() as receiver:
        endpoints.create(business=shop.business, url=receiver.url)
        for number in range(3):
            book(shop, number)
        assert worker(step).wait(timeout=30) == 9
        assert Event.objects.filter(type="booking.created").count() == 3
        Delivery.objects.update(leased_until=timezone.now())  # the lease of the dead runs out
        worker()
        until(lambda: Delivery.objects.filter(channel="webhook", status="delivered").count() == 3)
        ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(set(ids)) == 3
    assert len(ids) <= 3 + (12 if step == "sent" else 0)
    assert len(ids) == 3 or step == "sent"


def test_two_workers_say_everything_once(shop, worker):
    with receivers.receiving() as receiver:
        endpoints.create(business=shop.business, url=receiver.url)
        worker()
        worker()
        for number in range(3):
            book(shop, number)
        until(lambda: len(receiver.got) >= 3)
        until(lambda: Delivery.objects.filter(channel="webhook", status="delivered").count() == 3)
        assert len(receiver.got) == 3


def test_told_to_stop_it_finishes_what_is_under_way(shop, worker):
    with receivers.receiving(receivers.sleep_for(1.0)) as receiver:
        endpoints.create(business=shop.business, url=receiver.url)
        book(shop)
        process = worker()
        until(lambda: receiver.got)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    assert Delivery.objects.get(channel="webhook").status == "delivered"
    assert not Pulse.objects.filter(name__startswith="worker:").exists()


def test_a_sleeping_receiver_keeps_no_neighbour_waiting(shop, worker):
    with receivers.receiving(receivers.sleep_for(20)) as asleep, receivers.receiving() as awake:
        neighbour = factories.load(factories.KARACHI, now=timezone.now()).business
        sleepy, _ = endpoints.create(business=shop.business, url=asleep.url)
        other, _ = endpoints.create(business=neighbour, url=awake.url)
        for number in range(30):
            _made(sleepy, number)
        _made(other, 0)
        worker()
        until(lambda: awake.got, seconds=15)


def test_it_is_seen_to_live(shop, worker, client):
    worker()
    until(lambda: Pulse.objects.filter(name__startswith="worker:").exists())
    answer = client.get("/healthz?deep=1")
    assert answer.status_code == 200, answer.content
    assert answer.json()["worker_seconds"] < 60


def _made(endpoint, number):
    return Delivery.objects.create(
        business=endpoint.business,
        channel="webhook",
        endpoint=endpoint,
        kind="endpoint.test",
        dedupe=f"{number}",
        due_at=timezone.now(),
    )

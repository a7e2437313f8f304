"""The worker itself, as a process: killed at each step, two at once, and told to stop."""

import datetime as dt
import os
import random
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
from tests.races.other_processes import database_url

ROOT = Path(settings.BASE_DIR)
WORK = """
import os, sys, django
django.setup()
from bookings import outbox
from bookings.management.commands import run_worker
{damage}
run_worker.Command().run_from_argv(["manage.py", "run_worker"])
"""
DIE = "lambda *args, **how: os.kill(os.getpid(), 9)"
DIES = {
    "claimed": f"outbox.send = {DIE}",
    "sent": f"from bookings.outbox import sending\nsending.settle = {DIE}",
    "routed": f"run_worker.outbox.claim = {DIE}",
}
BUSY = """
import time
run_worker.WORKS = [outbox.Work("endless", 1, lambda now: time.sleep(600) or "")]
"""
SENDERS = 12
PATIENCE = 90  # seconds that a worker may take on a slow and busy machine, its start included
KILLS = 40 if os.environ.get("RACES") == "long" else 3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.WEBHOOK_ALLOW_LOOPBACK = True


@pytest.fixture
def shop(transactional_db):
    return factories.load(factories.elm_document(rules={"lead_time_minutes": 0}), now=timezone.now())


@pytest.fixture
def worker():
    """`worker(DIES["claimed"])` starts a worker that dies there; without a word one that is as it should be."""
    started = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bookingsite.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "EMAIL_URL": "memorymail://",
        "WEBHOOK_ALLOW_LOOPBACK": "true",
    }

    def start(damage=""):
        code = WORK.format(damage=damage)
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


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.parametrize("step", DIES)
def test_killed_at_a_step_nothing_is_lost_and_at_most_one_thing_said_twice(shop, worker, step):
    with receivers.receiving() as receiver:
        endpoints.create(business=shop.business, url=receiver.url)
        for number in range(3):
            book(shop, number)
        assert worker(DIES[step]).wait(timeout=PATIENCE) == -signal.SIGKILL
        assert Event.objects.filter(type="booking.created").count() == 3
        Delivery.objects.update(leased_until=timezone.now())  # the lease of the dead runs out
        worker()
        until(lambda: Delivery.objects.filter(channel="webhook", status="delivered").count() == 3)
        ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(set(ids)) == 3
    assert len(ids) <= 3 + (SENDERS if step == "sent" else 0)
    assert len(ids) == 3 or step == "sent"


def test_killed_at_any_moment_again_and_again_nothing_is_lost_and_a_death_repeats_no_more_than_was_in_hand(
    shop, worker
):
    dice = random.Random(1)
    with receivers.receiving(receivers.sleep_for(0.05)) as receiver:
        endpoint, _ = endpoints.create(business=shop.business, url=receiver.url)
        for number in range(60):
            _made(endpoint, number)
        for _ in range(KILLS):
            before, process = len(receiver.got), worker()
            until(lambda before=before: len(receiver.got) > before or not _due())
            time.sleep(dice.random() / 5)
            process.kill()
            process.wait()
            Delivery.objects.filter(status="due").update(leased_until=timezone.now())  # the lease of the dead runs out
        worker()
        until(lambda: not _due())
        ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(set(ids)) == 60
    assert len(ids) <= 60 + KILLS * SENDERS
    assert max(map(ids.count, ids)) <= 1 + KILLS


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
        assert process.wait(timeout=PATIENCE) == 0
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
        until(lambda: awake.got and asleep.got)
        assert not Delivery.objects.filter(endpoint=sleepy).exclude(last_answer="").exists()  # none is given up yet


def test_what_recurs_may_take_its_time_and_nobody_waits_for_it(shop, worker):
    with receivers.receiving() as receiver:
        endpoints.create(business=shop.business, url=receiver.url)
        worker(BUSY)
        until(lambda: Pulse.objects.filter(name="work:endless").exists())
        book(shop)
        until(lambda: receiver.got)


def test_a_partner_is_told_within_five_seconds(shop, worker):
    with receivers.receiving() as receiver:
        endpoints.create(business=shop.business, url=receiver.url)
        worker()
        until(lambda: Pulse.objects.filter(name__startswith="worker:").exists())
        took = [seconds_until_told(shop, receiver, number) for number in range(3)]
        assert min(took) < 5  # the best of three: a busy machine is no fault of ours


def seconds_until_told(shop, receiver, number):
    began = time.monotonic()
    book(shop, number)
    until(lambda: len(receiver.got) > number)
    return time.monotonic() - began


def test_drained_is_what_was_due_at_the_start_and_no_more(shop, worker):
    """A receiver that fails is asked once; its next try is the next run's."""
    from django.core.management import call_command

    with receivers.receiving(500) as receiver:
        endpoint, _ = endpoints.create(business=shop.business, url=receiver.url)
        for number in range(3):
            _made(endpoint, number)
        _made(endpoint, 3, due_at=timezone.now() + dt.timedelta(minutes=1))
        call_command("run_worker", once=True)
        assert len(receiver.got) == 3
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1, 1, 1]


def test_it_is_seen_to_live(shop, worker, client):
    worker()
    until(lambda: Pulse.objects.filter(name__startswith="worker:").exists())
    answer = client.get("/healthz?deep=1")
    assert answer.status_code == 200, answer.content
    assert answer.json()["worker_seconds"] < 60


def _due():
    return Delivery.objects.filter(status="due").exists()


def _made(endpoint, number, due_at=None):
    return Delivery.objects.create(
        business=endpoint.business,
        channel="webhook",
        endpoint=endpoint,
        kind="endpoint.test",
        dedupe=f"{number}",
        due_at=due_at or timezone.now(),
    )

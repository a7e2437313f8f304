"""`manage.py run_worker`"""

import datetime as dt
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command

from bookings import operations, queries
from bookings.models import Booking, Event
from businesses.models import Service

ROOT = Path(__file__).parents[3]
TAKER = operations.Taker(source="wizard", by="guest")


@pytest.fixture
def held(demo, now):
    """A hold of ten minutes on a cut tomorrow at ten."""
    cut = Service.objects.get(business=demo, name="Short cut")
    tomorrow = now.date() + dt.timedelta(days=1)
    hold, _ = operations.hold(wish=operations.one(demo, cut, operations.Listed(tomorrow, 600)), taker=TAKER, now=now)
    return hold


def run_once():
    out = io.StringIO()
    call_command("run_worker", once=True, stdout=out)
    return out.getvalue()


def test_a_hold_whose_time_is_over_is_ended_with_its_event(held, now):
    with time_machine.travel(now + dt.timedelta(minutes=10), tick=False):
        assert "ended 1 " in run_once()
    held.refresh_from_db()
    assert held.status == Booking.Status.EXPIRED
    assert list(held.events.values_list("type", flat=True)) == [Event.Type.HELD, Event.Type.EXPIRED]
    assert list(queries.broken_invariants()) == []


def test_a_hold_that_still_runs_is_left_alone(held, now):
    assert "ended 0 " in run_once()
    held.refresh_from_db()
    assert held.status == Booking.Status.HELD


def test_a_pending_booking_that_nobody_confirmed_in_time_is_cancelled(demo, now):
    demo.auto_confirm, demo.pending_expiry_minutes = False, 30
    demo.save()
    cut = Service.objects.get(business=demo, name="Short cut")
    booking = operations.book(
        wish=operations.one(demo, cut, operations.Listed(now.date() + dt.timedelta(days=1), 600)),
        order=operations.Order(operations.Guest(name="Ann Lee"), TAKER),
        now=now,
    )
    with time_machine.travel(now + dt.timedelta(minutes=31), tick=False):
        run_once()
    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("cancelled", "It was not confirmed in time.")


def test_it_works_until_it_is_told_to_stop_and_then_stops_at_once(tmp_path):
    environment = {
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3",
        "PATH": "/usr/bin",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment, check=True, cwd=ROOT)
    worker = subprocess.Popen([*manage, "run_worker"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "worker: waiting for work\n"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
    finally:
        worker.kill()

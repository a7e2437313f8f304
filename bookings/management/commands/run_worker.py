"""`run_worker [--once]`"""

import logging
import os
import signal
import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from bookings import errors, outbox
from bookings.management.work import CHANNELS, WORKS
from bookings.models import Delivery, Pulse

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
PULSE_SECONDS = 10
SENDERS = 12  # threads; most of their time they wait for somebody's answer


class Command(BaseCommand):
    help = "Delivers what is due: mail, webhooks, reminders; ends holds whose time is over; tidies up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="drain what is due now and exit")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            self.stdout.write(drained())
            return
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, ask_to_stop)
        self._say("waiting for work")
        Worker().run(stop)
        self._say("stopped")

    def _say(self, text: str) -> None:
        self.stdout.write(f"worker: {text}")
        self.stdout.flush()  # whoever reads a log must not wait for more of it


class Worker:
    """Routes, claims and hands to its senders, until it is told to stop; then what is under way is finished."""

    def __init__(self) -> None:
        self.name = f"worker:{socket.gethostname()}:{os.getpid()}"
        self.busy: set[Future[None]] = set()
        self.wake = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """This will work until `stop` is set. A round that fails (the database is away) is tried again."""
        beat = 0.0
        with ThreadPoolExecutor(SENDERS, thread_name_prefix="sender") as senders:
            while not stop.is_set():
                close_old_connections()
                try:
                    found = self._round(senders)
                    if timezone.now().timestamp() - beat > PULSE_SECONDS:
                        beat = timezone.now().timestamp()
                        Pulse.objects.update_or_create(name=self.name, defaults={"at": timezone.now()})
                except (DatabaseError, errors.Busy):
                    logger.exception("worker: a round failed, the next one tries again")
                    found = 0
                if not found:
                    self.wake.wait(PAUSE_SECONDS)
                self.wake.clear()
        Pulse.objects.filter(name=self.name).delete()

    def _round(self, senders: ThreadPoolExecutor) -> int:
        """This will do what is due and give how much of it there was."""
        routed = outbox.route(CHANNELS.values(), now=timezone.now())
        for work in outbox.due_work(WORKS, now=timezone.now()):
            did(work)
        self.busy = {future for future in self.busy if not future.done()}
        free = SENDERS - len(self.busy)
        claimed = outbox.claim(now=timezone.now(), limit=free) if free else []
        for delivery in claimed:
            self.busy.add(senders.submit(self._send, delivery))
        return routed + len(claimed)

    def _send(self, delivery: Delivery) -> None:
        close_old_connections()
        try:
            outbox.send(delivery, CHANNELS, clock=timezone.now)
        except DatabaseError:
            logger.exception("worker: what became of delivery %s was not written down; its lease runs out", delivery.pk)
        finally:
            self.wake.set()  # there is a free sender


def did(work: outbox.Work) -> str:
    """This will do work that recurs, and keep what came of it; a fault is logged and the next turn tries again."""
    try:
        said = work.do(timezone.now())
    except (DatabaseError, errors.Busy):
        logger.exception("worker: %s failed", work.name)
        said = "failed"
    Pulse.objects.filter(name=f"work:{work.name}").update(said=said)
    return said


def drained() -> str:
    """This will do everything that is due now, one thing after the other, and say how much it was."""
    routed = sent = 0
    said = [did(work) for work in WORKS]
    while True:
        now = timezone.now()
        found = outbox.route(CHANNELS.values(), now=now)
        claimed = outbox.claim(now=now, limit=SENDERS)
        for delivery in claimed:
            outbox.send(delivery, CHANNELS, clock=timezone.now)
        routed, sent = routed + found, sent + len(claimed)
        if not found and not claimed:
            return "; ".join([*said, f"looked at {routed} events, tried {sent} deliveries"])

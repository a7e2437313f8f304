"""`run_worker [--once]`"""

import contextlib
import datetime as dt
import logging
import os
import signal
import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from bookings import outbox
from bookings.management.work import CHANNELS, WORKS
from bookings.models import Delivery, Pulse
from businesses import account_mail, outage

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
PULSE = dt.timedelta(seconds=10)
SENDERS = 12  # threads; most of their time they wait for somebody's answer
PATIENCE_SECONDS = 10.0  # for recurring work, when we are told to stop


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
    """Routes, claims and hands to its senders, until it is told to stop; then what is under way is finished.

    What recurs has a thread of its own: an audit may take its time, and nobody's mail waits for it. So have the mails
    about accounts: who forgot a password waits for no queue of reminders.
    """

    def __init__(self) -> None:
        self.name = f"worker:{socket.gethostname()}:{os.getpid()}"
        self.busy: dict[Future[None], Delivery] = {}
        self.wake = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """This will work until `stop` is set. A round that fails (the database is away) is tried again."""
        beside = [threading.Thread(target=each, args=(stop,), daemon=True) for each in (_recur, _tell_of_accounts)]
        for thread in beside:
            thread.start()
        beat = timezone.now() - PULSE
        with ThreadPoolExecutor(SENDERS, thread_name_prefix="sender") as senders:
            while not stop.is_set():
                close_old_connections()
                try:
                    if timezone.now() - beat >= PULSE:
                        beat = timezone.now()
                        Pulse.objects.update_or_create(name=self.name, defaults={"at": beat})
                    found = self._round(senders)
                except Exception as error:
                    _tell("a round failed, the next one tries again", error)
                    found = 0
                if not found:
                    self.wake.wait(PAUSE_SECONDS)
                self.wake.clear()
        for thread in beside:
            thread.join(PATIENCE_SECONDS)
        with contextlib.suppress(Error):  # a pulse that stops beating is noticed, too
            Pulse.objects.filter(name=self.name).delete()

    def _round(self, senders: ThreadPoolExecutor) -> int:
        """This will do what is due and give how much of it there was."""
        routed = outbox.route(CHANNELS.values(), now=timezone.now())
        self.busy = {future: delivery for future, delivery in self.busy.items() if not future.done()}
        free = SENDERS - len(self.busy)
        claimed = outbox.claim(now=timezone.now(), limit=free, in_hand=self.busy.values()) if free else []
        for delivery in claimed:
            self.busy[senders.submit(self._send, delivery)] = delivery
        return routed + len(claimed)

    def _send(self, delivery: Delivery) -> None:
        close_old_connections()
        try:
            outbox.send(delivery, CHANNELS, clock=timezone.now)
        except Exception as error:
            _tell(f"what became of delivery {delivery.pk} was not written down; its lease runs out", error)
        finally:
            self.wake.set()  # there is a free sender


def _recur(stop: threading.Event) -> None:
    """This will do what recurs, each time it is due, until `stop` is set."""
    while not stop.is_set():
        close_old_connections()
        try:
            for work in outbox.due_work(WORKS, now=timezone.now()):
                did(work)
        except Exception as error:
            _tell("what recurs is tried again", error)
        stop.wait(PAUSE_SECONDS)
    connections.close_all()


def _tell_of_accounts(stop: threading.Event) -> None:
    """This will send mails about accounts as soon as they are asked for, until `stop` is set."""
    while not stop.is_set():
        close_old_connections()
        try:
            account_mail.send_due(clock=timezone.now)
        except Exception as error:
            _tell("mails about accounts are tried again", error)
        stop.wait(PAUSE_SECONDS)
    connections.close_all()


def _tell(what: str, error: Exception) -> None:
    """An outage in one line, as it comes back every second; a fault of ours with all that led to it."""
    if outage.is_outage(error):
        logger.warning("worker: %s (%s)", what, outage.said(error))
    else:
        logger.error("worker: %s", what, exc_info=error)


def did(work: outbox.Work) -> str:
    """This will do work that recurs, and keep what came of it; a fault is logged and the next turn tries again."""
    try:
        said = work.do(timezone.now())
    except Exception as error:  # whatever it is: the works after it have their turn
        _tell(f"{work.name} failed", error)
        said = "failed"
    Pulse.objects.filter(name=f"work:{work.name}").update(said=said)
    return said


def drained() -> str:
    """This will do everything that is due now, one thing after the other, and say how much it was.

    What falls due meanwhile, such as the next try of what failed, is left for the next time.
    """
    routed = tried = 0
    said = [did(work) for work in WORKS]
    started = timezone.now()
    letters = account_mail.send_due(clock=timezone.now)
    while found := outbox.route(CHANNELS.values(), now=started):
        routed += found
    while claimed := outbox.claim(now=timezone.now(), due_by=started, limit=1):
        for delivery in claimed:
            outbox.send(delivery, CHANNELS, clock=timezone.now)
        tried += len(claimed)
    told = [f"tried {letters} mails about accounts"] if letters else []
    return "; ".join([*said, *told, f"looked at {routed} events, tried {tried} deliveries"])

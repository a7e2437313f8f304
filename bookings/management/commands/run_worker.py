"""`run_worker [--once]`"""

import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from bookings import errors, operations

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 5


class Command(BaseCommand):
    help = "Does what is due, again and again: ends holds and unconfirmed bookings whose time is over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="drain what is due now and exit")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            ended = drain()
            self.stdout.write(f"ended {ended} holds and unconfirmed bookings")
            return
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, ask_to_stop)
        self._say("waiting for work")
        while not stop.is_set():
            self._round()
            stop.wait(PAUSE_SECONDS)
        self._say("stopped")

    def _say(self, text: str) -> None:
        self.stdout.write(f"worker: {text}")
        self.stdout.flush()  # whoever reads a log must not wait for more of it

    def _round(self) -> None:
        """A round that fails (the database is away) is tried again; nothing is lost by waiting."""
        close_old_connections()
        try:
            drain()
        except (DatabaseError, errors.Busy):
            logger.exception("worker: a round failed, the next one tries again")


def drain() -> int:
    """This will do what is due until nothing is, and give how many holds and bookings it ended."""
    total = 0
    while ended := operations.expire(now=timezone.now()):
        total += ended
    return total

"""How many requests a key may make in a minute: never more, however many processes answer, and seldom a write.

A minute begins with a key's first request, and the next one with the first request after it, so whoever stays within
the limit in any minute is never refused. A process takes permits from the key's row before it uses them, a few at
once: one statement adds and reads, so no two processes are given the same. The fewer are left, the fewer it is given
at once, in the end one by one.

What a process does not use it gives back after a second or two, once half of the minute's permits are gone. Only until
then may somebody be refused while another process still has permits: a sixteenth at most of what was left.

Where the row cannot be written, the process goes by its own count for a while: a request that reads is answered.
"""

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from businesses import call_window
from businesses.call_window import SECONDS
from businesses.models import ApiKey

FIRST, MOST = 8, 64  # permits at once: at a minute's beginning, and ever
KEYS = 10_000  # that a process remembers; those asked for longest ago are forgotten
TRUST_SECONDS = 5  # without the row, until it is tried again

logger = logging.getLogger(__name__)


class Permit(NamedTuple):
    """What a key may still do in its minute, after this request; it ends at `resets_at`, in UTC seconds."""

    limit: int
    remaining: int
    resets_at: int


class Exceeded(Exception):
    """The key has used up its minute."""

    def __init__(self, permit: Permit, *, second: int) -> None:
        super().__init__(permit)
        self.permit = permit
        self.retry_after_seconds = max(permit.resets_at - second, 1)


@dataclass(slots=True)
class _Minute:
    """What this process has of a key's minute."""

    started: int
    limit: int
    unused: int = 0  # permits in hand
    left: int = 0  # for everybody, when the row was written last
    wanted: int = FIRST
    asked_at: int = 0
    used_at: int = 0
    trusted_until: int = 0  # the row cannot be written: what is in hand was given by nobody
    owed: int = 0  # used of that

    def runs(self, second: int, limit: int) -> bool:
        """Whether it is not over, and the limit still the same."""
        return self.limit == limit and self.started <= second < self.started + SECONDS

    def decides(self, second: int) -> bool:
        """Whether nobody need be asked. Where none is left others may give some back: not within the same second."""
        if self.trusted_until:
            return second < self.trusted_until
        return self.unused > 0 or (self.left <= 0 and self.asked_at == second)

    def use(self, second: int) -> Permit:
        """This will use one of the permits in hand. Raises `Exceeded`."""
        if not self.unused:
            raise Exceeded(Permit(self.limit, 0, self.started + SECONDS), second=second)
        self.unused, self.used_at = self.unused - 1, second
        self.owed += bool(self.trusted_until)
        return Permit(self.limit, max(self.left, 0) + self.unused, self.started + SECONDS)


class _Hand:
    """What this process has of the minutes that run, by key, the one used last at the end."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.minutes: OrderedDict[int, _Minute] = OrderedDict()
        self.watch: threading.Thread | None = None

    def minute(self, key: int, started: int, limit: int) -> _Minute:
        """Under the lock: the minute of a key, another one if it is not that which began then."""
        known = self.minutes.get(key)
        if known is None or (known.started, known.limit) != (started, limit):
            known = self.minutes[key] = _Minute(started, limit)
        self.minutes.move_to_end(key)
        while len(self.minutes) > KEYS:
            self.minutes.popitem(last=False)
        return known


_hand = _Hand()


def take(key: ApiKey, *, now: dt.datetime) -> Permit | None:
    """This will count a request of a key, and say what is left; None: it has no limit. Raises `Exceeded`."""
    if key.rate_limit is None:
        return None
    second, limit, wanted, owed = int(now.timestamp()), key.rate_limit, FIRST, 0
    begins = second
    with _hand.lock:
        known = _hand.minutes.get(key.pk)
        if known is not None and known.runs(second, limit):
            if known.decides(second):
                return known.use(second)
            wanted, owed, known.owed = known.wanted, known.owed, 0
            begins = known.started if owed else second
    try:
        row = call_window.take(key.pk, limit=limit, wanted=wanted, owed=owed, begins=begins, second=second)
    except DatabaseError as error:
        logger.info("The requests of key %s are counted by each process alone: %s", key, error)
        return _on_trust(key.pk, limit, second, owed)
    with _hand.lock:
        minute = _hand.minute(key.pk, row.started, limit)
        minute.unused = row.given + (0 if minute.trusted_until else minute.unused)
        minute.trusted_until = 0
        minute.left, minute.asked_at, minute.wanted = limit - row.taken, second, min(2 * wanted, MOST)
        _keep_watch()
        return minute.use(second)


def give_back(*, second: float) -> None:
    """This will give back what was not used for a second, where somebody may need it, and forget minutes that ended."""
    with _hand.lock:
        for key in [key for key, minute in _hand.minutes.items() if second >= minute.started + SECONDS]:
            del _hand.minutes[key]
        idle = [key for key, minute in _hand.minutes.items() if minute.unused and second > minute.used_at + 1]
    if not idle:
        return
    for key, started, taken in call_window.taken_of(idle):
        with _hand.lock:
            held = _hand.minutes.get(key)
            if held is None or held.started != started or held.trusted_until or 2 * taken < held.limit:
                continue
            unused, held.unused, held.left = held.unused, 0, max(held.left, 1)
        call_window.put_back(key, started=started, permits=unused)


def forget() -> None:
    """This will forget what is in hand; for tests, whose keys come and go."""
    with _hand.lock:
        _hand.minutes.clear()


def _on_trust(key: int, limit: int, second: int, owed: int) -> Permit:
    """A permit that nobody gave: the process counts to the limit by itself until the row is tried again."""
    with _hand.lock:
        known = _hand.minutes.get(key)
        running = known is not None and known.runs(second, limit)
        minute = _hand.minute(key, known.started if known is not None and running else second, limit)
        if not minute.trusted_until:
            minute.unused = minute.left if running else limit
            minute.left = 0
        minute.trusted_until = second + TRUST_SECONDS
        minute.owed += owed
        return minute.use(second)


def _keep_watch() -> None:
    """Under the lock: a thread that gives back, while there is something in hand."""
    if settings.PERMITS_GIVEN_BACK_EVERY and (_hand.watch is None or not _hand.watch.is_alive()):
        _hand.watch = threading.Thread(target=_watch, name="permits", daemon=True)
        _hand.watch.start()


def _watch() -> None:
    try:
        while True:
            time.sleep(settings.PERMITS_GIVEN_BACK_EVERY)
            try:
                give_back(second=time.time())
            except DatabaseError as error:
                logger.info("Permits could not be given back: %s", error)
                connection.close()
            with _hand.lock:
                if not any(minute.unused for minute in _hand.minutes.values()):
                    _hand.watch = None
                    return
    finally:
        connection.close()  # this thread's own

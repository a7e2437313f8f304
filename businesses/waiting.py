"""Who waits for a lock holds a thread. Here they are counted, so that threads are left for everybody else.

Of a process that serves requests, at most half the threads wait for one business, and all but one for any. Whoever is
one too many waits for a seat while others still get through, and is refused at once (`outage.Crowded`) when nobody has
for a second. Other processes have no bound until they set one.
"""

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from businesses.outage import Crowded

PATIENCE_SECONDS = 1.0  # so long nobody has got what all wait for: it is stuck
EVERYBODY = "everybody"


@dataclass
class Queue:
    """Those who wait for one thing: how many, and since when nobody of them has got it."""

    waiting: int = 0
    stuck_since: float = 0.0
    left_at: float = 0.0

    def is_over(self, now: float) -> bool:
        """Whether nobody waits, nor has lately."""
        return not self.waiting and now - self.left_at > PATIENCE_SECONDS


class Room:
    """The waiting room of a process. `one` and `all_` are its seats: for one thing, and for all things together."""

    def __init__(self, *, one: int, all_: int) -> None:
        self.seats: dict[Hashable, int] = {EVERYBODY: all_}
        self.one = one
        self.queues: dict[Hashable, Queue] = {}
        self.moved = threading.Condition()

    @contextmanager
    def waits(self, thing: Hashable) -> Iterator[None]:
        """This will let somebody wait for a thing within the block. Raises `Crowded`."""
        self._sit(thing)
        got_it = False
        try:
            yield
            got_it = True
        finally:
            self._stand_up(thing, got_it)

    def _sit(self, thing: Hashable) -> None:
        with self.moved:
            while full := [each for each in (thing, EVERYBODY) if self._is_full(each)]:
                left = max(self.queues[each].stuck_since for each in full) + PATIENCE_SECONDS - time.monotonic()
                if left <= 0 or not self.moved.wait(left):
                    raise Crowded("too many wait for the same lock")
            for each in (thing, EVERYBODY):
                self.queues[each].waiting += 1

    def _is_full(self, thing: Hashable) -> bool:
        queue, now = self.queues.setdefault(thing, Queue()), time.monotonic()
        if queue.is_over(now):
            queue.stuck_since = now
        return queue.waiting >= self.seats.get(thing, self.one)

    def _stand_up(self, thing: Hashable, got_it: bool) -> None:
        with self.moved:
            now = time.monotonic()
            for each in (thing, EVERYBODY):
                queue = self.queues[each]
                queue.waiting -= 1
                queue.left_at = now
                if got_it:
                    queue.stuck_since = now
                if got_it and not queue.waiting and each != EVERYBODY:
                    del self.queues[each]  # those who wait for a seat ask for it anew
            self.moved.notify_all()


_room: Room | None = None


def bound(threads: int) -> None:
    """This will bound who waits in this process, which has so many threads; 0: there is no bound."""
    global _room
    _room = Room(one=max(threads // 2, 1), all_=max(threads - 1, 1)) if threads else None


@contextmanager
def waits(thing: Hashable) -> Iterator[None]:
    """This will let somebody wait for the locks of a thing within the block. Raises `Crowded`."""
    if _room is None:
        yield
        return
    with _room.waits(thing):
        yield

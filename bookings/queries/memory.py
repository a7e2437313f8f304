"""What a process remembers of businesses, so that what did not change is not read again.

Everything is kept under the version that was read before it, and is looked up by the version that is read now: what is
found is never old, whatever other processes and hosts write. `now` is applied to it afterwards. The businesses that
nobody asked for longest are forgotten first, so that memory stays within AVAILABILITY_MEMORY_MB.
"""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from django.conf import settings

from bookings.availability import Busy
from businesses.diary import Key

if TYPE_CHECKING:
    from bookings.queries.setup import Setup

Dates = tuple[int, int]  # the ordinals of the first and the last date of a span


class Remembered:
    """What is known of one business."""

    def __init__(self) -> None:
        self.setup: Setup | None = None
        self.busy: dict[tuple[Key, Dates], tuple[int, Busy]] = {}
        self.weight = 0

    def keep_setup(self, setup: "Setup") -> None:
        """This will keep a set-up; what was booked stays, under versions of its own."""
        self.setup = setup

    def weigh(self) -> int:
        """This will say how much memory it takes, in bytes, about."""
        setup = self.setup.weight() if self.setup else 0
        known = list(self.busy.values())  # a copy: other threads add to it meanwhile
        return setup + sum(busy.weight() for _, busy in known)


class Memory:
    """The businesses asked for lately, the latest last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[int, Remembered] = OrderedDict()
        self._weight = 0

    def of(self, business_id: int) -> Remembered:
        """This will give what is remembered of a business, to be read and added to."""
        with self._lock:
            if business_id not in self._known:
                self._known[business_id] = Remembered()
            self._known.move_to_end(business_id)
            return self._known[business_id]

    def weigh(self, business_id: int) -> None:
        """This will note that more is remembered of a business, and forget others until it fits."""
        budget = settings.AVAILABILITY_MEMORY_MB * 1_000_000
        with self._lock:
            if (remembered := self._known.get(business_id)) is None:
                return
            weight = remembered.weigh()
            self._weight += weight - remembered.weight
            remembered.weight = weight
            while self._weight > budget and self._known:
                _, forgotten = self._known.popitem(last=False)
                self._weight -= forgotten.weight

    def forget_one(self, business_id: int) -> None:
        """This will forget what is remembered of a business."""
        with self._lock:
            if (forgotten := self._known.pop(business_id, None)) is not None:
                self._weight -= forgotten.weight

    def forget(self) -> None:
        """This will forget everything."""
        with self._lock:
            self._known.clear()
            self._weight = 0


memory = Memory()


def forget_what_was_read(business_id: int) -> None:
    """This will forget a business that was read in a transaction which is taken back: under versions of no use."""
    memory.forget_one(business_id)

"""The races' own machine: a crowd of threads, each with its own connection, all let go at the same moment."""

import logging
import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, connections

from bookings import errors, queries
from bookings.models import Booking

LONG = os.environ.get("RACES") == "long"
SLOTS = 100 if LONG else 3  # how many times are raced for, one after another
CROWD = 20  # how many want each of them at once
PATIENCE = 180.0  # seconds until a race that hangs is given up

Attempt = Callable[[], Any]
log = logging.getLogger("races")  # pytest --log-cli-level=INFO shows the numbers of every race


@dataclass(slots=True)
class Race:
    """What came of it, slot by slot: what the winners got, what the losers were told, and what must never be."""

    won: list[list[Any]]
    refused: list[list[errors.Refused]]
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def winners(self) -> list[int]:
        """How many different bookings were won in each slot; one that two attempts were given counts once."""
        return [len({prize.pk for prize in prizes if isinstance(prize, Booking)}) for prizes in self.won]

    @property
    def losers(self) -> list[int]:
        """How many attempts were refused in each slot."""
        return [len(refusals) for refusals in self.refused]


def race(slots: Sequence[Sequence[Attempt]], *, refusals: tuple[type[errors.Refused], ...] = (errors.Taken,)) -> Race:
    """This will make the attempts of each slot at the same moment, slot after slot, always with the same threads.

    An attempt that raises one of `refusals` has lost; whatever else it raises is a fault.
    """
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.fail("In SQLite's memory threads do not wait for each other: give the test database a file (TEST, NAME)")
    crowd = len(slots[0])
    shuffled = [random.Random(number).sample(slot, crowd) for number, slot in enumerate(slots)]
    lanes = list(zip(*shuffled, strict=True))  # what each thread does, one after another
    result = Race(won=[[] for _ in slots], refused=[[] for _ in slots])
    line = threading.Barrier(crowd, timeout=PATIENCE)

    def run(lane: Sequence[Attempt]) -> None:
        try:
            connection.ensure_connection()
            for number, attempt in enumerate(lane):
                line.wait()
                try:
                    result.won[number].append(attempt())
                except refusals as refusal:
                    result.refused[number].append(refusal)
                except Exception as fault:
                    result.faults.append(f"slot {number}: {fault!r}")
        except BaseException as fault:
            result.faults.append(f"the race itself: {fault!r}")
            line.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(lane,), daemon=True) for lane in lanes]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.monotonic() - begin
    log.info(
        "%s slots × %s: %s won, %s refused, %s faults, %.1f s",
        len(slots),
        crowd,
        sum(result.winners),
        sum(result.losers),
        len(result.faults),
        result.seconds,
    )
    return result


def assert_fair(result: Race, *, winners: int) -> None:
    """This will assert that each slot had exactly so many winners, that the others were refused, and nothing broke."""
    assert result.faults == []
    assert result.winners == [winners] * len(result.winners)
    assert_sound()


def assert_sound() -> None:
    """This will assert that everything that must always be true of the data is true."""
    assert list(queries.broken_invariants()) == []

"""How many wait for one lock: some do, one too many waits for a seat, and nobody does once it is stuck."""

import threading
import time
from contextlib import contextmanager

import pytest

from businesses import waiting
from businesses.outage import Crowded


@pytest.fixture
def room(monkeypatch):
    """Two seats for one thing, three in all; stuck after a fifth of a second."""
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.2)
    return waiting.Room(one=2, all_=3)


@contextmanager
def sitting(room, *things, error=None):
    """So many sit there within the block; then they get what they wait for, or fail."""
    leave, seated, threads = threading.Event(), threading.Semaphore(0), []

    def sit(thing):
        try:
            with room.waits(thing):
                seated.release()
                leave.wait(30)
                if error:
                    raise error
        except RuntimeError:
            pass

    for thing in things:
        threads.append(threading.Thread(target=sit, args=(thing,), daemon=True))
        threads[-1].start()
        assert seated.acquire(timeout=30)
    try:
        yield leave
    finally:
        leave.set()
        for thread in threads:
            thread.join(30)


def is_crowded(room, thing):
    """Whether one more is refused."""
    try:
        with room.waits(thing):
            return False
    except Crowded:
        return True


def test_some_wait_and_one_more_is_refused_when_nobody_gets_through(room):
    with sitting(room, "A", "A"):
        began = time.monotonic()
        assert is_crowded(room, "A")
        assert time.monotonic() - began < 5
        began = time.monotonic()
        assert all(is_crowded(room, "A") for _ in range(100))
        assert time.monotonic() - began < 0.2  # at once: it is known to be stuck
        assert not is_crowded(room, "B")
    assert not is_crowded(room, "A")


def test_one_too_many_gets_a_seat_while_others_get_through(room):
    with sitting(room, "A", "A") as leave:
        threading.Timer(0.05, leave.set).start()
        assert not is_crowded(room, "A")


def test_there_are_seats_for_all_things_together(room):
    with sitting(room, "A", "A", "B"):
        assert is_crowded(room, "C")
    assert not is_crowded(room, "C")


def test_it_stays_stuck_when_those_who_wait_give_up(room):
    with sitting(room, "A", "A", error=RuntimeError()):
        assert is_crowded(room, "A")
    with sitting(room, "A", "A"):
        began = time.monotonic()
        assert is_crowded(room, "A")
        assert time.monotonic() - began < 0.1


def test_what_was_stuck_long_ago_is_not_any_more(room):
    with sitting(room, "A", "A", error=RuntimeError()):
        assert is_crowded(room, "A")
    time.sleep(0.3)
    with sitting(room, "A", "A") as leave:
        threading.Timer(0.05, leave.set).start()
        assert not is_crowded(room, "A")


def test_nothing_is_kept_of_those_who_got_through(room):
    for thing in range(100):
        assert not is_crowded(room, thing)
    assert set(room.queues) == {waiting.EVERYBODY}


def test_a_process_that_set_no_bound_has_none():
    with waiting.waits("A"), waiting.waits("A"), waiting.waits("A"):
        assert waiting._room is None

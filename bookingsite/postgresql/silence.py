"""Notices a server that says nothing: a frozen process, a disk that hangs, a network that swallows everything.

A statement may wait long for a lock, and none of the time-outs of a server that is frozen helps: it is frozen itself.
So whoever has waited for a moment asks, by a connection kept for that, whether the server answers anything. While it
does, they wait on. When it does not, all who wait are let go at once, and nobody else begins to wait, until it answers.
"""

import threading
import time
from collections.abc import Callable, Generator
from typing import Any

import psycopg

NOTICED_SECONDS = 0.5  # that a statement waits before anybody asks
SILENCE_SECONDS = 1.0  # without an answer, and the server counts as silent
PAUSE_SECONDS = 0.5  # between two tries to reach a server that does not even take a connection


class Question:
    """Asked once, for all who wait at that moment."""

    def __init__(self) -> None:
        self.asked_at = time.monotonic()
        self.answered = threading.Event()


class Watch:
    """A process's watch over its server; `connect` makes the connection that asks."""

    def __init__(self, connect: Callable[[], "psycopg.Connection[Any]"]) -> None:
        self._connect = connect
        self._connection: psycopg.Connection[Any] | None = None
        self._question: Question | None = None
        self._lock = threading.Lock()

    def is_silent(self) -> bool:
        """This will tell whether the server says nothing, after a second at most; at once while that is known."""
        with self._lock:
            question = self._question
            if question is None or question.answered.is_set():
                question = self._question = Question()
                threading.Thread(target=self._ask, args=(question,), name="silence", daemon=True).start()
        return not question.answered.wait(max(question.asked_at + SILENCE_SECONDS - time.monotonic(), 0))

    def refuse_silence(self) -> None:
        """This will raise psycopg's `OperationalError` when the server says nothing."""
        if self.is_silent():
            raise psycopg.OperationalError("the server does not answer")

    def wait(self, connection: "psycopg.Connection[Any]", steps: Any, *args: Any, **kwargs: Any) -> Any:
        """This will wait for the server as psycopg does, until it falls silent; the connection is closed then."""
        try:
            return type(connection).wait(connection, self._steps(steps), *args, **kwargs)
        except Silent:
            connection.pgconn.finish()  # what it still has to say is an answer to nobody
            raise

    def _steps(self, steps: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """psycopg's steps; between two of them it is looked how long nothing came."""
        try:
            wanted, since = next(steps), time.monotonic()
            while True:
                ready = yield wanted
                now = time.monotonic()
                if ready:
                    since = now
                elif now - since > NOTICED_SECONDS:
                    if self.is_silent():
                        raise Silent("the server does not answer")
                    since = now
                wanted = steps.send(ready)
        except StopIteration as end:
            return end.value

    def _ask(self, question: Question) -> None:
        """This will go on until something is heard: a refusal is an answer, too."""
        while not self._is_heard():
            time.sleep(PAUSE_SECONDS)
        question.answered.set()

    def _is_heard(self) -> bool:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = self._connect()
            self._connection.autocommit = True
            self._connection.execute("SELECT 1")
        except psycopg.errors.ConnectionTimeout:
            return False
        except psycopg.Error:  # it is down, or full: whoever connects is told so
            self._connection = None
        return True


class Silent(psycopg.OperationalError):
    """The server says nothing."""

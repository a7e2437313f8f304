"""The load for whatever can be asked only once: each booking is of another time.

A thread for each connection, plain sockets, the bytes made beforehand, little parsed: on the floor it asks nearly as
much as wrk does, and what it costs is in the table.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from load.pace import Pace, of_times

Turn = Sequence[bytes]  # requests that one connection sends one after the other


class Answer(NamedTuple):
    """What came back, and after how many seconds."""

    status: int
    seconds: float
    body: bytes
    location: str = ""  # where what was made is, if the head says so

    @property
    def is_good(self) -> bool:
        """Whether it is what was asked for; a redirect is not."""
        return 200 <= self.status < 300


class Line:
    """A connection that stays open; opened anew when the server closed it."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self.port, self.timeout = port, timeout
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """This will send a request and wait for the whole answer. Raises OSError, and ValueError for no HTTP."""
        begin = time.perf_counter()
        line = self._open()
        line.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more(line)
        head, _, body = got.partition(b"\r\n\r\n")
        fields = head.lower()
        length = int(fields.partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._more(line)
        if b"connection: close" in fields:
            self.close()
        took, location = time.perf_counter() - begin, fields.partition(b"\r\nlocation: ")[2].partition(b"\r\n")[0]
        return Answer(int(head.split(b" ", 2)[1]), took, body, location.decode())

    def close(self) -> None:
        """This will end the connection."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _open(self) -> socket.socket:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.socket

    def _more(self, line: socket.socket) -> bytes:
        if not (got := line.recv(65536)):
            self.close()
            raise ConnectionError("the server hung up")
        return got


class Run(NamedTuple):
    """What became of the turns, how many broke off, and how long all of it took."""

    answers: list[list[Answer]]
    broken: int
    seconds: float

    def pace(self, *, place: int = 0, alone: bool = True) -> Pace:
        """The pace of the requests at one place of each turn; `alone`: they were the only ones."""
        asked = [turn[place] for turn in self.answers]
        wrong = self.broken + sum(not answer.is_good for turn in self.answers for answer in turn)
        rate = len(asked) / self.seconds if alone else None
        return of_times([answer.seconds for answer in asked], rate=rate, wrong=wrong)


def drive(port: int, turns: Iterable[Turn], *, connections: int, seconds: float) -> Run:
    """This will let connections take turn after turn until time or turns are over."""
    waiting = iter(turns)
    done: list[list[Answer]] = []
    broken: list[Exception] = []
    begin = time.perf_counter()

    def work() -> None:
        line = Line(port)
        try:
            for turn in _shared(waiting):
                if time.perf_counter() - begin > seconds:
                    break
                try:
                    done.append([line.ask(request) for request in turn])
                except (OSError, ValueError) as error:
                    broken.append(error)
                    line.close()
        finally:
            line.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Run(done, len(broken), time.perf_counter() - begin)


_one_at_a_time = threading.Lock()


def _shared(turns: Iterator[Turn]) -> Iterator[Turn]:
    while True:
        with _one_at_a_time:
            turn = next(turns, None)
        if turn is None:
            return
        yield turn

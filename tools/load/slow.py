"""Slow clients: connections that never finish what they began, kept open while others ask."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

from load import client
from load.requests import HOST, Asked

CLIENTS = 500
PATIENCE = 5  # seconds
PAUSE = 1.0  # second between two bytes
WINDOW = 4096  # bytes that a slow reader lets come
NOT_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Kind(NamedTuple):
    """What a slow client sends at once, what it sends again and again, and whether it reads answers: a byte each time,
    or all."""

    begun: str
    again: str = ""
    reads_slowly: bool = False


ASKED_AT_ONCE = 4  # by who does not read the answers
ASKED = f"GET {{path}} HTTP/1.1\r\nHost: {HOST}\r\n"
POSTED = f"POST {{path}} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
KINDS = {
    "silent": Kind(""),
    "one byte": Kind("G"),
    "half a header": Kind(ASKED),
    "a header by bytes": Kind(ASKED + "X-Slow: ", again="a"),
    "a body's first byte": Kind(POSTED + "Content-Length: 1000\r\n\r\n{{"),
    "a body by bytes": Kind(POSTED + "Content-Length: 1000\r\n\r\n{{", again=" "),
    "a chunked body by bytes": Kind(POSTED + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n{{", again=" "),
    "idle after an answer": Kind(ASKED + "\r\n"),
    "a reader by bytes": Kind((ASKED + "\r\n") * ASKED_AT_ONCE, reads_slowly=True),
}


class Crowd:
    """Slow clients of one kind; who is sent away comes back."""

    def __init__(self, port: int, kind: Kind, path: str, clients: int, tls: ssl.SSLContext | None = None) -> None:
        self.port, self.kind, self.clients, self.tls = port, kind, clients, tls
        self.begun, self.again = kind.begun.format(path=path).encode(), kind.again.encode()
        self.lines: list[socket.socket] = []
        self.ended = 0  # connections that the server closed, or did not take

    def fill(self) -> None:
        """This will open what is missing."""
        for _ in range(self.clients - len(self.lines)):
            line = socket.socket()
            try:
                line.settimeout(PATIENCE)
                if self.kind.reads_slowly:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
                line.connect(("127.0.0.1", self.port))
                if self.tls:
                    line = self.tls.wrap_socket(line)
                line.sendall(self.begun)
                line.setblocking(False)
            except OSError:
                line.close()
                self.ended += 1
            else:
                self.lines.append(line)

    def go_on(self) -> None:
        """This will send and read what is due, and let go of what the server closed."""
        open_still = [line for line in self.lines if self._goes_on(line)]
        self.ended += len(self.lines) - len(open_still)
        self.lines = open_still

    def _goes_on(self, line: socket.socket) -> bool:
        try:
            with contextlib.suppress(*NOT_YET):
                line.sendall(self.again)
            with contextlib.suppress(*NOT_YET):
                while got := line.recv(1 if self.kind.reads_slowly else 65536):
                    if self.kind.reads_slowly:
                        return True
                if not got:
                    raise ConnectionError
        except OSError:
            line.close()
            return False
        return True


@contextlib.contextmanager
def crowd(
    port: int, kind: Kind, path: str = "/", clients: int = CLIENTS, tls: ssl.SSLContext | None = None
) -> Iterator[Crowd]:
    """Slow clients that stay until the end, and come back when they are sent away."""
    gone, slow = threading.Event(), Crowd(port, kind, path, clients, tls)

    def keep() -> None:
        while not gone.wait(PAUSE):
            slow.go_on()
            slow.fill()

    slow.fill()
    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield slow
    finally:
        gone.set()
        keeper.join()
        for line in slow.lines:
            line.close()


def settled(port: int, asked: Asked) -> None:
    """This will ask until the whole requests that slow clients sent first are answered: those stand before ours."""
    line = client.Line(port, timeout=PATIENCE)
    with contextlib.suppress(OSError, ValueError):
        for _ in range(ASKED_AT_ONCE + 1):
            line.ask(asked.wire())
    line.close()


def waited(port: int, kind: Kind, asked: Asked) -> float:
    """The seconds until a whole request is answered beside slow clients; PATIENCE: it was not."""
    with crowd(port, kind, asked.path):
        settled(port, asked)
        begin = time.perf_counter()
        with contextlib.suppress(OSError, ValueError):
            client.Line(port, timeout=PATIENCE).ask(asked.wire())
        return time.perf_counter() - begin

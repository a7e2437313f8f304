"""Web servers for these tests, and what is asked of them."""

import contextlib
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator

import serving

PATIENCE = 30  # seconds for what should take one, on a machine that is busy
APPLICATION = "tests.bookingsite.web.application:application"
# gunicorn, after another number here and there in the modules of the server.
CHANGED = "from bookingsite.web import connections, worker\n{changes}\nfrom gunicorn.app.wsgiapp import run\nrun()"


def server(*changes: str, grace: int = 10, application: str = APPLICATION) -> Callable[[str], list[str]]:
    """The command of a web server as the product has it, with `changes` such as `connections.KEPT = 1`."""

    def command(bind: str) -> list[str]:
        options = serving.web_server(bind, grace=grace)[3:]
        return [sys.executable, "-c", CHANGED.format(changes="\n".join(changes)), *options, application]

    return command


@contextlib.contextmanager
def running(
    command: Callable[[str], list[str]], environment: dict[str, str] | None = None, path: str = "/"
) -> Iterator[serving.Served]:
    """A server that answers."""
    with serving.running({**os.environ, "WEB_PROCESSES": "2", **(environment or {})}, command) as served:
        eventually(lambda: ask(served.port, path))
        yield served


def environ_of(header: bytes) -> dict:
    """What the server makes of a request with this header."""
    with running(server()) as here:
        line = connection(here.port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header + b"\r\n")
        return json.loads(all_of(line).partition(b"\r\n\r\n")[2])


def ask(port: int, path: str = "/", timeout: float = PATIENCE) -> dict:
    """What the application tells of a request. Raises OSError or HTTPException when nothing is told."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as client:
        client.request("GET", path)
        return json.loads(client.getresponse().read())


def eventually(asked: Callable[[], object]) -> None:
    """This will ask until it is so, and fail when it does not become so."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if asked():
                return
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.05)


def connection(port: int, begun: bytes = b"") -> socket.socket:
    """A connection that has sent something."""
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    line.sendall(begun)
    return line


def all_of(line: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while more := line.recv(65536):
            got += more
    return got

"""Slow clients: connections that never finish a request, and how long everybody else waits meanwhile."""

import contextlib
import socket
import time

from load import client
from load.requests import Asked

CLIENTS = 500
PATIENCE = 5  # seconds
POSTED = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
KINDS = {"silent": b"", "half a header": b"GET / HTTP/1.1\r\nHost: loc", "a body's first byte": POSTED}


def waited(port: int, begun: bytes, asked: Asked) -> float:
    """The seconds until a whole request is answered beside others that have only `begun`; PATIENCE: it was not.

    What has begun goes to the same address as the request that is timed.
    """
    begun = begun.replace(b" / ", f" {asked.path} ".encode())
    with contextlib.ExitStack() as lines:
        for _ in range(CLIENTS):
            with contextlib.suppress(OSError):
                line = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=1))
                line.sendall(begun)
        time.sleep(1)
        begin = time.perf_counter()
        with contextlib.suppress(OSError, ValueError):
            client.Line(port, timeout=PATIENCE).ask(asked.wire())
        return time.perf_counter() - begin

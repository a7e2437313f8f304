"""One process of the web server, as gunicorn starts it: `gunicorn --worker-class bookingsite.web.worker.Worker`."""

import logging
import os
import resource
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any

from gunicorn.workers.base import Worker as Base
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from bookingsite.web import connections
from bookingsite.web.loop import Watched

IMPATIENCE = 0.001  # second after which a thread that computes lets the one that reads and writes go first
TURN = 1.0  # second between two looks at what took too long
DESCRIPTORS = 8192  # that a process asks for …
EACH = 2 + connections.AHEAD  # … of which a connection may need so many: itself, a large body, large answers …
OTHERS = 100  # … and databases, logs and listeners these
MEGABYTE = 1024 * 1024
LIMITS = {
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": 13 * MEGABYTE,  # the largest is a form with a picture
    # What is larger goes to a file on its way.
    "inbuf_overflow": 64 * 1024,
    "outbuf_overflow": 128 * 1024,
    "outbuf_high_watermark": 64 * MEGABYTE,  # of answers that nobody reads, before a thread waits for the reader
}

SOCKET_OPTIONS = [
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    # Else the kernel keeps megabytes for each client that reads slowly, until it has none left for anybody.
    (socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024),
]


class Worker(Base):
    """Threads that answer whole requests, and one, this, that reads and writes for all connections."""

    listeners: Sequence[connections.Listener] = ()
    next_look = 0.0  # by the monotonic clock

    def run(self) -> None:
        """This will serve until it is told to stop, then finish what it is answering."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits for a thread is no news
        sys.setswitchinterval(IMPATIENCE)
        self.limit = (_descriptors() - OTHERS) // EACH
        self.dispatcher = ThreadedTaskDispatcher()
        self.dispatcher.set_thread_count(self.cfg.threads)
        self.watched = Watched()
        self.listeners = [self._listener(each.sock) for each in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self._turn()
        self._finish()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: no new connection, and what is being answered is finished."""
        super().handle_exit(sig, frame)
        for listener in self.listeners:
            listener.pull_trigger()  # so that nobody waits any more

    def _listener(self, opened: socket.socket) -> connections.Listener:
        kind = connections.UnixListener if opened.family == socket.AF_UNIX else connections.TcpListener
        adjustments = Adjustments(
            sockets=[opened],
            backlog=self.cfg.backlog,
            clear_untrusted_proxy_headers=False,  # bookingsite/proxies.py knows whom to trust
            ident=None,
            **LIMITS,
        )
        adjustments.socket_options = SOCKET_OPTIONS
        place = (opened.family, opened.type, opened.proto, opened.getsockname())
        options = {"dispatcher": self.dispatcher, "adj": adjustments, "sockinfo": place, "bind_socket": False}
        return kind(self.wsgi, self.watched, _sock=opened, **options)

    def _turn(self, seconds: float = TURN) -> None:
        pauses = [pause for listener in self.listeners if (pause := listener.pause()) > 0]
        self.watched.turn(min([seconds, *pauses]))
        connections.end_oldest(self.listeners, self.limit)
        if time.monotonic() >= self.next_look:
            self.next_look = time.monotonic() + TURN
            self.notify()
            connections.end_late(self.listeners)

    def _finish(self) -> None:
        until = time.monotonic() + self.cfg.graceful_timeout
        for listener in self.listeners:
            listener.stop_listening()
        while any(listener.active_channels for listener in self.listeners) and time.monotonic() < until:
            self._turn(0.1)
            connections.end_oldest(self.listeners, 0)


def _descriptors() -> int:
    """How many files this process may have open, after it asked for as many as it needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted

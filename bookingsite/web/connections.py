"""The connections of one process: how long each may take, and how many there are."""

import math
import socket
import struct
import time
from collections.abc import Iterable
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, UnixWSGIServer

from bookingsite.web.parser import Parser

# Seconds.
HEADER = 15  # from the first byte of a request to the end of its header; a new connection's first byte in the same time
KEPT = 75  # until the next request begins; a proxy keeps a connection for less (nginx: 60), and ends it first
MOVED = 30  # for a body to come, or an answer to go …
RATE = 16 * 1024  # … and a second more for each so many bytes of it

# Otherwise the process that wakes first would take all of a crowd that comes at once.
LEFT_TO_OTHERS = 0.001  # second, for each request that is being answered or waits …
MOST_BUSY = 4  # … up to so many
AT_ONCE = struct.pack("ii", 1, 0)  # for SO_LINGER: on, no seconds
AHEAD = 4  # requests at once, the one that is being answered among them


class Channel(HTTPChannel):
    """One connection."""

    parser_class = Parser
    answered = 0  # requests
    moved = 0  # bytes, both ways
    doing: tuple[str, int] = ("", 0)  # and after how many answers
    began, moved_before = -math.inf, 0  # when it began to do so

    def recv(self, buffer_size: int) -> bytes:
        """As before, counted."""
        data: bytes = super().recv(buffer_size)
        self.moved += len(data)
        return data

    def send(self, data: bytes, do_close: bool = True) -> int:
        """As before, counted."""
        sent: int = super().send(data, do_close)
        self.moved += sent
        return sent

    def writable(self) -> bool:
        """As before, but not while a thread is sending: it says so if something is left. To look again and again
        meanwhile would keep it from going on."""
        if not self.outbuf_lock.acquire(blocking=False):
            return False
        self.outbuf_lock.release()
        return bool(super().writable())

    def received(self, data: bytes) -> bool:
        """As before, but who asks and asks without reading the answers is closed."""
        heard: bool = super().received(data)
        if len(self.requests) > AHEAD:
            self.handle_close()
        return heard

    def service(self) -> None:
        """As before, counted. A thread's."""
        self.answered += 1
        super().service()

    def is_waiting(self) -> bool:
        """Whether nothing is owed to the client: no request of it is complete, or all are answered and sent."""
        return not self.requests and not self.total_outbufs_len

    def is_late(self, now: float) -> bool:
        """Whether it took too long over what it is doing; to be asked every second or so."""
        doing = (self._doing(), self.answered)
        if doing != self.doing:
            self.doing, self.began, self.moved_before = doing, now, self.moved
        taken, request = now - self.began, self.request
        if doing[0] == "asking":
            kept = KEPT if self.answered else HEADER
            if request is None:
                return taken > kept
            return now - request.began > HEADER or taken > kept + HEADER
        return doing[0] == "moving" and taken > MOVED + (self.moved - self.moved_before) / RATE

    def give_up(self) -> None:
        """This will close it. What was sent of an answer and is not read goes, too: the kernel would keep it."""
        if self.total_outbufs_len:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.handle_close()

    def _doing(self) -> str:
        request = self.request
        if self.total_outbufs_len or (not self.requests and request is not None and request.headers_finished):
            return "moving"
        return "answering" if self.requests else "asking"


class Listener:
    """Where connections come from."""

    channel_class = Channel
    active_channels: dict[int, Channel]
    accepted_at = -math.inf

    def readable(self) -> bool:
        """Whether a new connection is ours to take now: a busy process leaves it to the others for an instant."""
        return bool(self.accepting) and self.pause() <= 0

    def pause(self) -> float:
        """The seconds until it is; none, or less: it is."""
        dispatcher = self.task_dispatcher
        busy = min(dispatcher.active_count + len(dispatcher.queue), MOST_BUSY)
        return self.accepted_at + busy * LEFT_TO_OTHERS - time.monotonic()

    def handle_accept(self) -> None:
        """As before, and when."""
        self.accepted_at = time.monotonic()
        super().handle_accept()

    def stop_listening(self) -> None:
        """This will take no more connections; those that are open go on."""
        wasyncore.dispatcher.close(self)

    def pull_trigger(self) -> None:
        """This will end the loop's waiting. Any thread's, and a signal's."""
        self.trigger.pull_trigger()


class TcpListener(Listener, TcpWSGIServer):
    """… from a network."""


class UnixListener(Listener, UnixWSGIServer):
    """… through a socket in the file system."""

    def fix_addr(self, addr: Any) -> tuple[str, str]:
        """The caller has no address; waitress would call it localhost."""
        return ("", "")


def end_late(listeners: Iterable[Listener]) -> None:
    """This will close what took too long."""
    now = time.monotonic()
    for channel in _channels(listeners):
        if channel.is_late(now):
            channel.give_up()


def end_oldest(listeners: Iterable[Listener], limit: int) -> None:
    """This will close connections until `limit` are left. Only those to which nothing is owed: first those that never
    asked anything, of these the oldest."""
    surplus = sum(len(listener.active_channels) for listener in listeners) - limit
    if surplus > 0:
        waiting = [channel for channel in _channels(listeners) if channel.is_waiting()]
        waiting.sort(key=lambda channel: (channel.answered > 0, channel.creation_time))
        for channel in waiting[:surplus]:
            channel.handle_close()


def _channels(listeners: Iterable[Listener]) -> list[Channel]:
    return [channel for listener in listeners for channel in listener.active_channels.values()]

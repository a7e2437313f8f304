"""Nobody keeps a connection for ever who does not finish what he began."""

import contextlib
import socket
import time

import pytest

from load import client, slow
from tests.bookingsite.web import served
from tests.bookingsite.web.application import PIECE

HASTY = ("connections.HEADER = 1", "connections.KEPT = 2", "connections.MOVED = 1", "connections.RATE = 100_000")
FEW = 20
PLAIN = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def port():
    with served.running(served.server(*HASTY)) as here:
        yield here.port


def test_who_is_slow_is_sent_away(port):
    with contextlib.ExitStack() as stack:
        crowds = {
            name: stack.enter_context(slow.crowd(port, kind, "/large/30" if kind.reads_slowly else "/", clients=FEW))
            for name, kind in slow.KINDS.items()
        }
        served.eventually(lambda: not [name for name, crowd in crowds.items() if crowd.ended < FEW])


def test_empty_lines_are_no_request(port):
    line = served.connection(port)
    begin = time.monotonic()
    with contextlib.suppress(ConnectionError):
        while time.monotonic() < begin + served.PATIENCE:
            line.sendall(b"\r\n\r\n\r\n")
            time.sleep(0.1)
    assert time.monotonic() < begin + served.PATIENCE


def test_who_sends_steadily_has_the_time_that_it_takes(port):
    """Half a megabyte in three seconds, where a drip is given one."""
    line = served.connection(port, b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 600000\r\n\r\n")
    for _ in range(30):
        line.sendall(b"." * 20_000)
        time.sleep(0.1)
    assert b'"body": 600000' in served.all_of(line)


def test_who_reads_steadily_has_the_time_that_it_takes(port):
    with contextlib.closing(socket.socket()) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        line.settimeout(served.PATIENCE)
        line.connect(("127.0.0.1", port))
        line.sendall(b"GET /large/800 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        length = 0
        while got := line.recv(200_000):
            length += len(got)
            time.sleep(0.03)
        assert length > 800 * len(PIECE)


def test_who_asks_again_in_time_stays(port):
    line = client.Line(port)
    line.ask(PLAIN)
    opened = line.socket
    for _ in range(4):
        time.sleep(1)
        assert line.ask(PLAIN).status == 200
        assert line.socket is opened


def test_when_connections_become_too_many_those_that_ask_nothing_are_closed_first():
    with served.running(served.server("worker.DESCRIPTORS = 220")) as here, contextlib.ExitStack() as stack:
        asker = client.Line(here.port)
        asker.ask(PLAIN)
        opened = asker.socket
        for _ in range(5):
            for _ in range(20):
                stack.enter_context(contextlib.closing(served.connection(here.port)))
            assert asker.ask(PLAIN).status == 200
        assert asker.socket is opened
        assert served.ask(here.port)

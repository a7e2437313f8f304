"""The processes of the web server: they are many, replaced when they die, and told to stop they finish what they do."""

import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.bookingsite.web import served

BEFORE_THE_END = 0.3  # second within which a request has certainly begun


def pids(port):
    """The processes that answer: a connection each, so that any may take it."""
    return {served.ask(port)["pid"] for _ in range(10)}


def test_a_process_that_is_killed_is_replaced():
    with served.running(served.server()) as here:
        killed = set()
        served.eventually(lambda: len(pids(here.port)) == 2)
        for pid in pids(here.port):
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
            assert served.ask(here.port)["pid"] not in killed
        served.eventually(lambda: len(pids(here.port) - killed) == 2)


def test_told_to_stop_it_finishes_what_it_is_answering_and_lets_go_of_who_asks_nothing():
    told = []
    with served.running(served.server()) as here:
        idle, half = served.connection(here.port), served.connection(here.port, b"GET / HTTP/1.1\r\nHost: ")
        request = threading.Thread(target=lambda: told.append(served.ask(here.port, "/slow")))
        request.start()
        time.sleep(BEFORE_THE_END)
        os.kill(here.pid, signal.SIGTERM)
        request.join()
        assert served.all_of(idle) == served.all_of(half) == b""
    assert told[0]["PATH_INFO"] == "/slow"


def test_told_to_stop_it_does_not_wait_for_ever_for_who_does_not_read():
    with served.running(served.server(grace=2)) as here:
        line = served.connection(here.port, b"GET /large/800 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert line.recv(100)
        begin = time.monotonic()
    assert time.monotonic() - begin < served.PATIENCE


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_caller_is_known_by_address(host, tmp_path):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, backlog=64) as listener:
        port, descriptor = listener.getsockname()[1], listener.fileno()
        server = subprocess.Popen(served.server()(f"fd://{descriptor}"), pass_fds=[descriptor])
    try:
        with socket.create_connection((host, port), timeout=served.PATIENCE) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n")
            answer = served.all_of(line).decode()
    finally:
        server.terminate()
        server.wait()
    assert f'"REMOTE_ADDR": "{host}"' in answer
    assert '"HTTP_X_FORWARDED_FOR": "203.0.113.9"' in answer  # for the product to believe, or not


def test_a_caller_through_the_file_system_has_no_address(tmp_path):
    path = tmp_path / "web.sock"
    server = subprocess.Popen(served.server()(f"unix:{path}"))
    try:
        served.eventually(path.exists)
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(served.PATIENCE)
            line.connect(str(path))
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert '"REMOTE_ADDR": ""' in served.all_of(line).decode()
    finally:
        server.terminate()
        server.wait()


def test_the_environment_says_how_many_processes():
    with served.running(served.server(), {"WEB_PROCESSES": "3"}) as here:
        children = Path(f"/proc/{here.pid}/task/{here.pid}/children")
        if not children.exists():
            served.eventually(lambda: len(pids(here.port)) == 3)
        else:
            served.eventually(lambda: len(children.read_text().split()) == 3)

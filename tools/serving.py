"""The product as it is served: the web server's command line, and one on a free port for whatever tests from outside.

`make run`, the tests from outside and the benchmark all start the same server.
"""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

MANAGE = [sys.executable, "manage.py"]
BACKLOG = 2048


class Served(NamedTuple):
    """A web server that runs: where, and the process that watches over its workers."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """What paths are appended to."""
        return f"http://127.0.0.1:{self.port}"


def web_server(bind: str, *, grace: int = 2) -> list[str]:
    """The command that serves the product at `bind`; told to stop, it has `grace` seconds for what it is answering.

    The rest stands in gunicorn.conf.py, which `gunicorn` reads by itself.
    """
    return [sys.executable, "-m", "gunicorn", "--bind", bind, "--graceful-timeout", str(grace)]


@contextlib.contextmanager
def running(
    environment: Mapping[str, str] | None = None, command: Callable[[str], list[str]] = web_server
) -> Iterator[Served]:
    """A web server on a free port, which gets the open socket itself: nobody can take the port first."""
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listener:
        descriptor, port = listener.fileno(), listener.getsockname()[1]
        process = subprocess.Popen(
            command(f"fd://{descriptor}"), pass_fds=[descriptor], start_new_session=True, env=environment
        )
    with _ended(process):
        yield Served(port, process.pid)


@contextlib.contextmanager
def started(command: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    """A server that opens its port by itself."""
    with _ended(subprocess.Popen(command, start_new_session=True, env=environment)):
        yield


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def server(environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a web server on a free port."""
    with running(environment) as served:
        yield served.address

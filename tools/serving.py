"""The product as it is served, for whatever tests it from outside: gunicorn on a free port of this machine."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping

GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "bookingsite.wsgi", "--worker-class", "gthread", "--workers", "2"),
    *("--threads", "4", "--graceful-timeout", "2", "--no-control-socket", "--log-level", "warning"),
]
MANAGE = [sys.executable, "manage.py"]


@contextlib.contextmanager
def server(environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a web server on a free port, which gets the open socket itself: nobody can take the port first."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        descriptor, port = listener.fileno(), listener.getsockname()[1]
        command = [*GUNICORN, "--bind", f"fd://{descriptor}"]
        process = subprocess.Popen(command, pass_fds=[descriptor], start_new_session=True, env=environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()

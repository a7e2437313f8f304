"""The black-box suite against a served product: `python tools/conformance.py SUITE DIALECT…`, on SQLite and PostgreSQL.

SUITE is the suite's folder, a DIALECT the name of one of its files (`booqara`: test_booqara.py). The exit code is 0
only when both runs passed.
"""

import contextlib
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgres

GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "bookingsite.wsgi", "--worker-class", "gthread", "--workers", "2"),
    *("--threads", "4", "--graceful-timeout", "2", "--no-control-socket", "--log-level", "warning"),
]
MANAGE = [sys.executable, "manage.py"]


def main() -> int:
    """The first failing run's exit code, else 0; both run either way."""
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    files = [str(Path(sys.argv[1], f"test_{dialect}.py")) for dialect in sys.argv[2:]]
    os.environ["MANAGE"] = shlex.join(MANAGE)
    os.environ["SERVE"] = shlex.join([*GUNICORN, "--bind", "127.0.0.1:{port}"])
    outcomes = [_suite("SQLite", files)]
    with postgres.server() as url:
        os.environ.update(DATABASE_URL=url, SECRET_KEY=secrets.token_urlsafe(50), DEBUG="false", ALLOWED_HOSTS="*")
        subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], check=True)
        with _server() as base_url:
            os.environ["BASE_URL"] = base_url
            outcomes.append(_suite("PostgreSQL", files))
    return next(filter(None, outcomes), 0)


def _suite(engine: str, files: list[str]) -> int:
    """The suite's exit code. It has settings of its own, so Django's pytest plugin stays out."""
    print(f"Conformance on {engine}", flush=True)
    return postgres.run_beside([sys.executable, "-m", "pytest", "-p", "no:django", *files], {})


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """The address of a web server on a free port, which gets the open socket itself: nobody can take the port first."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        descriptor, port = listener.fileno(), listener.getsockname()[1]
        command = [*GUNICORN, "--bind", f"fd://{descriptor}"]
        process = subprocess.Popen(command, pass_fds=[descriptor], start_new_session=True)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

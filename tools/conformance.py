"""The black-box suite against a served product, on SQLite and PostgreSQL: `conformance.py SUITE [DIALECT…]`.

SUITE is the suite's folder, a DIALECT the name of one of its files (`booqara`: test_booqara.py), by default all that
are mounted. With all of them comes what holds between them (test_across.py). The exit code is 0 only when both runs
passed.
"""

import os
import secrets
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import dialects
import postgres
import serving


def main() -> int:
    """The first failing run's exit code, else 0; both run either way."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    wanted = sys.argv[2:] or list(dialects.every())
    if set(dialects.every()) <= set(wanted):
        wanted.append("across")
    files = [str(Path(sys.argv[1], f"test_{name}.py")) for name in wanted]
    os.environ["MANAGE"] = shlex.join(serving.MANAGE)
    os.environ["SERVE"] = shlex.join(serving.web_server("127.0.0.1:{port}"))
    outcomes = [_suite("SQLite", files)]
    with postgres.server() as url:
        os.environ.update(DATABASE_URL=url, SECRET_KEY=secrets.token_urlsafe(50), DEBUG="false", ALLOWED_HOSTS="*")
        subprocess.run([*serving.MANAGE, "migrate", "--verbosity", "0"], check=True)
        with serving.server() as base_url:
            os.environ["BASE_URL"] = base_url
            outcomes.append(_suite("PostgreSQL", files))
    return next(filter(None, outcomes), 0)


def _suite(engine: str, files: list[str]) -> int:
    """The suite's exit code. It has settings of its own, so Django's pytest plugin stays out."""
    print(f"Conformance on {engine}", flush=True)
    return postgres.run_beside([sys.executable, "-m", "pytest", "-p", "no:django", *files], {})


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

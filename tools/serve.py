"""What `make run` starts: the database brought up to date, then web server and worker together until Ctrl-C.

Runs inside the virtual environment. PORT (default 8000), PUBLIC_URL and the other variables of `.env.example`
are read from the environment and from `.env`.
"""

import contextlib
import errno
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import environ

import serving

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"
GRACE = 8  # seconds that web server and worker have to finish what they are doing


def main() -> int:
    """The exit code: 0 after Ctrl-C or SIGTERM, 1 when a part did not start or died."""
    os.chdir(ROOT)
    environ.Env.read_env(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookingsite.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
    listener = _listen(os.environ.setdefault("PORT", "8000"))
    _keep_secret_key()
    parts = Parts()
    try:
        if not parts.run("preparation", [sys.executable, __file__, "--prepare"]):
            return 0 if parts.stopping else 1
        parts.start(
            "web server",
            serving.web_server(f"fd://{listener.fileno()}", grace=5),
            pass_fds=[listener.fileno()],
        )
        parts.start("worker", [sys.executable, "manage.py", "run_worker"])
        port = listener.getsockname()[1]
        listener.close()  # the web server has its own copy
        return parts.watch(port)
    finally:
        parts.stop()


def _listen(port: str) -> socket.socket:
    """The listening socket: taken before anything else, so that a busy port is said at once."""
    try:
        return socket.create_server((HOST, int(port)), backlog=serving.BACKLOG)
    except (OSError, ValueError, OverflowError) as error:
        reason = (
            "is already in use" if getattr(error, "errno", None) == errno.EADDRINUSE else f"cannot be used ({error})"
        )
        sys.exit(f"Port {port} {reason}. Stop what listens there or choose another port: PORT=8001 make run")


def _keep_secret_key() -> None:
    """This will make the demo's own secret key, once, readable to its user alone."""
    VAR.mkdir(exist_ok=True)
    if os.environ.get("SECRET_KEY") or (VAR / "secret_key").exists():
        return
    descriptor = os.open(VAR / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))


class Parts:
    """The processes of the demo. Each in a session of its own: Ctrl-C reaches us alone, and we end them in order."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.stopping = True

    def start(self, name: str, command: list[str], pass_fds: list[int] | None = None) -> None:
        self.processes[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=pass_fds or []
        )

    def run(self, name: str, command: list[str]) -> bool:
        """Whether the command ended well; False also when we were told to stop meanwhile."""
        self.start(name, command)
        while (code := self.processes[name].poll()) is None and not self.stopping:
            time.sleep(0.05)
        if code is not None:
            del self.processes[name]
        return code == 0

    def watch(self, port: int) -> int:
        """The exit code, once we were told to stop or a part died; says when the server answers."""
        answered, until = False, time.monotonic() + 60
        while not self.stopping:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    print(f"The {name} ended (exit code {process.returncode}); stopping.", file=sys.stderr)
                    return 1
            if not answered and (answered := _answers(port)):
                _welcome(port)
            elif not answered and time.monotonic() > until:
                print("The web server does not answer /healthz; stopping.", file=sys.stderr)
                return 1
            time.sleep(0.2)
        return 0

    def stop(self) -> None:
        """This will end what still runs, in GRACE seconds at most, with all that it started."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + GRACE
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0, until - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):  # nobody is left in its session: the usual case
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> bool:
    """Whether /healthz is answered, by whatever but a server's error: a strict ALLOWED_HOSTS may refuse us by name."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(port: int) -> None:
    base = (os.environ.get("PUBLIC_URL") or f"http://{HOST}:{port}").rstrip("/")
    print(f"\n  Booking page  {base}/\n  Admin         {base}/admin/\n  API docs      {base}/api/docs/")
    print("\n  Ctrl-C stops everything.\n", flush=True)


def prepare() -> None:
    """This will migrate, collect the static files where they changed, and load the demo into an empty database."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    found = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    facts = sorted((path, os.path.getmtime(path), os.path.getsize(path)) for path in found)
    stamp = hashlib.sha256(repr((settings.STORAGES["staticfiles"], facts)).encode()).hexdigest()
    kept = Path(settings.STATIC_ROOT) / ".stamp"
    if not kept.exists() or kept.read_text() != stamp:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        kept.write_text(stamp)
    call_command("make_demo", "--if-empty")


if __name__ == "__main__":
    if sys.argv[1:] == ["--prepare"]:
        prepare()
    else:
        sys.exit(main())

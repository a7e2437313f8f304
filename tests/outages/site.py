"""A whole site beside the test: a web server and a worker, on a database of their own."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlencode

from django.conf import settings

import serving

PATIENCE = 60  # seconds until a client gives up, which none should
MADE = """
import datetime as dt, django, json
django.setup()
from django.core.management import call_command
from django.utils import timezone
from tests import factories
call_command("migrate", verbosity=0)
shop = factories.load(factories.elm_document(rules={"lead_time_minutes": 0, "window_days": 60}), now=timezone.now())
today = timezone.now().date()
day = today + dt.timedelta(days=(1 - today.weekday()) % 7 + 7)  # a Tuesday
service, start = shop.services["Fade"], factories.at(shop, day, "11:00")
print(json.dumps({
    "key": factories.key(shop),
    "service": str(service.uuid),
    "page": f"/book/elm/{service.pk}/",
    "day": day.isoformat(),
    "eleven": start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
}))
"""


class Answer(NamedTuple):
    """What a client got, and after how many seconds."""

    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float


class Site:
    """The site, as a client sees it; `facts` are what it asks for: a key, a service, its page, a Tuesday."""

    def __init__(self, environment: dict[str, str], facts: dict[str, str], log: IO[str]) -> None:
        self.environment, self.facts, self.log = environment, facts, log
        self.port, self.processes = 0, {}

    def ask(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """This will ask once."""
        began = time.monotonic()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as client:
            client.request(method, path, body or None, headers)
            answer = client.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, answer.headers, text, time.monotonic() - began)

    def partner(self, path: str, order: dict[str, str] | None = None) -> Answer:
        """This will ask as a partner does; with an order it books."""
        headers = {"x-private-key": self.facts["key"], "Content-Type": "application/json"}
        method, body = ("POST", json.dumps(order)) if order else ("GET", "")
        return self.ask(f"/booking/{path}", method=method, body=body, **headers)

    def book(self, clock: str) -> Answer:
        """This will book a start, given as local time."""
        when = {"appointmentDate": self.facts["day"], "appointmentTime": clock}
        what = {"serviceId": self.facts["service"], "userId": "any", "guestName": "Jordan Smith"}
        return self.partner("appointments", {**what, **when})

    def send(self, path: str, **form: str) -> Answer:
        """This will send a form."""
        how = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(path, method="POST", body=urlencode(form), **how)

    def is_well(self) -> bool:
        """Whether it says so."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("/healthz").status == 200
        return False

    def logged(self) -> str:
        """This will give everything that web server and worker wrote so far."""
        return Path(self.log.name).read_text()

    def start(self, name: str, command: list[str], **options: object) -> None:
        """This will start one of its parts."""
        how = {"cwd": settings.BASE_DIR, "env": self.environment, "stdout": self.log, "stderr": self.log}
        self.processes[name] = subprocess.Popen(command, start_new_session=True, **how, **options)

    def stop(self) -> None:
        """This will end all of it."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@contextlib.contextmanager
def running(database_url: str, *, worker: bool = True, **options: object):
    """The site on a database that is made for it; it ends with the block."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bookingsite.settings",
        "DATABASE_URL": database_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1",
        "GUEST_LIMITS": "none",
    }
    made = subprocess.run(
        [sys.executable, "-c", MADE], cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True
    )
    with tempfile.NamedTemporaryFile("a") as log:
        site = Site(environment, json.loads(made.stdout), log)
        with socket.create_server(("127.0.0.1", 0), backlog=serving.BACKLOG) as listener:
            site.port = listener.getsockname()[1]
            number = listener.fileno()
            site.start("web server", serving.web_server(f"fd://{number}"), pass_fds=[number], **options)
        try:
            if worker:
                site.start("worker", [sys.executable, "manage.py", "run_worker"])
            wait_for(site.is_well)
            yield site
        finally:
            site.stop()


def wait_for(fact, seconds: float = PATIENCE) -> None:
    """This will wait until something is so."""
    until = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < until, f"{fact} did not come true in {seconds} s"
        time.sleep(0.05)

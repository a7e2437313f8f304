"""What Lighthouse says of the guests' pages: `python tools/browser.py python tools/lighthouse.py`.

The demo's business page, its page of dates and a guest's own page, each three times as Lighthouse's slow phone and once
as its desk. The exit code is 0 only when every category has at least 98 of 100. Lighthouse itself is the one in
tools/lighthouse/package-lock.json, bit for bit; npm brings it into .cache/.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import serving

ROOT = Path(__file__).resolve().parent.parent
PINNED, CACHE = ROOT / "tools" / "lighthouse", ROOT / ".cache" / "lighthouse"
LEAST, TIMES, SECONDS = 98, 3, 180
MANNERS: list[list[str]] = [[]] * TIMES + [["--preset=desktop"]]
PRIVATE = ["--skip-audits=is-crawlable"]  # no search is to find a guest's own page, and this audit asks that it can
PAGES = """
from django.urls import reverse
from django.utils import timezone
from bookings import queries
from bookings.models import Booking
from businesses.models import Service
coming = Booking.objects.filter(status="confirmed", places__appointment__starts_at__gt=timezone.now())
booking = coming.latest("places__appointment__starts_at")
shop = booking.business
service = Service.objects.filter(business=shop, active=True, capacity=1).earliest("pk")
print(reverse("business", args=[shop.slug]))
print(reverse("time", args=[shop.slug, service.pk]) + "?staff=any")
print(reverse("own_booking", args=[queries.link_token(booking)]))
"""


def main() -> int:
    """0 when every page has what is asked for."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DEBUG": "false",
            "ALLOWED_HOSTS": "*",
            "SECURE_SSL_REDIRECT": "false",
            "GUEST_LIMITS": "none",
        }
        for command in (["migrate", "--verbosity", "0"], ["make_demo"]):
            subprocess.run([*serving.MANAGE, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
        shell = [*serving.MANAGE, "shell", "--no-imports", "--command", PAGES]
        asked = subprocess.run(shell, check=True, env=environment, capture_output=True, text=True)
        with serving.server(environment) as address:
            return max([_judged(program, address, path) for path in asked.stdout.split()])


def _judged(program: list[str], address: str, path: str) -> int:
    name = "own page" if path.startswith("/b/") else path
    subprocess.run([*program, address + path], check=True, capture_output=True, timeout=SECONDS)  # to warm the server
    outcome = 0
    for manner in MANNERS:
        scores = dict(_scores([*program, address + path, *manner, *(PRIVATE if path.startswith("/b/") else [])]))
        low = min(scores.values()) < LEAST
        outcome |= low
        words = ", ".join(f"{category} {score}" for category, score in scores.items())
        print(f"{name} ({'desk' if manner else 'phone'}): {words}{' TOO LOW' if low else ''}", flush=True)
    return outcome


def _scores(command: list[str]) -> Iterator[tuple[str, int]]:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS)
    for category, found in json.loads(done.stdout)["categories"].items():
        yield category, round(found["score"] * 100)


def _program() -> list[str]:
    """The command line without a page's address: Lighthouse, brought here where it is missing, with that browser."""
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ.get('PATH', '')}"
    npm, node = (shutil.which(name, path=path) for name in ("npm", "node"))
    if not npm or not node or not os.environ.get("BROWSER"):
        sys.exit("Lighthouse needs npm and a browser: run `make lighthouse`")
    os.environ["CHROME_PATH"] = os.environ["BROWSER"]
    lock = (PINNED / "package-lock.json").read_bytes()
    if not (CACHE / "ready").exists() or (CACHE / "ready").read_bytes() != lock:
        shutil.rmtree(CACHE, ignore_errors=True)
        shutil.copytree(PINNED, CACHE)
        install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(install, check=True, cwd=CACHE, env={**os.environ, "PATH": path}, timeout=600)
        (CACHE / "ready").write_bytes(lock)
    flags = "--chrome-flags=--headless --no-sandbox --disable-gpu"
    return [node, str(CACHE / "node_modules/lighthouse/cli/index.js"), "--quiet", "--output=json", flags]


if __name__ == "__main__":
    sys.exit(main())

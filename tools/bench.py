"""How fast it is: `python tools/bench.py [FILE]` prints a table and writes it as JSON (default var/bench.json).

Everything is measured in one run on one machine, medians of several rounds, the kernel beside a plain loop over the
same calendar; compare ratios, not figures of different machines. The load over HTTP comes from wrk.
"""

import datetime as dt
import http.server
import json
import os
import random
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import postgres
import serving

sys.path.insert(0, str(Path(__file__).parents[1]))

from bookings import availability
from bookings.availability import Interval

Row = tuple[str, float, str]
NOW = dt.datetime(2031, 4, 7, 6, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
WRK_SECONDS = 8
WEBHOOKS = 1000


def main() -> int:
    """Prints what was measured; 1 when wrk is missing."""
    if shutil.which("wrk") is None:
        print("wrk is not on this machine. On Debian and Ubuntu: apt install wrk; on macOS: brew install wrk")
        return 1
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "var/bench.json")
    rows = [*kernel(), *served()]
    width = max(len(name) for name, _, _ in rows)
    for name, figure, unit in rows:
        print(f"{name:<{width}}  {figure:>10.2f} {unit}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([{"name": n, "figure": f, "unit": u} for n, f, u in rows], indent=1))
    return 0


def median_ms(work: Callable[[], object], rounds: int = 7) -> float:
    """The median time of some rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def kernel() -> list[Row]:
    """Whole months of many people, from facts in memory."""
    small, large = calendar(10, 60), calendar(50, 30)
    bits, loop = median_ms(lambda: counts(small, 60)), median_ms(lambda: looped(small, 60), rounds=3)
    return [
        ("kernel: 10 staff x 60 days", bits, "ms"),
        ("the same by a loop over starts and appointments", loop, "ms"),
        ("ratio", loop / bits, "x"),
        ("kernel: 50 staff x 30 days", median_ms(lambda: counts(large, 30)), "ms"),
    ]


def calendar(staff: int, days: int) -> availability.Facts:
    """Ten hours a day, five appointments of an hour each for everybody, starts every quarter of an hour."""
    dice = random.Random(1)  # noqa: S311 - the same calendar each time; nothing secret
    origin = availability.wall_minute(TODAY, 0, dt.UTC)
    hours = availability.Hours({day: (Interval(540, 1140),) for day in range(7)})

    def diary() -> list[Interval]:
        starts = (origin + 1440 * day + 540 + 120 * n + dice.randrange(4) * 15 for day in range(days) for n in range(5))
        return [Interval(start, start + 60) for start in starts]

    people = [availability.Person(key, 45, busy=diary()) for key in range(1, staff + 1)]
    return availability.Facts(dt.UTC, availability.Rules(60, days, 15), hours, availability.Demand(), people)


def counts(facts: availability.Facts, days: int) -> int:
    """The free starts of all dates, as the product computes them."""
    openings = availability.Openings(facts, TODAY, TODAY + dt.timedelta(days=days - 1), now=NOW)
    return sum(openings.count(TODAY + dt.timedelta(days=n)) for n in range(days))


def looped(facts: availability.Facts, days: int) -> int:
    """The same by looking at every appointment for every start of everybody."""
    free, earliest = set(), availability.minute_from(NOW) + 60
    for day in range(days):
        opens = availability.wall_minute(TODAY + dt.timedelta(days=day), 540, dt.UTC)
        for start in range(opens, opens + 600 - 45 + 1, 15):
            for person in facts.people:
                if start >= earliest and not any(b.start < start + 45 and start < b.end for b in person.busy):
                    free.add(start)
    return len(free)


def served() -> list[Row]:
    """The demo over HTTP, on each engine."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows += on_engine("SQLite", f"sqlite:///{folder}/db.sqlite3")
    with postgres.server() as url:
        rows += on_engine("PostgreSQL", url)
    return rows


def on_engine(engine: str, url: str) -> list[Row]:
    """Requests a second and the slowest hundredth, sixteen connections at a time."""
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "*"}
    for command in (["migrate", "--verbosity", "0"], ["make_demo"]):
        subprocess.run([*serving.MANAGE, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    issue = [*serving.MANAGE, "issue_api_key", "--business", "demo", "--dialect", "booqara", "--rate-limit", "none"]
    key = subprocess.run(issue, check=True, env=environment, capture_output=True, text=True).stdout.strip()
    export = "from businesses.models import Service; print(Service.objects.get(name='Short cut').uuid)"
    shell = [*serving.MANAGE, "shell", "--no-imports", "-c", export]
    service = subprocess.run(shell, check=True, env=environment, capture_output=True, text=True).stdout.strip()
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=4)
    rows: list[Row] = []
    with serving.server(environment) as address:
        for name, path in (
            ("slots of a day", f"/booking/slots?date={day}&serviceId={service}"),
            ("dates of 60 days", f"/booking/dates?count=30&serviceId={service}"),
        ):
            rate, p99 = load(f"{address}{path}", key)
            rows += [(f"{engine}: {name}", rate, "requests/s"), (f"{engine}: {name}, p99", p99, "ms")]
        rows += dashboard(engine, environment, address)
    return [*rows, (f"{engine}: {WEBHOOKS} webhooks to a fast receiver", drained(environment), "s")]


OWNERS_PAGES = {"front page": "/admin/", "diary": "/admin/diary/"}
SHOPS = """
import json, sys
sys.path.insert(0, "tools")
import big_shop
print(json.dumps(big_shop.prepare({paths!r})))
"""


def dashboard(engine: str, environment: dict[str, str], address: str) -> list[Row]:
    """The owners' pages of a small shop and of one with 50 people and 100,000 bookings of a year, one at a time."""
    shell = [*serving.MANAGE, "shell", "--no-imports", "-c", SHOPS.format(paths=list(OWNERS_PAGES.values()))]
    told = subprocess.run(shell, check=True, env=environment, capture_output=True, text=True).stdout
    rows: list[Row] = []
    for name, path in OWNERS_PAGES.items():
        for shop, known in json.loads(told).items():
            page = urllib.request.Request(f"{address}{path}", headers={"Cookie": f"sessionid={known['session']}"})  # noqa: S310 - our own server

            def visit(page: urllib.request.Request = page) -> None:
                with urllib.request.urlopen(page) as answer:  # noqa: S310 - our own server
                    if answer.url != page.full_url:
                        sys.exit(f"{page.full_url} led to {answer.url}")
                    answer.read()

            for _ in range(4):
                visit()  # each process of the server, warm
            rows.append((f"{engine}: {name}, {shop} shop", median_ms(visit, rounds=15), "ms"))
            rows.append((f"{engine}: {name}, {shop} shop", known["statements"][path], "statements"))
    return rows


QUEUE = """
from django.utils import timezone
from bookings.models import Delivery
from bookings.webhooks import endpoints
from businesses.models import Business
endpoint, _ = endpoints.create(business=Business.objects.get(slug="demo"), url="{url}")
Delivery.objects.bulk_create(
    Delivery(business=endpoint.business, channel="webhook", endpoint=endpoint, kind="endpoint.test",
             dedupe=f"bench:{{n}}", due_at=timezone.now()) for n in range({count})
)
"""


def drained(environment: dict[str, str]) -> float:
    """The seconds in which a worker delivers what is queued, from its start to the last arrival."""
    got: list[float] = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(204)
            self.end_headers()
            got.append(time.perf_counter())

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = QUEUE.format(url=f"http://127.0.0.1:{server.server_port}/", count=WEBHOOKS)
    local = {**environment, "WEBHOOK_ALLOW_LOOPBACK": "true", "EMAIL_URL": "memorymail://"}
    subprocess.run([*serving.MANAGE, "shell", "--no-imports", "-c", code], check=True, env=local)
    begin, worker = (
        time.perf_counter(),
        subprocess.Popen([*serving.MANAGE, "run_worker"], env=local, stdout=subprocess.DEVNULL),
    )
    try:
        while len(got) < WEBHOOKS and time.perf_counter() - begin < 300:
            time.sleep(0.05)
    finally:
        worker.terminate()
        worker.wait()
        server.shutdown()
    return max(got, default=begin + 300) - begin


def load(url: str, key: str) -> tuple[float, float]:
    """Requests a second and p99 in milliseconds, as wrk tells them."""
    command = ["wrk", "-t1", "-c16", f"-d{WRK_SECONDS}s", "--latency", "-H", f"x-private-key: {key}", url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        sys.exit(f"{url} was refused under load:\n{told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or slow is None:
        sys.exit(f"wrk said something else:\n{told}")
    return float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]]


if __name__ == "__main__":
    sys.exit(main())

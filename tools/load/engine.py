"""Everything that is measured on one database."""

import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import serving
from load import cases, deliveries, memory, names, owners, parts, requests, shell
from load.report import Figure, Findings, Line


class Length(NamedTuple):
    """How long it may take: the seconds of a measurement, the requests for which memory is watched, and how large the
    owners' large shop is."""

    seconds: float
    asked: int
    asking_seconds: float
    bookings: int


SHORT = Length(1, 100_000, 10, 10_000)
LONG = Length(5, 100_000, 3600, 100_000)
BUSINESSES = 200  # over which the requests go for which memory is watched


def environment_of(url: str) -> dict[str, str]:
    """The variables with which the product and the floor run on a database."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "*",
        "GUEST_LIMITS": "none",
        "PYTHONPATH": os.pathsep.join(filter(None, ["tools", os.environ.get("PYTHONPATH")])),
    }


def prepare(environment: Mapping[str, str]) -> Any:
    """The database with the shops under load in it; gives what the load has to know of them."""
    subprocess.run([*serving.MANAGE, "migrate", "--verbosity", "0"], check=True, env=dict(environment))
    return shell.call(environment, "shop", "prepare")


def with_floor(environment: Mapping[str, str]) -> dict[str, str]:
    """The same variables for a server that answers for the floor, too."""
    return {**environment, "DJANGO_SETTINGS_MODULE": "floor.settings"}


def measured(engine: str, url: str, length: Length) -> Findings:
    """This will measure all of it, and audit the database at the end."""
    found, environment = Findings(engine), environment_of(url)
    say(engine, "shops, webhooks, statements")
    facts = prepare(environment)
    webhooks = deliveries.figure(environment, facts["shops"]["ten"]["slug"])
    of_parts = parts.figures(environment, facts["shops"]["visit"]["slug"])
    counts = shell.call(with_floor(environment), "statements", "count", facts=facts)
    with serving.running(with_floor(environment)) as served:
        say(engine, "the cases")
        load = cases.Load(served.address, facts, seconds=length.seconds)
        results = load.results()
        found.lines = [_line(result, counts) for result in results]
        found.figures += [
            *_people(results),
            *of_parts,
            Figure("the client of bookings on the floor, of wrk", load.client_of_wrk(), "x"),
        ]
        say(engine, "a large database")
        alone = _slots_of_floor(load)
        others = shell.call(environment, "copies", "neighbours", keys=BUSINESSES)
        shell.call(environment, "copies", "history", slug=facts["shops"]["ten"]["slug"])
        slower = alone / _slots_of_floor(load)
        found.figures.append(Figure(f"{names.SLOTS}: ten times the history, 1,000 other shops, time", slower, "x"))
        told = owners.prepare(environment, bookings=length.bookings)
        found.figures += owners.figures(served.address, told, rounds=15)
    say(engine, "memory")
    with serving.running(with_floor(environment)) as served:
        day = facts["shops"]["ten"]["day"]
        found.figures += memory.figures(served, others, day, count=length.asked, seconds=length.asking_seconds)
    found.figures.append(webhooks)
    say(engine, "audit")
    subprocess.run([*serving.MANAGE, "check_invariants"], check=True, env=environment, stdout=subprocess.DEVNULL)
    return found


def say(engine: str, what: str) -> None:
    """This will tell whoever waits how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {engine}: {what}", file=sys.stderr, flush=True)


def _line(result: cases.Result, counts: Mapping[str, tuple[int | None, int]]) -> Line:
    cold, warm = counts[result.case]
    pace = result.pace
    return Line(result.case, result.connections, pace.rate, pace.p50, pace.p99, result.of_floor, warm, cold, pace.wrong)


def _people(results: list[cases.Result]) -> list[Figure]:
    """What five times as many people cost."""
    usual = {result.case: result.pace.p50 for result in results if result.connections == 1}
    pairs = ((names.SLOTS, names.SLOTS_50), (names.DATES, names.DATES_50))
    return [Figure(f"{few.split(',')[0]}: 50 people of 10, time", usual[many] / usual[few], "x") for few, many in pairs]


def _slots_of_floor(load: cases.Load) -> float:
    """The speed of a date's times as a share of the floor's, one request at a time."""
    slots = requests.slots(load.ten)
    return statistics.median(load.by_wrk(load.floor, 1).p50 / load.by_wrk(slots, 1).p50 for _ in range(cases.ROUNDS))

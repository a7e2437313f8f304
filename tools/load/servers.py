"""Web servers beside each other: one mix of questions and bookings, by turns, and what many slow clients do to each.

granian takes part where it is installed: `.venv-dev/bin/pip install granian`.
"""

import contextlib
import importlib.util
import random
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import serving
from load import cases, client, engine, pace, requests, slow
from load.pace import Pace
from load.report import Figure, Findings, Line

Command = Callable[[str], list[str]]
CONNECTIONS = (8, 32)
SECONDS = 4


def compared(engine_name: str, url: str) -> Findings:
    """This will measure each server, by turns, and then let slow clients at it."""
    engine.say(engine_name, "web servers")
    found, environment = Findings(engine_name, beside=next(iter(candidates()))), engine.environment_of(url)
    facts = engine.prepare(environment)
    seen: dict[tuple[str, int], list[Pace]] = {}
    with contextlib.ExitStack() as stack:  # all of them at once, as an idle one costs nothing: then by turns
        loads = {}
        for name, command in candidates().items():
            address = stack.enter_context(_running(command, engine.with_floor(environment)))
            loads[name] = cases.Load(address, facts, seconds=SECONDS)
            loads[name].check()
        for _ in range(cases.ROUNDS):
            for connections in CONNECTIONS:
                for name, load in loads.items():
                    seen.setdefault((name, connections), []).append(_mix(load, connections))
    for (name, connections), rounds in seen.items():
        usual = pace.median(rounds)
        first = pace.median(seen[next(iter(candidates())), connections])
        found.lines.append(
            Line(name, connections, usual.rate, usual.p50, usual.p99, usual.of(first), None, None, usual.wrong)
        )
    found.figures += _tails(engine.with_floor(environment), facts)
    for name, command in candidates().items():
        for name_of_kind, kind in slow.KINDS.items():
            with _running(command, engine.with_floor(environment)) as address:
                waited = slow.waited(urlsplit(address).port or 80, kind, requests.floor(facts))
                found.figures.append(
                    Figure(f"{name}: answered beside {slow.CLIENTS} slow clients, {name_of_kind}", waited, "s")
                )
    return found


def _tails(environment: Mapping[str, str], facts: Any) -> Iterator[Figure]:
    """How much longer the slowest hundredth waits beside slow clients than without them, by turns."""
    name, command = next(iter(candidates().items()))
    with _running(command, environment) as address:
        load = cases.Load(address, facts, seconds=SECONDS)
        load.check()
        for kind, slow_client in slow.KINDS.items():
            shares = []
            for _ in range(cases.ROUNDS):
                usual = load.by_wrk(load.floor, CONNECTIONS[0]).p99
                with slow.crowd(load.port, slow_client, load.floor.path):
                    slow.settled(load.port, load.floor)
                    shares.append(load.by_wrk(load.floor, CONNECTIONS[0]).p99 / usual)
            what = f"{name}: p99 beside {slow.CLIENTS} slow clients, {kind}, of that without"
            yield Figure(what, statistics.median(shares), "x")


def candidates() -> dict[str, Command]:
    """The servers, the first of them that of `make run`."""
    return {
        "ours, 2 x 4": serving.web_server,
        "gunicorn, 2 x 4": _gunicorn,
        **({"granian, 2 x 4": _granian} if importlib.util.find_spec("granian") else {}),
    }


def _gunicorn(bind: str) -> list[str]:
    """Its own threads."""
    return [*serving.web_server(bind), "--worker-class", "gthread", "--workers", "2", "--threads", "4"]


def _granian(bind: str) -> list[str]:
    host, _, port = bind.rpartition(":")
    return [
        *(sys.executable, "-m", "granian", "bookingsite.wsgi:application", "--interface", "wsgi", "--host", host),
        *("--port", port, "--workers", "2", "--blocking-threads", "4", "--log-level", "warning", "--no-ws"),
        *("--workers-kill-timeout", "5"),
    ]


@contextlib.contextmanager
def _running(command: Command, environment: Mapping[str, str]) -> Iterator[str]:
    """By a port, as not every server takes an open socket; yields once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with serving.started(command(f"127.0.0.1:{port}"), environment):
        until = time.monotonic() + 30
        while not _answers(port):
            if time.monotonic() > until:
                sys.exit(f"{command('')[2]} did not start.")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return client.Line(port).ask(requests.Asked("GET", "/healthz").wire()).is_good
    return False


def _mix(load: cases.Load, connections: int) -> Pace:
    """On each connection: the dates, the times of one, a booking there; the tail is that of all three."""
    times = random.sample(load.ten["free"], len(load.ten["free"]))
    turns = []
    for chosen in times:
        asked = (requests.book(load.ten, *chosen), requests.dates(load.ten), requests.slots(load.ten, chosen[1]))
        turns.append([each.wire() for each in asked])
    run = client.drive(load.port, turns, connections=connections, seconds=SECONDS)
    load.cancel(load.ten, run, connections)
    taken = [answer.seconds for turn in run.answers for answer in turn]
    return pace.of_times(taken, rate=len(taken) / run.seconds, wrong=run.pace().wrong)

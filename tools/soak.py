"""What takes hours: `python tools/soak.py [--parts P…] [--dates D…]` runs the long forms of the tests, and all dates.

races    every race a hundred times over, and the worker killed again and again, on SQLite and PostgreSQL
mixed    all dialects, the guests' page, the counter and the house at once, for half an hour on each engine
models   the engine against its models, with many more examples than `make test` tries
fuzz     each dialect fuzzed for ten minutes
clock    everything that `make check` runs, on dates that are unlike others: a month's end, a leap day, clock changes

On a date every program that is started has a shifted wall clock: the tests, what they start, the browser. PostgreSQL
keeps the true one, for nothing of ours asks it for the time. Each step has so many minutes; one that needs longer is
ended and has failed. The exit code is 0 only when every step passed.
"""

import argparse
import contextlib
import datetime as dt
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import dialects

ROOT = Path(__file__).resolve().parent.parent
CLOCK = ROOT / ".cache" / "shifted_clock.so"
REMEDY = (
    "No shifted clock for the tests: {reason}\nIt is compiled from tools/shifted_clock.c and needs Linux and a C "
    "compiler: apt install gcc libc6-dev (Debian and Ubuntu), or CC=/path/to/cc make soak. "
    "Without it: SOAK_PARTS='races mixed models fuzz' make soak"
)
PYTEST = [sys.executable, "-m", "pytest", "-q"]
ON_POSTGRES = [sys.executable, "tools/postgres.py"]
IN_BROWSER = [sys.executable, "tools/browser.py"]
GRACE = 60  # seconds that a step has to tidy up when its time is over
# Midnight, or the hour that is skipped or repeated, comes while the tests run.
DATES = (
    "2026-11-29T10:00",  # the last days of a month, on a Sunday
    "2026-12-31T22:50",  # New Year comes in Berlin
    "2027-02-28T20:30",
    "2027-03-14T07:50",  # Chicago's clocks go forward
    "2027-03-28T00:50",  # Berlin's clocks go forward
    "2027-10-31T00:50",  # Berlin's clocks go back
    "2027-11-07T06:50",  # Chicago's clocks go back
    "2028-02-29T09:00",
)


class Step(NamedTuple):
    """A command, how many minutes it may take, and the variables and the date that it runs with."""

    name: str
    command: list[str]
    minutes: int
    environment: Mapping[str, str] = {}
    date: dt.datetime | None = None


class Asked(argparse.Namespace):
    """The command line."""

    parts: list[str]
    dates: list[dt.datetime]
    pytest_args: list[str]
    conformance: Path
    dialects: list[str]


def main() -> int:
    """0 when every step passed, else 1; all run either way."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    asked = _asked()
    if "clock" in asked.parts:
        try:
            _compile()
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            print(REMEDY.format(reason=error), file=sys.stderr)
            return 1
    outcomes = [(step.name, *_run(step)) for part in asked.parts for step in PARTS[part](asked)]
    print("\n".join(["", *(f"{seconds:6.0f} s  {outcome:8}  {name}" for name, outcome, seconds in outcomes)]))
    return 0 if all(outcome == "passed" for _, outcome, _ in outcomes) else 1


def _asked() -> Asked:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--dates", nargs="+", type=_instant, default=[_instant(date) for date in DATES])
    parser.add_argument("--pytest-args", type=shlex.split, default=["-n", "logical", "--dist", "worksteal"])
    parser.add_argument("--conformance", type=Path, default=Path("../shared/conformance"))
    parser.add_argument("--dialects", nargs="+", metavar="DIALECT", help="all that are mounted by default")
    asked = parser.parse_args(namespace=Asked())
    asked.dialects = asked.dialects or list(dialects.every())
    return asked


def _instant(text: str) -> dt.datetime:
    """This will read a date (its noon) or a date with a time, in UTC."""
    read = dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00")
    return read.replace(tzinfo=read.tzinfo or dt.UTC)


def _races(asked: Asked) -> Iterator[Step]:
    """The races share the machine with nothing: their threads are the load."""
    long, again = {"RACES": "long"}, "tests/bookings/outbox/test_worker.py"
    for engine, prefix in (("SQLite", []), ("PostgreSQL", ON_POSTGRES)):
        yield Step(f"races on {engine}", [*prefix, *PYTEST, "-m", "race"], 60, long)
        yield Step(f"the worker killed, on {engine}", [*prefix, *PYTEST, again], 20, long)


def _mixed(asked: Asked) -> Iterator[Step]:
    half_an_hour, driver = {"MIXED_MINUTES": "30"}, "tests/races/test_everything_at_once.py"
    for engine, prefix in (("SQLite", []), ("PostgreSQL", ON_POSTGRES)):
        yield Step(f"mixed use on {engine}", [*prefix, *PYTEST, driver], 50, half_an_hour)


def _models(asked: Asked) -> Iterator[Step]:
    soak, where = {"SOAK": "1"}, "tests/bookings/operations"
    for name, file in (("the model", "test_model.py"), ("everything together", "test_everything_together.py")):
        yield Step(f"{name} on SQLite", [*PYTEST, f"{where}/{file}"], 60, soak)
        yield Step(f"{name} on PostgreSQL", [*ON_POSTGRES, *PYTEST, f"{where}/{file}"], 60, soak)
    yield Step("the kernel's properties", [*PYTEST, "tests/bookings/availability", *asked.pytest_args], 60, soak)
    zones = "tests/bookings/notifications/test_timezones.py"
    yield Step("the zones of calendar files", [*PYTEST, zones, *asked.pytest_args], 20, soak)


def _fuzz(asked: Asked) -> Iterator[Step]:
    yield Step("fuzz", [sys.executable, "tools/fuzz.py", "--seconds", "600", *asked.dialects], 15 * len(asked.dialects))


def _clock(asked: Asked) -> Iterator[Step]:
    """On PostgreSQL only the tests that ask the true clock: the others stand still at a time of their own."""
    tests = [*PYTEST, "--ignore", "tests/browser", *asked.pytest_args]
    clocked = ["tests/bookings/outbox", "tests/bookings/management", "tests/races/test_over_http.py"]
    for date in asked.dates:
        on = f"{date:%Y-%m-%d %H:%M}"
        yield Step(f"{on}: in a browser", [*IN_BROWSER, *PYTEST, "tests/browser"], 15, date=date)
        yield Step(f"{on}: on SQLite", tests, 30, date=date)
        yield Step(f"{on}: on PostgreSQL", [*ON_POSTGRES, *tests, *clocked], 15, date=date)
        fuzz = ["tools/fuzz.py", "--seconds", "30", *asked.dialects]
        yield Step(f"{on}: fuzz", [sys.executable, *fuzz], 5 * len(asked.dialects), date=date)
        if asked.conformance.is_dir():
            suite = ["tools/conformance.py", str(asked.conformance), *asked.dialects]
            yield Step(f"{on}: conformance", [sys.executable, *suite], 15, date=date)


PARTS = {"races": _races, "mixed": _mixed, "models": _models, "fuzz": _fuzz, "clock": _clock}


def _compile() -> None:
    """This will make the shifted clock, and try it. Raises when it cannot be had."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if not sys.platform.startswith("linux") or not compiler:
        raise ValueError("there is no C compiler" if not compiler else f"this is {sys.platform}")
    CLOCK.parent.mkdir(exist_ok=True)
    source = ROOT / "tools" / "shifted_clock.c"
    flags = ["-O2", "-Wall", "-Wextra", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", str(CLOCK), str(source), "-ldl"], check=True, timeout=60)
    leap_day = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)
    today = [sys.executable, "-c", "import time; print(time.strftime('%F', time.gmtime()))"]
    said = subprocess.run(today, env=_shifted(leap_day), capture_output=True, text=True, timeout=60)
    if said.stdout.strip() != "2028-02-29":
        raise ValueError(f"a program was told that it is 2028-02-29, and it says {said.stdout or said.stderr}")


def _shifted(date: dt.datetime) -> dict[str, str]:
    """This will give the environment of a program for which it is that instant now."""
    ahead = date - dt.datetime.now(dt.UTC)
    return {**os.environ, "LD_PRELOAD": str(CLOCK), "CLOCK_SHIFT": f"{ahead.total_seconds():.0f}"}


def _run(step: Step) -> tuple[str, float]:
    """How a step ended, and after how many seconds."""
    print(f"\n=== {step.name}, at most {step.minutes} minutes: {shlex.join(step.command)}", flush=True)
    environment = _shifted(step.date) if step.date else os.environ
    began = time.monotonic()
    with _group(step.command, {**environment, **step.environment}) as process:
        try:
            outcome = "failed" if process.wait(timeout=step.minutes * 60) else "passed"
        except subprocess.TimeoutExpired:
            outcome = "too long"
    return outcome, time.monotonic() - began


@contextlib.contextmanager
def _group(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a group of its own; whatever of it is still there at the end of the block is ended."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        for number in (signal.SIGINT, signal.SIGKILL):  # pytest and our tools tidy up on the first
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, number)
                process.wait(timeout=GRACE)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

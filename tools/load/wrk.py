"""wrk, the load for whatever can be asked again and again."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from load.pace import Pace
from load.requests import HOST, Asked

MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
TIMEOUT = "20s"  # wrk forgets the answers that take longer than two seconds, unless it is told


def must_be_here() -> None:
    """This will end the program, with the remedy, where wrk is missing."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not on this machine. On Debian and Ubuntu: apt install wrk; on macOS: brew install wrk")


def load(address: str, asked: Asked, *, connections: int, seconds: float) -> Pace:
    """This will ask the same for some seconds, by GET."""
    key = ["-H", f"x-private-key: {asked.key}"] if asked.key else []
    return _read(_run([*key, "-H", f"Host: {HOST}", f"{address}{asked.path}"], connections, seconds))


def load_many(address: str, script: Path, *, connections: int, seconds: float) -> tuple[Pace, int]:
    """This will ask what a Lua script says; the second figure is how many requests were answered."""
    told = _run(["-s", str(script), address], connections, seconds)
    return _read(told), int(_found(r"(\d+) requests in", told)[1])


def _run(arguments: list[str], connections: int, seconds: float) -> str:
    duration = f"-d{max(1, round(seconds))}s"
    command = ["wrk", "-t1", f"-c{connections}", duration, "--latency", "--timeout", TIMEOUT, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _read(told: str) -> Pace:
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    wrong = sum(int(number) for match in (refused, broken) if match for number in match.groups())
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", told)[1])
    return Pace(rate, _time("50%", told), _time("99%", told), wrong)


def _time(name: str, told: str) -> float:
    found = _found(rf"{name}\s+([\d.]+)(us|ms|s|m)\b", told)
    return float(found[1]) * MILLISECONDS[found[2]]


def _found(pattern: str, told: str) -> re.Match[str]:
    found = re.search(pattern, told)
    if found is None:
        sys.exit(f"wrk said something else:\n{told}")
    return found

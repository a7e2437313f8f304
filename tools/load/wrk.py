"""wrk, the load for whatever can be asked again and again."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from load.pace import Pace
from load.requests import HOST, Asked

MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
TIMEOUT = "20s"  # wrk forgets the answers that take longer than two seconds, unless it is told
LONGEST_ANSWER = 3  # seconds
SCRIPT = """
local asked = {{ {asked} }}
local n = 0
request = function()
  n = n % #asked + 1
  return asked[n]
end
"""


def must_be_here() -> None:
    """This will end the program, with the remedy, where wrk is missing."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not on this machine. On Debian and Ubuntu: apt install wrk; on macOS: brew install wrk")


def load(address: str, asked: Asked, *, connections: int, seconds: float) -> Pace:
    """This will ask the same for some seconds, by GET."""
    key = ["-H", f"{asked.header}: {asked.key}"] if asked.key else []
    return _settled(_read(_run([*key, "-H", f"Host: {HOST}", f"{address}{asked.path}"], connections, seconds)))


def load_many(address: str, requests: Iterable[bytes], *, connections: int, seconds: float) -> tuple[Pace, int]:
    """This will send these requests over and over; the second figure is how many were answered."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        script = Path(folder, "many.lua")
        script.write_text(SCRIPT.format(asked=", ".join(map(_lua, requests))))
        told = _run(["-s", str(script), address], connections, seconds)
    return _settled(_read(told)), int(_found(r"(\d+) requests in", told)[1])


def _settled(pace: Pace) -> Pace:
    """wrk hangs up when its time is over: what was asked last must not be answered during the next measurement."""
    time.sleep(min(LONGEST_ANSWER, pace.p99 / 1000))
    return pace


def _lua(request: bytes) -> str:
    text = request.decode().replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\\r\\n")
    return f'"{text}"'


def _run(arguments: list[str], connections: int, seconds: float) -> str:
    duration = f"-d{max(1, round(seconds))}s"
    command = ["wrk", "-t1", f"-c{connections}", duration, "--latency", "--timeout", TIMEOUT, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _read(told: str) -> Pace:
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    wrong = sum(int(number) for match in (refused, broken) if match for number in match.groups())
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", told)[1])
    return Pace(rate, _milliseconds("50%", told), _milliseconds("99%", told), wrong)


def _milliseconds(name: str, told: str) -> float:
    found = _found(rf"{name}\s+([\d.]+)(us|ms|s|m)\b", told)
    return float(found[1]) * MILLISECONDS[found[2]]


def _found(pattern: str, told: str) -> re.Match[str]:
    found = re.search(pattern, told)
    if found is None:
        sys.exit(f"wrk said something else:\n{told}")
    return found

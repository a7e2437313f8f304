"""What a web worker keeps in memory, before and after many requests over many businesses."""

import contextlib
import math
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import serving
from load import client, requests, wrk
from load.report import Figure

CONNECTIONS, A_FEW = 8, 80
AT_ONCE = 5  # seconds


def figures(served: serving.Served, shops: Sequence[Any], day: str, *, count: int, seconds: float) -> list[Figure]:
    """The largest worker's memory after a few requests and after `count` of them, or as many as `seconds` allow."""
    wire = [ask.wire() for shop in shops for ask in (requests.slots(shop, day), requests.dates(shop))]
    run = client.drive(served.port, [wire[:1]] * A_FEW, connections=CONNECTIONS, seconds=math.inf)
    before, asked, wrong = resident_mb(served.pid), 0, run.pace().wrong
    begin = time.monotonic()
    while asked < count and time.monotonic() - begin < seconds:
        pace, answered = wrk.load_many(served.address, wire, connections=CONNECTIONS, seconds=AT_ONCE)
        asked, wrong = asked + answered, wrong + pace.wrong
    return [
        Figure("a web worker's memory after a few requests", before, "MB"),
        Figure(f"… after {asked:,} requests over {len(shops)} businesses", resident_mb(served.pid), "MB", wrong),
    ]


def resident_mb(parent: int) -> float:
    """This will give the resident memory of the largest process that `parent` started."""
    sizes = _from_proc() if Path("/proc/self/status").exists() else _from_ps()
    return max((size for owner, size in sizes if owner == parent), default=0) / 1024


def _from_proc() -> Iterator[tuple[int, int]]:
    """The parent and the kilobytes of every process."""
    for path in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it has just ended
            told = path.read_text()
            if (owner := re.search(r"PPid:\s+(\d+)", told)) and (size := re.search(r"VmRSS:\s+(\d+)", told)):
                yield int(owner[1]), int(size[1])


def _from_ps() -> Iterator[tuple[int, int]]:
    told = subprocess.run(["ps", "-A", "-o", "ppid=,rss="], check=True, capture_output=True, text=True).stdout  # noqa: S607
    return ((int(owner), int(size)) for owner, size in map(str.split, told.splitlines()))

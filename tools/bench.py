"""How fast it is: `python tools/bench.py [FILE]` prints tables and writes them as JSON (default var/bench.json).

Everything is measured in one run on one machine, by medians of several rounds, beside a floor:
read `docs/performance.md`.
BENCH=long takes its time; BENCH_DOCS=1 writes the tables into that document; SERVERS=1 compares web servers instead.
The exit code is 1 when an answer was not what was asked for, whatever the figures.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import postgres

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from load import engine, kernel, report, servers, wrk

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs" / "performance.md"


def main() -> int:
    """1 when an answer was wrong."""
    wrk.must_be_here()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # servers and databases end with us
    os.chdir(ROOT)
    begin, is_long = time.monotonic(), os.environ.get("BENCH") == "long"
    found = []
    for each in _compared() if os.environ.get("SERVERS") else _measured(engine.LONG if is_long else engine.SHORT):
        print(report.show(each), flush=True)
        found.append(each)
    how = {"long": is_long, "seconds": round(time.monotonic() - begin)}
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "var/bench.json")
    report.write_json(target, found, how)
    if os.environ.get("BENCH_DOCS"):
        report.write_docs(DOCS, found, _how(is_long))
    print(f"\n{how['seconds']} s; as JSON in {target}")
    return 1 if any(each.wrong for each in found) else 0


def _measured(length: engine.Length) -> Iterator[report.Findings]:
    yield report.Findings("No database", figures=kernel.figures())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield engine.measured("SQLite", f"sqlite:///{folder}/db.sqlite3", length)
    with postgres.server() as url:
        yield engine.measured("PostgreSQL", url, length)


def _compared() -> Iterator[report.Findings]:
    with postgres.server() as url:
        yield servers.compared("PostgreSQL", url)


def _how(is_long: bool) -> str:
    where = report.machine()
    run = "BENCH=long make bench" if is_long else "make bench"
    return f"`{run}` on {where['cores']} cores ({where['machine']}), Python {where['python']}:"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

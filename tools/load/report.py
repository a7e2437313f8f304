"""What was measured, as a table, as JSON and as the table of `docs/performance.md`."""

import json
import math
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Figure:
    """One number with its unit; `wrong` is how many answers were not what was asked for."""

    name: str
    figure: float
    unit: str
    wrong: int = 0


@dataclass(frozen=True)
class Line:
    """A case with a number of connections. `rate` is None where other requests came between; statements by a warm and
    by a cold process."""

    case: str
    connections: int
    rate: float | None
    p50: float
    p99: float
    of_floor: float
    statements: int | None
    cold: int | None
    wrong: int = 0

    def cells(self) -> list[str]:
        """This will give what the table shows."""
        rate = "–" if self.rate is None else f"{self.rate:,.0f}"
        counts = ["–" if count is None else str(count) for count in (self.statements, self.cold)]
        times = [f"{time:,.1f}" for time in (self.p50, self.p99)]
        return [self.case, str(self.connections), rate, *times, f"{self.of_floor:.1%}", *counts]


@dataclass
class Findings:
    """All of one engine, or of none; `beside` is what each case is compared with."""

    engine: str
    beside: str = "the floor"
    lines: list[Line] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def head(self) -> list[str]:
        """The columns' names."""
        return ["case", "connections", "requests/s", "p50 ms", "p99 ms", f"of {self.beside}", "statements", "cold"]

    @property
    def wrong(self) -> int:
        """How many answers were not what was asked for."""
        return sum(line.wrong for line in self.lines) + sum(figure.wrong for figure in self.figures)


def machine() -> dict[str, Any]:
    """This will say where it ran."""
    return {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


def show(found: Findings) -> str:
    """This will give the table for a terminal."""
    lines = [f"\n{found.engine}"]
    if found.lines:
        rows = [found.head, *(line.cells() for line in found.lines)]
        widths = [max(len(row[n]) for row in rows) for n in range(len(found.head))]
        lines += [
            "  ".join(f"{cell:{'<' if n == 0 else '>'}{widths[n]}}" for n, cell in enumerate(row)) for row in rows
        ]
    width = max((len(figure.name) for figure in found.figures), default=0)
    lines += [f"{figure.name:<{width}}  {figure.figure:>10,.2f} {figure.unit}" for figure in found.figures]
    return "\n".join([*lines, *([f"{found.wrong} answers were wrong."] if found.wrong else [])])


def write_json(target: Path, found: Sequence[Findings], how: dict[str, Any]) -> None:
    """This will write everything; what could not be measured is null."""
    target.parent.mkdir(parents=True, exist_ok=True)
    told = {"machine": machine(), "run": how, "engines": [asdict(each) for each in found]}
    target.write_text(json.dumps(_plain(told), indent=1, allow_nan=False))


def write_docs(target: Path, found: Sequence[Findings], how: str) -> None:
    """This will put the tables between the two comments of a document."""
    before, _, rest = target.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    parts = [BEGIN, how, *(part for each in found for part in _markdown(each)), END]
    target.write_text(before + "\n\n".join(parts) + after)


def _markdown(found: Findings) -> list[str]:
    parts = [f"### {found.engine}"]
    if found.lines:
        parts.append(_table(found.head, [line.cells() for line in found.lines]))
    rows = [[figure.name, f"{figure.figure:,.2f} {figure.unit}"] for figure in found.figures]
    return [*parts, _table(["what", "figure"], rows)] if rows else parts


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

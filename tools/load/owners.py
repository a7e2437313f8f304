"""The owners' pages of a small shop and of a large one, one request at a time."""

import datetime as dt
import urllib.request
from collections.abc import Mapping
from typing import Any

from load import shell
from load.kernel import median_ms
from load.report import Figure

TODAY = dt.datetime.now(dt.UTC).date()
PAGES = {
    "front page": "/admin/",
    "diary": "/admin/diary/",
    "search": "/admin/find/?q=guest+42",
    "a year's report": f"/admin/reports/?first={TODAY - dt.timedelta(days=364)}&last={TODAY}",
}


def prepare(environment: Mapping[str, str], *, bookings: int) -> dict[str, Any]:
    """This will make the shops; `bookings` is how many the large one has in a year."""
    shops = [("small", 3, 500), ("large", 50, bookings)]
    told: dict[str, Any] = shell.call(environment, "owners_rows", "prepare", paths=list(PAGES.values()), shops=shops)
    return told


def figures(address: str, told: dict[str, Any], *, rounds: int) -> list[Figure]:
    """The usual time of each page and the SQL statements that it takes."""
    found = []
    for name, path in PAGES.items():
        for shop, known in told.items():
            page = urllib.request.Request(f"{address}{path}", headers={"Cookie": f"sessionid={known['session']}"})  # noqa: S310 - our own server
            for _ in range(4):
                _visit(page)  # each process of the server, warm
            taken = median_ms(lambda page=page: _visit(page), rounds=rounds)  # type: ignore[misc]
            found.append(Figure(f"{name}, {shop} shop", taken, "ms"))
            found.append(Figure(f"{name}, {shop} shop", known["statements"][path], "statements"))
    return found


def _visit(page: urllib.request.Request) -> None:
    with urllib.request.urlopen(page) as answer:  # noqa: S310 - our own server
        if answer.url != page.full_url:
            raise RuntimeError(f"{page.full_url} led to {answer.url}")
        answer.read()

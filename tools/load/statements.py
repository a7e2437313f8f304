"""The SQL statements of each case, counted by a test client. It needs Django to be set up: `manage.py shell`.

Each case runs in a process of its own, which remembers nothing at first: the first request is cold, the next warm.
BEGIN, COMMIT and savepoints are not counted.
"""

import multiprocessing
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from load import names, requests
from load.requests import Asked

UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
Counts = dict[str, tuple[int | None, int]]


def count(facts: dict[str, Any]) -> Counts:
    """This will give the statements of each case: cold (None where that means nothing) and warm."""
    connection.close()  # a process must not inherit it
    tasks = [(name, facts) for name in names.ALL]
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        return dict(zip(names.ALL, pool.map(_case, tasks, chunksize=1), strict=True))


def _case(task: tuple[str, dict[str, Any]]) -> tuple[int | None, int]:
    name, facts = task
    shops, visitor = facts["shops"], Visitor()
    ten, times = shops["ten"], shops["ten"]["free"]
    asked = {
        names.SLOTS: requests.slots(ten),
        names.SLOTS_50: requests.slots(shops["fifty"]),
        names.DATES: requests.dates(ten),
        names.DATES_50: requests.dates(shops["fifty"]),
        names.PAGE: requests.page(ten),
        names.SLOTS_AFTER: requests.slots(ten, times[0][1]),
        names.DATES_AFTER: requests.dates(ten),
    }
    if name in (names.SLOTS_AFTER, names.DATES_AFTER):
        visitor.ask(asked[name])
        visitor.book(ten, times[0])
        found: tuple[int | None, int] = None, visitor.ask(asked[name])
    elif name in asked:
        found = visitor.ask(asked[name]), visitor.ask(asked[name])
    elif name == names.CANCEL:
        visitor.book(ten, times[0])
        found = None, visitor.cancel_all()
    elif name == names.FLOOR:
        found = 1, 1
    else:
        shop = shops["class"] if name == names.JOIN else ten
        first, second = [requests.anyone(shop) if name == names.BOOK_ANY else shop["free"]][0][:2]
        found = visitor.book(shop, first), visitor.book(shop, second)
    visitor.cancel_all()
    connection.close()
    return found


class Visitor:
    """Somebody who asks, counts what it takes, and leaves no booking behind."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": requests.HOST})
        self.made: list[Asked] = []

    def ask(self, asked: Asked) -> int:
        """This will give the statements of one request. Raises RuntimeError for a wrong answer."""
        headers = {"x-private-key": asked.key} if asked.key else {}
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.generic(
                asked.method,
                asked.path,
                asked.wire().partition(b"\r\n\r\n")[2],
                headers=headers,
                content_type="application/json",
            )
        self.body = answer.content
        if not 200 <= answer.status_code < 300:
            raise RuntimeError(f"{asked.path} answered {answer.status_code}: {self.body[:500]!r}")
        return sum(not each["sql"].startswith(UNCOUNTED) for each in captured.captured_queries)

    def book(self, shop: Any, time: tuple[str, str, str]) -> int:
        """This will book a time and give the statements it took."""
        counted = self.ask(requests.book(shop, *time))
        self.made.append(requests.cancel(shop, requests.booked(self.body)))
        return counted

    def cancel_all(self) -> int:
        """This will cancel what was booked, and give the statements of the last one."""
        counted = 0
        while self.made:
            counted = self.ask(self.made.pop())
        return counted

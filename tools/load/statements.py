"""The SQL statements of each case, counted by a test client. It needs Django to be set up
by the floor's settings: `manage.py shell`.

Each case runs in a process of its own, which remembers nothing at first: the first request is cold, the next warm.
BEGIN, COMMIT and savepoints are not counted.
"""

import multiprocessing
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from load import names, requests
from load.client import Answer
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
    visitor = Visitor()
    try:
        return _counted(visitor, name, facts)
    finally:
        visitor.cancel_all()
        connection.close()


def _counted(visitor: "Visitor", name: str, facts: dict[str, Any]) -> tuple[int | None, int]:
    shops = facts["shops"]
    if name in requests.BOOKED:
        slug, times, book = requests.BOOKED[name]
        first, second = times(shops[slug])[:2]
        return visitor.book(shops[slug], first, book), visitor.book(shops[slug], second, book)
    if name == names.FLOOR:
        asked = requests.floor(facts)
    elif name in requests.READ:
        slug, ask = requests.READ[name]
        asked = ask(shops[slug])
    else:
        return None, _after_booking(visitor, name, shops["ten"])
    return visitor.ask(asked), visitor.ask(asked)


def _after_booking(visitor: "Visitor", name: str, shop: Any) -> int:
    """The statements of what makes sense only once something was booked, by a process that knew the time before."""
    time = requests.named(shop)[0]
    if name == names.CANCEL:
        visitor.book(shop, time)
        return visitor.cancel_all()
    asked = requests.READ_AFTER[name](shop, time[1])
    visitor.ask(asked)
    visitor.book(shop, time)
    return visitor.ask(asked)


class Visitor:
    """Somebody who asks, counts what it takes, and leaves no booking behind."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": requests.HOST})
        self.made: list[Asked] = []

    def ask(self, asked: Asked) -> int:
        """This will give the statements of one request. Raises RuntimeError for a wrong answer."""
        headers = {asked.header: asked.key} if asked.key else {}
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.generic(
                asked.method,
                asked.path,
                asked.wire().partition(b"\r\n\r\n")[2],
                headers=headers,
                content_type="application/json",
            )
        self.answer = Answer(answer.status_code, 0.0, answer.content, answer.headers.get("Location", ""))
        if not self.answer.is_good:
            raise RuntimeError(f"{asked.path} answered {answer.status_code}: {answer.content[:500]!r}")
        return sum(not each["sql"].startswith(UNCOUNTED) for each in captured.captured_queries)

    def book(self, shop: Any, time: requests.Time, book: Callable[..., Asked] = requests.book) -> int:
        """This will book a time and give the statements it took."""
        counted = self.ask(book(shop, *time))
        self.made.append(requests.cancel(shop, self.answer))
        return counted

    def cancel_all(self) -> int:
        """This will cancel what was booked, and give the statements of the last one."""
        counted = 0
        while self.made:
            counted = self.ask(self.made.pop())
        return counted

"""The row of a key's running minute, from which every process takes its permits: one statement adds and reads."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from businesses.models import CallWindow

SECONDS = 60
SHARE = 16  # of what is left: nobody is given more of it at once
PATIENCE_MS = 1000  # for SQLite's one writer


class Given(NamedTuple):
    """When the minute began (UTC seconds), how many permits are taken of it, and how many were given just now."""

    started: int
    taken: int
    given: int


def take(key: int, *, limit: int, wanted: int, owed: int, begins: int, second: int) -> Given:
    """This will take some of the permits that are wanted, one at least if there is one.

    What is `owed` was used before it could be taken. A minute that is over is followed by one that `begins` then.
    Raises `DatabaseError` where nothing can be written.
    """
    least, greatest = ("LEAST", "GREATEST") if connection.vendor == "postgresql" else ("MIN", "MAX")
    table = connection.ops.quote_name(CallWindow._meta.db_table)
    left = f"(%s - {table}.taken)"
    given = f"{greatest}(0, {least}({left}, {greatest}(1, {least}(%s, {left} / {SHARE}))))"
    over = f"{table}.started <= %s OR {table}.started > %s"  # after now: a clock was set back
    ends = [second - SECONDS, second + SECONDS]
    unused = limit - owed
    share = [unused, wanted, unused]
    first = max(0, min(unused, max(1, min(wanted, unused // SHARE))))
    with _lightly(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key_id, started, taken, given) VALUES (%s, %s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (key_id) DO UPDATE SET "
            f"started = CASE WHEN {over} THEN excluded.started ELSE {table}.started END, "
            f"given = CASE WHEN {over} THEN excluded.given ELSE {given} END, "
            f"taken = CASE WHEN {over} THEN excluded.taken ELSE {table}.taken + %s + {given} END "
            "RETURNING started, taken, given",
            [key, begins, first + owed, first, *ends, *ends, *share, *ends, owed, *share],
        )
        return Given(*map(int, cursor.fetchone()))


def taken_of(keys: Collection[int]) -> list[tuple[int, int, int]]:
    """This will give key, beginning and permits taken of these keys' minutes."""
    return list(CallWindow.objects.filter(key__in=keys).values_list("key", "started", "taken"))


def put_back(key: int, *, started: int, permits: int) -> None:
    """This will give permits back to the minute that they were taken from."""
    CallWindow.objects.filter(key=key, started=started).update(taken=F("taken") - permits)


@contextmanager
def _lightly() -> Iterator[None]:
    """SQLite waits long for its one writer, and for the disk, for the sake of bookings: this is not worth it."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    usual = int(1000 * connection.settings_dict["OPTIONS"].get("timeout", 5))
    connection.connection.executescript(f"PRAGMA busy_timeout = {PATIENCE_MS}; PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.connection.executescript(f"PRAGMA busy_timeout = {usual}; PRAGMA synchronous = FULL")

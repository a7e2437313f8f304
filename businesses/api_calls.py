"""How many requests each key makes a day: counted in the process, written every few seconds by one statement.

A request that only reads must not queue behind writers, so it adds to a number in memory. A short-lived timer, or the
end of the process, adds what came together to the row of that key and date. The sums of several threads and processes
are exact; one that dies takes a few seconds of a chart with it, and nothing else.
"""

import atexit
import datetime as dt
import logging
import threading
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction

from businesses import recent_calls
from businesses.models import ApiCalls, ApiKey

KEPT = dt.timedelta(days=400)
AT_ONCE = 150  # rows a statement: SQLite takes no more than so many parameters

logger = logging.getLogger(__name__)


class _Row(NamedTuple):
    """What one number is about."""

    business_id: int
    key_id: int
    day: dt.date


class _Book:
    """What this process has counted and not yet written."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[_Row] = Counter()
        self.timer: threading.Timer | None = None


_book = _Book()


def count(key: ApiKey, *, now: dt.datetime) -> None:
    """This will count one request of a key, on the date that it is where the key's business is."""
    row = _Row(key.business_id, key.pk, now.astimezone(key.business.zone).date())
    with _book.lock:
        _book.counts[row] += 1
        _wind_up()


def note(key: ApiKey, call: recent_calls.Call) -> None:
    """This will remember how a counted request went."""
    recent_calls.note(key, call)
    with _book.lock:
        _wind_up()


def flush() -> None:
    """This will write what is counted. Where the database does not let us, it stays counted for the next time."""
    recent_calls.flush()
    with _book.lock:
        counted, _book.counts = _book.counts, Counter()
    rows = sorted(counted.items())  # in one order, so that processes that write the same rows cannot deadlock
    for start in range(0, len(rows), AT_ONCE):
        _write(rows[start : start + AT_ONCE])


def by_day(keys: Collection[ApiKey], *, until: dt.date, days: int) -> dict[int, list[int]]:
    """This will give the calls of each key by its id, one number a day, the last for `until`. One query."""
    since = until - dt.timedelta(days=days - 1)
    found = {key.pk: [0] * days for key in keys}
    rows = ApiCalls.objects.filter(key__in=found, day__gte=since, day__lte=until)
    for key_id, day, calls in rows.values_list("key_id", "day", "count"):
        found[key_id][(day - since).days] += calls
    return found


def purge(now: dt.datetime) -> int:
    """This will drop the counts that no chart shows any more, and last calls that are old, and give their number."""
    return recent_calls.purge(now) + ApiCalls.objects.filter(day__lt=(now - KEPT).date()).delete()[0]


def forget() -> None:
    """This will drop what is counted and not written; for tests, whose keys come and go."""
    recent_calls.forget()
    with _book.lock:
        _book.counts.clear()


def _wind_up() -> None:
    """Under the book's lock: a timer for what has just begun to come together, if none is running."""
    seconds = settings.API_CALLS_WRITTEN_EVERY
    if seconds and _book.timer is None:
        _book.timer = threading.Timer(seconds, _when_time_is_up)
        _book.timer.daemon = True
        _book.timer.start()


def _when_time_is_up() -> None:
    with _book.lock:
        _book.timer = None
    try:
        flush()
    finally:
        connection.close()  # this thread's own
    with _book.lock:
        if _book.counts:
            _wind_up()


def _write(rows: Sequence[tuple[_Row, int]]) -> None:
    try:
        _add(rows)
    except IntegrityError:  # a key was deleted meanwhile: nobody asks for its calls, but for those of the others
        if len(rows) > 1:
            for each in rows:
                _write([each])
    except Error as error:
        logger.info("The calls of %s keys could not be written, and are kept: %s", len(rows), error)
        with _book.lock:
            for row, calls in rows:
                _book.counts[row] += calls


def _add(rows: Sequence[tuple[_Row, int]]) -> None:
    """This will add to all of them by one statement that SQLite and PostgreSQL both know, or to none."""
    quoted, table = connection.ops.quote_name, connection.ops.quote_name(ApiCalls._meta.db_table)
    names = ["business_id", "key_id", "day", "uuid", "count"]
    uuids, days = ApiCalls._meta.get_field("uuid"), ApiCalls._meta.get_field("day")
    values: list[int | str | dt.date | uuid.UUID] = []
    for row, calls in rows:
        day = days.get_db_prep_value(row.day, connection)
        values += [row.business_id, row.key_id, day, uuids.get_db_prep_value(uuid.uuid4(), connection), calls]
    lines = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quoted, names))}) VALUES {lines} "  # noqa: S608
            f"ON CONFLICT (business_id, key_id, day) "
            f"DO UPDATE SET {quoted('count')} = {table}.{quoted('count')} + excluded.{quoted('count')}",
            values,
        )


@atexit.register
def _at_the_end() -> None:
    if _book.counts:
        flush()

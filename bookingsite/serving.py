"""What bounds the wait of a request, in the processes that serve them. Commands and the worker may take their time."""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

from businesses import waiting

STATEMENT_MS = 15_000  # no page needs a statement of more than a second; an owner's largest import has none either
CONNECT_SECONDS = 2  # the least that psycopg knows
WRITE_LOCK = "the write lock"
READING = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN")


def begin() -> None:
    """This will bound every wait in this process, from the next connection on."""
    options = connections.settings["default"]["OPTIONS"]
    waiting.bound(settings.WEB_THREADS)
    if connections["default"].vendor == "postgresql":
        from bookingsite.postgresql import base  # needs psycopg, which SQLite does not

        options["connect_timeout"] = CONNECT_SECONDS
        options["options"] = f"-c statement_timeout={STATEMENT_MS} {options.get('options', '')}"
        base.watched()
    else:
        options["timeout"] = 5  # seconds, as PostgreSQL's lock_timeout
        connection_created.connect(_count_writers)


def _count_writers(connection: Any, **kwargs: Any) -> None:
    """SQLite has one lock for all who write: whatever may wait for it is counted."""
    if _waits not in connection.execute_wrappers:
        connection.execute_wrappers.append(_waits)


def _waits(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if context["connection"].in_atomic_block or sql.lstrip().upper().startswith(READING):
        return execute(sql, params, many, context)
    with waiting.waits(WRITE_LOCK):
        return execute(sql, params, many, context)

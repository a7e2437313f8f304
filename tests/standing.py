"""What a test finds standing: a business is loaded from its document once, and its rows are put back for each test.

The loader has tests of its own; thousands of others only want what it leaves behind.
"""

import datetime as dt
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from businesses import document
from businesses.models import Business

ROOM = 1_000_000  # each business has its own numbers, above all that a test comes to by itself
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows that a document left in each table, and what its loader gave."""

    rows: Rows
    loaded: bytes

    def put_back(self) -> document.Loaded:
        """This will write the rows as they were."""
        with connection.cursor() as cursor:
            for table, rows in self.rows.items():
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        return self.again()

    def again(self) -> document.Loaded:
        """What the loader gave, as if it had just given it."""
        loaded: document.Loaded = pickle.loads(self.loaded)
        return loaded


_seen: set[tuple[str, dt.datetime]] = set()
_standing: dict[tuple[str, dt.datetime], Standing] = {}


def load(text: str, now: dt.datetime) -> document.Loaded:
    """This will do as `document.load`; what is loaded again and again is put back from the second time on."""
    key = (text, now)
    if key not in _seen or Business.objects.filter(slug=json.loads(text).get("slug")).exists():
        _seen.add(key)
        return document.load(text, now=now)
    if key not in _standing:
        _standing[key] = _as_left(text, now, count_from=ROOM * (len(_standing) + 1))
        return _standing[key].again()
    return _standing[key].put_back()


def _as_left(text: str, now: dt.datetime, *, count_from: int) -> Standing:
    _count_from(count_from)
    before = _rows()
    loaded = pickle.dumps(document.load(text, now=now))
    left = {table: [row for row in rows if row not in before[table]] for table, rows in _rows().items()}
    return Standing({table: rows for table, rows in left.items() if rows}, loaded)


def _tables() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("businesses").get_models():
        if model._meta.managed and not model._meta.proxy:
            yield model


def _rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in _tables():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found[model._meta.db_table] = [tuple(map(_written, row)) for row in cursor.fetchall()]
    return found


def _written(value: Any) -> Any:
    is_moment = connection.vendor == "sqlite" and isinstance(value, dt.date | dt.time)
    return str(value) if is_moment else value  # which SQLite keeps as text


def _count_from(number: int) -> None:
    with connection.cursor() as cursor:
        for model in _tables():
            key, table = model._meta.pk, model._meta.db_table
            if not isinstance(key, models.AutoField):
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, key.column, number])

"""Differences as a few statements: everything is reckoned before the lock, so that under it the database works alone.

prepared = Statements(differences)
with transaction.atomic():
    prepared.write()
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from django.db import connection
from django.db.models import Field, Model

from businesses.document.differences import Differences
from businesses.models import Business, Category, Customer, Location, Resource, Service, StaffMember
from businesses.models.fields import Derived

POINTED_TO = (Business, Location, Category, Resource, Service, StaffMember, Customer)  # before whoever points there
MOST_VALUES = 10_000  # in one statement, where the database has no limit of its own

AnyField: TypeAlias = "Field[Any, Any]"


class Late(NamedTuple):
    """A place among the values of a row for the id of another row that is not in the database yet."""

    place: int
    field: AnyField
    other: Model


class Prepared(NamedTuple):
    """A row with the values of its columns as the database takes them."""

    row: Model
    values: list[Any]
    late: list[Late]

    def filled(self) -> list[Any]:
        """This will give the values with the ids that are known by now."""
        for place, field, other in self.late:
            self.values[place] = other.pk
            setattr(self.row, field.attname, other.pk)
        return self.values


class Statements:
    """What `write` executes, in this order: rows deleted, inserted, updated."""

    def __init__(self, found: Differences) -> None:
        self._gone: dict[type[Model], list[int]] = defaultdict(list)
        self._new: dict[type[Model], list[Prepared]] = {model: [] for model in POINTED_TO}
        self._changed: dict[tuple[type[Model], tuple[str, ...]], list[Prepared]] = defaultdict(list)
        for row in found.gone:
            self._gone[type(row)].append(row.pk)
        for row in found.new:
            self._new.setdefault(type(row), []).append(_prepared(row, _columns(type(row)), is_new=True))
        for row, before in found.changed.values():
            if fields := [
                field for field in _columns(type(row)) if field.attname in before and _is_other(row, field, before)
            ]:
                columns = [*fields, *(field for field in _columns(type(row)) if isinstance(field, Derived))]
                self._changed[type(row), tuple(map(_name, columns))].append(_prepared(row, columns))

    def __bool__(self) -> bool:
        return bool(any(self._gone.values()) or any(self._new.values()) or self._changed)

    def write(self) -> None:
        """This will write everything. Raises `DatabaseError` where the database refuses, as it does a name taken."""
        with connection.cursor() as cursor:
            for model, ids in self._gone.items():
                cursor.executemany(f"DELETE FROM {_table(model)} WHERE id = %s", [[each] for each in ids])  # noqa: S608
            for model, rows in self._new.items():
                _insert(cursor, model, rows)
            for (model, names), rows in self._changed.items():
                sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in names)
                statement = f"UPDATE {_table(model)} SET {sets} WHERE id = %s"  # noqa: S608
                cursor.executemany(statement, [[*each.filled(), each.row.pk] for each in rows])


def _insert(cursor: Any, model: type[Model], rows: list[Prepared]) -> None:
    """This will insert rows of a table, many in one statement, and give each its id."""
    columns = [connection.ops.quote_name(_name(field)) for field in _columns(model)]
    together = max(1, (connection.features.max_query_params or MOST_VALUES) // len(columns))
    one = f"({', '.join(['%s'] * len(columns))})"
    for start in range(0, len(rows), together):
        batch = rows[start : start + together]
        places = ", ".join([one] * len(batch))
        statement = f"INSERT INTO {_table(model)} ({', '.join(columns)}) VALUES {places} RETURNING id"  # noqa: S608
        cursor.execute(statement, [value for each in batch for value in each.filled()])
        for each, (key,) in zip(batch, cursor.fetchall(), strict=True):
            each.row.pk = key
            each.row._state.adding, each.row._state.db = False, connection.alias


def _prepared(row: Model, fields: Sequence[AnyField], *, is_new: bool = False) -> Prepared:
    values, late = [], []
    for place, field in enumerate(fields):
        if is_new:
            value = field.pre_save(row, add=True)
        else:  # the row keeps what was read of it, by which is seen whether it is still so
            value = field.made_from(row) if isinstance(field, Derived) else getattr(row, field.attname)
        if other := _awaited(row, field):
            late.append(Late(place, field, other))
        values.append(field.get_db_prep_save(value, connection))
    return Prepared(row, values, late)


def _awaited(row: Model, field: AnyField) -> Model | None:
    """The row to which a row points, when that is not in the database yet."""
    other = row._state.fields_cache.get(field.name) if field.is_relation else None
    return other if isinstance(other, Model) and other.pk is None else None


def _is_other(row: Model, field: AnyField, before: dict[str, object]) -> bool:
    return _awaited(row, field) is not None or bool(getattr(row, field.attname) != before[field.attname])


def _columns(model: type[Model]) -> list[AnyField]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _name(field: AnyField) -> str:
    return str(field.column)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)

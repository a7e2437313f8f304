"""Writing only what differs, so that the same document twice changes nothing."""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from django.db.models import Model

from businesses import normal
from businesses.models import Category, Location, Resource, Service, StaffMember
from businesses.models.fields import Derived

Row = TypeVar("Row", bound=Model)
Named = TypeVar("Named", Category, Location, Resource, Service, StaffMember)
Ordered = TypeVar("Ordered", Category, Location, Service, StaffMember)


def save(row: Model, wanted: Mapping[str, object], **stamps: object) -> set[str]:
    """This will write the columns of a row that differ, and `stamps` when any does; gives the columns that differed.

    A row that is not in the database yet is inserted, and all its wanted columns count as different.
    """
    new = row.pk is None
    changes = {column: value for column, value in wanted.items() if new or getattr(row, column) != value}
    for column, value in {**changes, **(stamps if changes else {})}.items():
        setattr(row, column, value)
    if new:
        row.save(force_insert=True)
    elif changes:
        made = {field.attname: field.pre_save(row, add=False) for field in _derived(row)}
        type(row)._default_manager.filter(pk=row.pk).update(**changes, **stamps, **made)
    return set(changes)


def _derived(row: Model) -> list[Derived]:
    return [field for field in row._meta.concrete_fields if isinstance(field, Derived)]


def replace(rows: Iterable[Row], wanted: Iterable[Row], *columns: str) -> list[Row]:
    """This will delete the rows that are not wanted and insert the wanted ones that are not there; gives both.

    Rows are the same when these columns are. Everything stays in place that can.
    """

    def key(row: Row) -> tuple[object, ...]:
        values = (getattr(row, column) for column in columns)
        return tuple(repr(value) if isinstance(value, list) else value for value in values)

    rows, wanted = list(rows), list(wanted)
    surplus = _beyond(rows, Counter(map(key, wanted)), key)
    missing = _beyond(wanted, Counter(map(key, rows)), key)
    for model in {type(row) for row in surplus}:
        model._default_manager.filter(pk__in=[row.pk for row in surplus]).delete()
    for model in {type(row) for row in missing}:
        model._default_manager.bulk_create(missing)
    return surplus + missing


def _beyond(
    rows: list[Row], allowance: "Counter[tuple[object, ...]]", key: Callable[[Row], tuple[object, ...]]
) -> list[Row]:
    beyond = []
    for row in rows:
        if allowance[key(row)]:
            allowance[key(row)] -= 1
        else:
            beyond.append(row)
    return beyond


def by_name(rows: Iterable[Named]) -> dict[str, Named]:
    """This will give rows by their names as a document reads them."""
    return {normal.name(row.name): row for row in rows}


def switch_off(known: Mapping[str, Named], named: Collection[str], **stamps: object) -> list[Named]:
    """This will deactivate the rows that the document does not name; gives those that were active until now."""
    return [row for name, row in known.items() if name not in named and save(row, {"active": False}, **stamps)]


def number(groups: list[list[Ordered]], *, afresh: bool, **stamps: object) -> bool:
    """This will number rows through, group by group, when `afresh` or when a group is not in its order already.

    Gives whether it did. Rows that stand in order by (position, id) keep their positions, whatever these are.
    """
    in_order = all(group == sorted(group, key=lambda row: (row.position, row.pk)) for group in groups)
    if afresh or not in_order:
        for position, row in enumerate(itertools.chain.from_iterable(groups)):
            save(row, {"position": position}, **stamps)
    return afresh or not in_order

"""What is to be written, and nothing else: only what differs, so that the same document twice changes nothing."""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from django.db.models import Model

from businesses import normal
from businesses.models import Category, Location, Resource, Service, StaffMember

Row = TypeVar("Row", bound=Model)
Named = TypeVar("Named", Category, Location, Resource, Service, StaffMember)
Ordered = TypeVar("Ordered", Category, Location, Service, StaffMember)
Key = tuple[object, ...]


class Differences:
    """Rows to insert, columns to update and rows to delete, as they are found. `Statements` writes them.

    A row that is not in the database yet may be pointed to by others: they get its id when it has one.
    """

    def __init__(self) -> None:
        self.new: list[Model] = []
        self.changed: dict[
            tuple[type[Model], int], tuple[Model, dict[str, object]]
        ] = {}  # with what stood there before
        self.gone: list[Model] = []
        self._seen: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def save(self, row: Model, wanted: Mapping[str, object], **stamps: object) -> bool:
        """This will give a row its wanted values by field, and `stamps` when any differs; says whether any did."""
        changes = {name: value for name, value in wanted.items() if row.pk is None or _differs(row, name, value)}
        if row.pk is None:
            if id(row) not in self._seen:
                self._seen.add(id(row))
                self.new.append(row)
        elif changes:
            before = self.changed.setdefault((type(row), row.pk), (row, {}))[1]
            for name in (*changes, *stamps):
                attribute = row._meta.get_field(name).attname  # type: ignore[union-attr]
                before.setdefault(attribute, getattr(row, attribute))
        for name, value in {**changes, **(stamps if changes else {})}.items():
            setattr(row, name, value)
        return bool(changes)

    def replace(self, rows: Iterable[Row], wanted: Iterable[Row], *columns: str) -> None:
        """This will delete the rows that are not wanted and insert the wanted ones that are not there.

        Rows are the same when these columns are. Everything stays in place that can.
        """

        def key(row: Row) -> Key:
            values = (getattr(row, column) for column in columns)
            return tuple(repr(value) if isinstance(value, list) else value for value in values)

        rows, wanted = list(rows), list(wanted)
        surplus: list[Row] = _beyond(rows, Counter(map(key, wanted)), key)
        missing: list[Row] = _beyond(wanted, Counter(map(key, rows)), key)
        self.gone += surplus
        self.new += missing

    def delete(self, rows: Iterable[Model]) -> None:
        """This will delete rows to which nothing points."""
        self.gone += rows

    def switch_off(self, known: Mapping[str, Named], named: Collection[str], **stamps: object) -> None:
        """This will deactivate the rows that the document does not name."""
        for name, row in known.items():
            if name not in named:
                self.save(row, {"active": False}, **stamps)

    def number(self, groups: list[list[Ordered]], *, afresh: bool, **stamps: object) -> None:
        """This will number rows through, group by group, when `afresh` or when a group is not in its order already.

        Rows that stand in order by (position, id) keep their positions, whatever these are; a new row is `afresh`.
        """
        if afresh or not all(group == in_order(group) for group in groups):
            for position, row in enumerate(itertools.chain.from_iterable(groups)):
                self.save(row, {"position": position}, **stamps)


def by_name(rows: Iterable[Named]) -> dict[str, Named]:
    """This will give rows by their names as a document reads them."""
    return {normal.name(row.name): row for row in rows}


def in_order(rows: Iterable[Ordered]) -> list[Ordered]:
    """This will give rows by their positions."""
    return sorted(rows, key=lambda row: (row.position, row.pk))


def others(known: Mapping[str, Ordered], named: Collection[str]) -> list[Ordered]:
    """This will give the rows that the document does not name, in their present order."""
    return in_order(row for name, row in known.items() if name not in named)


def _differs(row: Model, name: str, value: object) -> bool:
    now = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
    return value.pk is None or now != value.pk if isinstance(value, Model) else bool(now != value)


def _beyond(rows: list[Row], allowance: "Counter[Key]", key: Callable[[Row], Key]) -> list[Row]:
    beyond = []
    for row in rows:
        if allowance[key(row)]:
            allowance[key(row)] -= 1
        else:
            beyond.append(row)
    return beyond

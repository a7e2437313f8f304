"""Who and what the ids of the trail are by now: looked up for a page at once, in one statement a table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bookings.models import Booking
from businesses.models import Business, Category, Customer, Location, Resource, Service, StaffMember, TrailEntry, User

OF_THE_HOUSE = (Category, Customer, Location, Resource, Service, StaffMember)
TABLES = {str(model._meta.model_name): model for model in (*OF_THE_HOUSE, User, Booking)}
PAGES = ("category", "customer", "location", "resource", "service", "staffmember", "booking")  # with a page each
GONE = {
    "user": "somebody who is gone",
    "customer": "a customer who was erased",
    "staffmember": "somebody who has left",
    "booking": "a booking that is gone",
}
Ids = Iterable[tuple[str, int]]


class Names:
    """The names by table and id. Of other businesses nothing is ever found."""

    def __init__(self, here: Business, ids: Ids) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for table, key in ids:
            wanted[table].add(key)
        self.found: dict[tuple[str, int], str] = {}
        for table, keys in wanted.items():
            if model := TABLES.get(table):
                rows = model._default_manager.filter(pk__in=keys).order_by()
                rows = rows if model is User else rows.filter(business=here)
                self.found |= {(table, row.pk): _called(row) for row in rows}

    def of(self, table: str, key: int) -> str:
        """This will give what a row is called now, or that it is gone."""
        return self.found.get((table, key)) or GONE.get(table, "something that is gone")

    def is_there(self, table: str, key: int | None) -> bool:
        """Whether the row has a page that can be opened."""
        return table in PAGES and (table, key) in self.found


def ids_of(entries: Iterable[TrailEntry]) -> Iterator[tuple[str, int]]:
    """This will give the tables and ids of all that entries tell of."""
    for entry in entries:
        if entry.user_id:
            yield "user", entry.user_id
        if entry.row:
            yield entry.table, entry.row
        if entry.staff:
            yield "staffmember", entry.staff
        for what, *values in entry.changes:
            yield from _within(values)
            word, _, key = str(what).partition(" ")
            if word == "service" and key.isdigit():
                yield "service", int(key)


def _within(value: Any) -> Iterator[tuple[str, int]]:
    for each in value if isinstance(value, list) else ():
        yield from _within(each)
    if isinstance(value, dict):
        yield from ((table, key) for table, key in value.items() if table in TABLES and isinstance(key, int))


def _called(row: Any) -> str:
    if isinstance(row, User):
        return row.get_username()
    return row.code if isinstance(row, Booking) else str(row)

"""The rows of a business's set-up as they are, what a change did to them, and putting that back."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q

from businesses.models import (
    Business,
    Location,
    OpeningHours,
    Resource,
    Rota,
    Service,
    Skill,
    SpecialDay,
    StaffMember,
    TimeOff,
    TimeOffRequest,
    Timetable,
    WorkingHours,
)

# Whatever points to another comes after it.
TABLES: tuple[type[Model], ...] = (
    *(Business, Location, Resource, Service, StaffMember, Skill),
    *(OpeningHours, WorkingHours, Rota, SpecialDay, TimeOff, TimeOffRequest, Timetable),
)
Rows = dict[tuple[int, int], Model]  # by table, as `TABLES` numbers them, and id


def rows_of(business_id: int, *, tables: Collection[int] | None = None) -> Rows:
    """This will read them all, or those of some `TABLES` by number, in one statement for each table."""
    found: Rows = {}
    for number, model in enumerate(TABLES):
        if tables is not None and number not in tables:
            continue
        which = Q(pk=business_id) if model is Business else Q(business=business_id)
        found |= {(number, row.pk): row for row in model._default_manager.filter(which).order_by()}
    return found


def difference(before: Rows, after: Rows) -> dict[str, Any]:
    """This will give what puts the rows back from `after` to `before`, as JSON has it: rows to write, ids to delete."""
    changed = [row for key, row in sorted(before.items()) if key not in after or not _same(row, after[key])]
    return {
        "write": serializers.serialize("json", changed, cls=_Exactly),
        "delete": [list(key) for key in sorted(after.keys() - before.keys(), reverse=True)],
    }


def put_back(business_id: int, kept: dict[str, Any]) -> None:
    """This will put rows back. The caller has the diaries locked, and knows that nobody changed them since."""
    for number, key in kept["delete"]:
        TABLES[number]._default_manager.filter(business=business_id, pk=key).delete()
    for row in serializers.deserialize("json", kept["write"]):
        row.save()


class _Exactly(DjangoJSONEncoder):
    """Django's own keeps milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime | dt.time) else super().default(o)


def _same(one: Model, other: Model) -> bool:
    return all(getattr(one, field.attname) == getattr(other, field.attname) for field in one._meta.concrete_fields)

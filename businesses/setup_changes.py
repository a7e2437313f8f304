"""What a change did to a business's set-up, as the trail keeps it: for each thing, what it was before and is now.

What is set for many days or services at once, such as a week of hours, is one thing: its days are what changes.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Model

from businesses.models import OpeningHours, Rota, Skill, SpecialDay, Weekday, WorkingHours
from businesses.models.rota import letter
from businesses.setup_copy import Rows
from businesses.trail import BY_ITSELF, Deed, label_of


class Thing(NamedTuple):
    """A row, or all rows of a table that are the house's (`row` and `staff` are None) or a person's."""

    table: str
    row: int | None
    staff: int | None


class Change(NamedTuple):
    """What was done to a thing: `changes` are [what, before, after]."""

    thing: Thing
    deed: str
    label: str
    changes: list[list[Any]]


Facets = dict[Thing, dict[str, Any]]


def changes(before: Rows, after: Rows) -> list[Change]:
    """This will give what differs between two readings of the same tables."""
    was, is_now = _facets(before), _facets(after)
    labels = {_thing(row): label_of(row) for rows in (before, after) for row in rows.values()}
    found = []
    for thing in sorted({**was, **is_now}, key=str):
        old, new = was.get(thing, {}), is_now.get(thing, {})
        differing = [[what, old.get(what), new.get(what)] for what in {**old, **new} if old.get(what) != new.get(what)]
        if differing:
            deed = Deed.CHANGED if thing.row is None or (old and new) else Deed.ADDED if new else Deed.DELETED
            found.append(Change(thing, deed, labels.get(thing, ""), sorted(differing, key=lambda each: str(each[0]))))
    return found


def _facets(rows: Rows) -> Facets:
    found: Facets = defaultdict(dict)
    for row in rows.values():
        for what, value in _said(row):
            together = found[_thing(row)]
            together[what] = [*together[what], *value] if isinstance(row, HOURS) and what in together else value
    for together in found.values():
        for what, value in together.items():
            together[what] = sorted(value) if isinstance(value, list) and what.startswith("weekday ") else value
    return found


HOURS = (OpeningHours, WorkingHours)


def _thing(row: Model) -> Thing:
    staff = getattr(row, "staff_id", None)
    if isinstance(row, OpeningHours | WorkingHours | SpecialDay | Skill):
        return Thing(str(row._meta.model_name), None, staff)
    return Thing(str(row._meta.model_name), row.pk, staff)


def _said(row: Model) -> Iterator[tuple[str, Any]]:
    """What a row says, each part under a name that it has before and after."""
    if isinstance(row, OpeningHours | WorkingHours):
        yield f"weekday {row.weekday}", [f"{row.opens:%H:%M}–{row.closes:%H:%M}"]
    elif isinstance(row, SpecialDay):
        yield f"date {row.date}", [f"{opens}–{closes}" for opens, closes in row.periods]
        yield f"note {row.date}", row.note or None
    elif isinstance(row, Rota):
        yield from _said_of_rota(row)
    elif isinstance(row, Skill):
        yield f"service {row.service_id}", {"minutes": row.duration_minutes, "price": row.price}
    else:
        for field in row._meta.concrete_fields:
            if field.name in BY_ITSELF:
                continue
            value = getattr(row, field.attname)
            if field.is_relation and value is not None:
                value = {field.related_model._meta.model_name: value}  # type: ignore[union-attr]
            yield field.name, value


def _said_of_rota(row: Rota) -> Iterator[tuple[str, Any]]:
    yield "from_on", row.from_on
    for turn, periods in enumerate(row.periods):
        said = [f"{Weekday(weekday).label} {opens:%H:%M}–{closes:%H:%M}" for weekday, opens, closes in periods]
        yield f"week {letter(turn)}", said or ["off"]
    if not row.weeks:
        yield "works", "whenever the business is open"

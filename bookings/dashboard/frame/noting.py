"""What people do in the dashboard goes into the trail of the business: one way for forms, lists and pages alike.

- A page that shows a change before it is made (`outside.shown_first`) has read the set-up anyway: what it changes is
  found by `Watch`, whatever the page does.
- Everything else in an admin of Django comes by its `log_addition`, `log_change` and `log_deletions`.
- A file that is taken away is noted where every page passes, by `note_file`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from bookings.dashboard.frame.reach import reach_of
from businesses import setup_changes, setup_copy, trail
from businesses.models import TrailEntry
from businesses.trail import Deed, Kind

WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)\"?", re.IGNORECASE)


def note(request: HttpRequest, row: Model, deed: str, changes: Any = (), said: str = "") -> bool:
    """This will write down what was done to a row; says whether there was a business to write it for."""
    business = trail.business_of(row)
    if business is None:
        return False
    watched = getattr(request, "_watched", None) == business and type(row) in setup_copy.TABLES
    if not watched and (changes or said or deed != Deed.CHANGED):
        given = {"user": request.user.pk, "now": timezone.now(), "changes": changes, "said": said}
        trail.write([trail.of_row(business, row, deed, **given)])
    return True


def note_in(request: HttpRequest, business_id: int, said: str, *, kind: str = Kind.SETTINGS) -> None:
    """This will write down what was done in a business to nothing in particular."""
    facts = {"user_id": request.user.pk, "occurred_at": timezone.now(), "kind": kind, "deed": Deed.DONE, "said": said}
    trail.write([TrailEntry(business_id=business_id, **facts)])


def note_account(request: HttpRequest, said: str) -> None:
    """This will write down what the signed-in person did about signing in."""
    if request.user.pk is not None:
        trail.write(trail.of_account(request.user.pk, said, now=timezone.now()))


def note_file(request: HttpRequest, answer: HttpResponseBase) -> None:
    """This will write down that a page of the dashboard gave a file away, if it did; its name says nobody's."""
    about = answer.get("Content-Disposition", "")
    here = reach_of(request).here
    if here is not None and answer.status_code == 200 and about.startswith("attachment"):
        name = about.partition('filename="')[2].rstrip('"') or "a file"
        note_in(request, here.pk, f"Took away {name} as a file.", kind=Kind.EXPORTS)


class Watch:
    """What a block does to the set-up of a business, of which `before` was read. Only tables into which the block
    writes are read again."""

    def __init__(self, request: HttpRequest, business_id: int, before: setup_copy.Rows) -> None:
        self.request, self.business_id, self.before = request, business_id, before
        self._tables: set[str] = set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """This will look which tables are written to."""
        self.request._watched = self.business_id  # type: ignore[attr-defined]
        try:
            with connection.execute_wrapper(self._seen):
                yield
        finally:
            del self.request._watched  # type: ignore[attr-defined]

    def note(self, said: str = "") -> None:
        """This will write down what was changed; called in the transaction of the change."""
        written = {n for n, model in enumerate(setup_copy.TABLES) if model._meta.db_table in self._tables}
        after = setup_copy.rows_of(self.business_id, tables=written)
        before = {key: row for key, row in self.before.items() if key[0] in written}
        given = {"business_id": self.business_id, "user_id": self.request.user.pk, "occurred_at": timezone.now()}
        entries = [
            TrailEntry(
                **given,
                **thing._asdict(),
                kind=Kind.SETTINGS,
                deed=deed,
                label=label,
                said=said,
                changes=[trail.kept(thing.table, *each) for each in found][: trail.MOST],
            )
            for thing, deed, label, found in setup_changes.changes(before, after)
        ]
        trail.write(entries)

    def _seen(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if written := WRITES.match(sql):
            self._tables.add(written[1])
        return execute(sql, params, many, context)


def changed_fields(form: Any, *, is_new: bool) -> list[list[Any]]:
    """This will give what somebody changed in a form: [what, before, after]."""
    return [[name, None if is_new else _before(form, name), form.cleaned_data.get(name)] for name in form.changed_data]


def _before(form: Any, name: str) -> Any:
    """What a field showed; of a choice of rows the rows themselves."""
    field, shown = form.fields.get(name), form.initial.get(name)
    if field is None:
        return shown
    shown = field.initial if shown is None else shown
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [_row(field, each) for each in shown or ()]
    return _row(field, shown) if isinstance(field, forms.ModelChoiceField) else shown


def _row(field: Any, key: Any) -> Any:
    """A row as the trail keeps it."""
    table = field.queryset.model._meta.model_name
    return {table: getattr(key, "pk", key)} if key is not None else None

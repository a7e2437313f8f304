"""Only what somebody changed in a form is written: two people with the same page open undo nothing of each other."""

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.http import Http404

AS_SHOWN = "_as_shown"  # what is sent along with a form: what its fields showed


class ChangedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that knows which of its fields somebody left as they were shown; these stay as the row has them by now."""

    @property
    def as_shown(self) -> str:
        """What the fields show, as text to be sent along; a form that comes back with faults keeps its first one."""
        if self.instance.pk is None:
            return ""
        if self._shown is not None:
            return str(self.data[AS_SHOWN])
        fields = {name: field for name, field in self.fields.items() if not field.disabled}
        values = {name: field.prepare_value(self[name].initial) for name, field in fields.items()}
        return json.dumps(values, cls=DjangoJSONEncoder, default=str)

    @cached_property
    def _shown(self) -> dict[str, Any] | None:
        """What the fields showed when the page was opened; None: nothing that can be read was sent along."""
        try:
            found = json.loads(self.data.get(AS_SHOWN, ""))
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    @cached_property
    def left(self) -> frozenset[str]:
        """The fields of an existing row that were left as they were shown."""
        if not self.is_bound or self.instance.pk is None or self._shown is None:
            return frozenset()
        return frozenset(name for name in self.fields if name in self._shown and self._is_left(name, self._shown[name]))

    def _is_left(self, name: str, shown: Any) -> bool:
        field = self.fields[name]
        if isinstance(shown, str):
            shown = one_line_end(shown)
        try:
            return not field.has_changed(field.to_python(shown), self[name].data)
        except (ValidationError, ValueError, TypeError, AttributeError, OverflowError):  # nothing that we showed
            return False

    def full_clean(self) -> None:
        """This will take what was left from the row, so that all of it is checked as it will be."""
        left = [self.fields[name] for name in self.left if not self.fields[name].disabled]
        for field in left:
            field.disabled = True
        super().full_clean()
        for field in left:
            field.disabled = False

    @cached_property
    def changed_data(self) -> list[str]:  # type: ignore[override]
        """The names of the fields that somebody changed."""
        return [name for name in super().changed_data if name not in self.left]


def one_line_end(text: str) -> str:
    """This will write line ends as one character: browsers send two for each, and count one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def save_changed(
    row: models.Model, form: forms.BaseForm, derive: Callable[[Any], tuple[str, ...]] = lambda _: ()
) -> None:
    """This will write the columns that a form changed and no other, but for those that `derive` sets and names.

    The row is locked, and `row` gets what others wrote meanwhile. Raises `Http404` when it is gone.
    """
    names = {field.name for field in row._meta.concrete_fields}.intersection(form.changed_data)
    if not names:
        return
    with transaction.atomic():
        rows = type(row)._base_manager.select_for_update(no_key=True)
        current = rows.filter(pk=row.pk).first()
        if current is None:
            raise Http404
        for field in row._meta.concrete_fields:
            if field.name not in names:
                setattr(row, field.attname, getattr(current, field.attname))
        by_itself = {field.name for field in row._meta.concrete_fields if getattr(field, "auto_now", False)}
        row.save(update_fields=names.union(by_itself, derive(row)))

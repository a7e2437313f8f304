"""Rows in an order of the owner's choice: dragged, or numbered where nothing can be dragged."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property

from bookings.dashboard.frame.plain import PlainAdmin


class PositionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a list, of which the position can be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number := self.fields.get("position"):
            number.widget.attrs |= {"aria-label": f"Position of {self.instance}", "min": 0, "class": LOOK}


LOOK = "position border border-base-500 bg-white rounded-default px-2 py-1 dark:bg-base-900"


class RowsFormSet(BaseModelFormSet):  # type: ignore[type-arg]
    """The rows of a list, each found among those that were read, not by a query of its own."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """The key of a row is one of those in the list."""
        super().add_fields(form, index)
        form.fields[self._pk_field.name].to_python = self._row  # type: ignore[attr-defined]

    def _row(self, key: Any) -> Any:
        if str(key) not in self._rows:
            raise ValidationError("This row is no longer there.")
        return self._rows[str(key)]

    @cached_property
    def _rows(self) -> dict[str, Any]:
        return {str(row.pk): row for row in self.get_queryset()}


class OrderedAdmin(PlainAdmin):
    """Rows that are dragged to their position, or numbered without a script. A new row is the last."""

    ordering: Any = ("position", "id")
    ordering_field = "position"
    list_editable = ("position",)
    list_per_page = 300  # the order of one page is the order of all; a form may have a thousand fields
    list_before_template = "admin/_drag.html"

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """All rows are read at once."""
        return super().get_changelist_formset(request, **{"formset": RowsFormSet, **kwargs})

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Every number says whose place it is."""
        return super().get_changelist_form(request, **{"form": PositionForm, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save the row, a new one as the last."""
        if not change:
            rows = self.model._default_manager.filter(business=obj.business_id)
            obj.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        super().save_model(request, obj, form, change)

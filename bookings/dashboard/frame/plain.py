"""Forms in plain words: what every form of the set-up has in common."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin import ShowFacets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold import widgets

from bookings.dashboard.frame.lengths import as_length
from bookings.dashboard.frame.owned import OwnedAdmin
from bookings.dashboard.frame.reachable import OwnedForm
from businesses.models.business import HEX_COLOR
from businesses.models.tenant import TenantModel

YEAR = 525_600  # minutes: no rule reaches further
A_COLOR = "#7c3aed"


class PlainForm(OwnedForm):
    """A form whose numbers have limits (`limits`: lowest and highest, None: none) and whose choices open no windows.

    `lengths` are numbers of minutes, written with a unit, and their limits.
    """

    limits: dict[str, tuple[int, int | None]] = {}
    lengths: dict[str, tuple[int, int]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (lowest, highest) in self.limits.items():
            if name in self.fields:
                limit(self.fields[name], lowest, highest)
        for name, (shortest, longest) in self.lengths.items():
            if name in self.fields:
                as_length(self.fields[name], shortest, longest)
        for field in self.fields.values():
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                field.widget = field.widget.widget
                field.widget.choices = field.choices  # type: ignore[attr-defined]

    def begin_with_first(self, name: str) -> None:
        """This will choose the first row of a choice that is in use, until somebody chooses another."""
        rows = self.fields[name].queryset.filter(active=True)[:1]  # type: ignore[attr-defined]
        self.initial.setdefault(name, next(iter(rows), None))

    def clean(self) -> dict[str, Any]:
        """This will see that a name is nobody else's within the business."""
        found = super().clean() or self.cleaned_data
        name = found.get("name")
        if name and isinstance(self.instance, TenantModel):
            others = self._meta.model._default_manager.filter(business=self.instance.business, name=name)
            if others.exclude(pk=self.instance.pk).exists():
                self.add_error("name", f"“{name}” already exists. Choose another name.")
        return found


def limit(field: forms.Field, lowest: int, highest: int | None) -> None:
    """This will hold a number between two others, in the browser and here, and say so in plain words."""
    others = [each for each in field.validators if not isinstance(each, MinValueValidator | MaxValueValidator)]
    field.validators = [*others, MinValueValidator(lowest, "Write %(limit_value)s or more.")]
    field.widget.attrs["min"] = lowest
    if highest is not None:
        field.validators.append(MaxValueValidator(highest, "Write at most %(limit_value)s."))
        field.widget.attrs["max"] = highest


class Lines(forms.CharField):
    """A list as a text of one item a line. `read` gives an item, or raises ValidationError."""

    def __init__(self, *, read: Callable[[str], str], **kwargs: Any) -> None:
        widget = widgets.UnfoldAdminTextareaWidget({"rows": 3})
        super().__init__(widget=widget, required=False, **kwargs)
        self.read = read

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(str(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list, each item once."""
        faults, found = [], []
        for line in (super().to_python(self.prepare_value(value)) or "").splitlines():
            if not line.strip():
                continue
            try:
                found.append(self.read(line.strip()))
            except ValidationError as fault:
                faults.extend(fault.messages)
        if faults:
            raise ValidationError(faults)
        return list(dict.fromkeys(found))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines say something else."""
        try:
            return list(initial or []) != self.to_python(data)
        except ValidationError:
            return True


def read_date(line: str) -> str:
    """This will read one date of a list of them."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", line, re.ASCII):
            raise ValueError
        return dt.date.fromisoformat(line).isoformat()
    except ValueError:
        raise ValidationError(f"“{line[:40]}” is no date. Write the year, the month and the day: 2026-12-24.") from None


class Color(forms.CharField):
    """A colour, picked. One that is a word stays one, since a picker knows no words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=widgets.UnfoldAdminColorInputWidget(), max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A picker always shows a colour."""
        value = value or A_COLOR
        self.widget.input_type = self.widget.attrs["type"] = "color" if _is_hex(str(value)) else "text"
        return value

    def validate(self, value: Any) -> None:
        """#rrggbb, or a word."""
        super().validate(value)
        if value and not (_is_hex(value) or re.fullmatch(r"[a-zA-Z]{3,20}", value)):
            raise ValidationError("Pick a colour, or write one such as #7c3aed.")


def _is_hex(value: str) -> bool:
    return bool(HEX_COLOR.regex.fullmatch(value))


class Suggesting(widgets.UnfoldAdminTextInputWidget):
    """A text for which the browser suggests what is in use already."""

    suggestions: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input and its suggestions."""
        known = f"{name}-in-use"
        shown = super().render(name, value, {**(attrs or {}), "list": known}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', shown, known, options)


def _of_type(kind: str) -> dict[str, str]:
    return {"type": kind, "class": " ".join([*widgets.BASE_INPUT_CLASSES, "max-w-48"])}


class PlainAdmin(OwnedAdmin):
    """An admin whose form says above itself what else there is to know, and where else to go."""

    form = PlainForm
    show_facets = ShowFacets.NEVER
    list_max_show_all = 0  # pages, always
    change_form_outer_before_template = "admin/_around.html"
    formfield_overrides = {
        models.TimeField: {"widget": forms.TimeInput(attrs=_of_type("time"), format="%H:%M")},
        models.DateField: {"widget": forms.DateInput(attrs=_of_type("date"), format="%Y-%m-%d")},
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": widgets.UnfoldAdminTextareaWidget({"rows": 3})},
    }

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Where else to go from a row: words and address of each."""
        return []

    def notes(self, obj: Any) -> list[str]:
        """What is to be known about a row."""
        return []

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The form, with its links and notes."""
        if obj is not None:
            context.update({"around_links": self.links(request, obj), "around_notes": self.notes(obj)})
        return super().render_change_form(request, context, add, change, form_url, obj)

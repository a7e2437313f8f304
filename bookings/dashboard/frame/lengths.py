"""Lengths of time in forms: a number and a unit. Rules are kept in minutes, and nobody reckons in 1440 of them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold import widgets

from bookings.dashboard.frame import reading

UNITS = {"minutes": 1, "hours": 60, "days": 1440}


class LengthInput(forms.Widget):
    """A number, and whether it is minutes, hours or days. It is sent and shown as minutes by whoever names no unit."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The number with the largest unit that it is whole in."""
        number, unit = _parted(value)
        known = {**self.attrs, **(attrs or {})}
        typed = widgets.UnfoldAdminIntegerFieldWidget({"step": "any", "min": 0})
        chosen = widgets.UnfoldAdminSelectWidget({"aria-label": "Unit"}, [(each, each) for each in UNITS])
        return format_html(
            '<div class="length">{}{}</div>',
            typed.render(name, number, known, renderer),
            chosen.render(f"{name}_unit", unit, {"id": f"{known.get('id', name)}_unit"}, renderer),
        )

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The minutes; what is no number stays as it was typed."""
        typed, unit = data.get(name), UNITS.get(data.get(f"{name}_unit", ""), 1)
        if typed in (None, "") or unit == 1:
            return typed
        try:
            minutes = Decimal(str(typed).strip().replace(",", ".")) * unit
            return str(int(minutes)) if minutes == int(minutes) else typed
        except (InvalidOperation, ValueError, OverflowError):
            return typed


def as_length(field: forms.Field, lowest: int, highest: int) -> None:
    """This will let a number of minutes, between two others, be written with a unit, and say its limits so."""
    field.widget = LengthInput()
    field.widget.is_required = field.required
    others = [each for each in field.validators if not isinstance(each, MinValueValidator | MaxValueValidator)]
    reader = reading.reader()
    field.validators = [
        *others,
        MinValueValidator(lowest, f"Write {reader.minutes(lowest, 'long')} or more."),
        MaxValueValidator(highest, f"Write at most {_said(highest)}."),
    ]


def _said(minutes: int) -> str:
    number, unit = _parted(minutes)
    return f"{number} {unit}" if number != 1 else f"1 {unit.removesuffix('s')}"


def _parted(value: Any) -> tuple[Any, str]:
    """The number and its unit; no rule of zero minutes is one of days."""
    try:
        minutes = int(value)
    except (TypeError, ValueError):
        return value, "minutes"
    unit = next((unit for unit in ("days", "hours") if minutes and minutes % UNITS[unit] == 0), "minutes")
    return minutes // UNITS[unit], unit

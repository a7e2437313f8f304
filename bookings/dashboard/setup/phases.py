"""The work and the waits of a service: typed as a line of text, drawn as a bar."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold import widgets

from businesses import phases
from businesses.models import Service


class Phases(forms.CharField):
    """Phases as one types them: 40 work, 30 wait, 20 work."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=widgets.UnfoldAdminTextInputWidget(), required=False, max_length=300, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The phases as text."""
        return phases.written(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The text as phases."""
        text = super().to_python(self.prepare_value(value)) or ""
        try:
            return phases.typed(text)
        except ValueError as fault:
            said = (
                f"“{str(fault)[:40]}” is neither work nor waiting. Write minutes and a word: 40 work, 30 wait, 20 work."
            )
            raise ValidationError(said) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the text says something else."""
        try:
            return list(initial or []) != self.to_python(data)
        except ValidationError:
            return True


def bar(service: Service) -> SafeString:
    """This will draw a service from its start to its end, work dark and waits light, each as wide as it is long."""
    parts = [(kind, minutes) for phase in service.phases for kind, minutes in phase.items()]
    drawn = format_html_join(
        "", '<span class="{}" style="flex-grow:{}">{}</span>', ((kind, minutes, minutes) for kind, minutes in parts)
    )
    words = ", ".join(
        f"{minutes} minutes {'of work' if kind == phases.WORK else 'of waiting'}" for kind, minutes in parts
    )
    return format_html('<span class="phases" role="img" aria-label="{}">{}</span>', words, drawn)

"""What the guests' forms carry along."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def kept(context: Mapping[str, Any], *asked: str) -> SafeString:
    """This will write the choices so far as hidden fields, without those that the form itself asks for."""
    return hidden(context["choices"].without(*asked).query().items())


@register.simple_tag
def hidden(values: Any) -> SafeString:
    """This will write pairs of a name and a value as hidden fields."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', values)

"""How the APIs' documentation draws its words."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def coded(text: str) -> SafeString:
    """This will draw what stands between backticks as code."""
    parts = text.split("`")
    return format_html_join("", "{}", ((_code(part) if number % 2 else part,) for number, part in enumerate(parts)))


def _code(text: str) -> SafeString:
    return format_html("<code>{}</code>", text)

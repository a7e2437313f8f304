"""What the guests' forms carry along."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookings.localized import Reader

register = template.Library()


@register.simple_tag(takes_context=True)
def kept(context: Mapping[str, Any], *asked: str) -> SafeString:
    """This will write the choices so far as hidden fields, without those that the form itself asks for."""
    return hidden(context["choices"].without(*asked).query().items())


@register.simple_tag
def hidden(values: Any) -> SafeString:
    """This will write pairs of a name and a value as hidden fields."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', values)


@register.inclusion_tag("wizard/_own_time.html", takes_context=True)
def own_time(context: Mapping[str, Any], instant: dt.datetime) -> dict[str, Any]:
    """This will say what the guest's own clock shows then, where it is another time than the venue's."""
    asked = context.get("journey") or context["own"]
    there: Reader | None = asked.elsewhere(instant)
    if there is None:
        return {}
    clock = there.beside(instant, context["reader"])
    return {"words": gettext("{clock} in {city}").format(clock=clock, city=there.city())}

"""Answers that need no database, in the caller's own shape: a page for guests, one for the dashboard, a vendor's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from bookings.dialects.base import DialectView
from bookings.wizard import languages

DASHBOARD = "/admin/"


def page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """This will give the page of a status, for guests in the language of their browser; nobody keeps a copy."""
    if request.path.startswith(DASHBOARD):
        text = render_to_string(f"admin/{status}.html", context)
    else:
        with translation.override(languages.of_headers(request)):
            text = render_to_string(f"{status}.html", context)
    answer = HttpResponse(text, status=status)
    add_never_cache_headers(answer)
    return answer


def vendor_of(request: HttpRequest) -> type[DialectView] | None:
    """This will give the endpoint of the vendor whose path was asked for; None: it is no vendor's."""
    try:
        view = getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return None
    return view if isinstance(view, type) and issubclass(view, DialectView) else None

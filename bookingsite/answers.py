"""Answers that need no database, in the caller's own shape: a page for guests, one for the dashboard, a vendor's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views import defaults

from bookings.dialects.base import BEFELL, DialectView
from bookings.wizard import languages
from businesses import security_log

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


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that a page is not open to whoever asks for it, and note that they asked."""
    route = getattr(request.resolver_match, "route", "")
    security_log.note("page refused", request, route=route)
    return defaults.permission_denied(request, exception)


def is_vendors(request: HttpRequest) -> bool:
    """This will tell whether the path that was asked for is a vendor's."""
    return _endpoint(request) is not None


def of_vendor(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """This will have the vendor's own endpoint answer an error; None: the path is no vendor's."""
    if found := _endpoint(request):
        setattr(request, BEFELL, error)
        return found.func(request, *found.args, **found.kwargs)
    return None


def _endpoint(request: HttpRequest) -> ResolverMatch | None:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    view = getattr(found.func, "cls", None)
    return found if isinstance(view, type) and issubclass(view, DialectView) else None

"""What is answered when a request fails: 503 while the database cannot serve, in the caller's own shape, else 500.

Nothing here may ask the database. A request that wanted to change something may have come as far as the commit, so
nobody is told that nothing was done.
"""

import logging
import sys
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views import defaults

from bookings.dialects import base
from bookings.wizard import languages
from businesses import outage

logger = logging.getLogger(__name__)
SAFE = ("GET", "HEAD", "OPTIONS")
DASHBOARD = "/admin/"


def failed(request: HttpRequest, *args: Any) -> HttpResponse:
    """The handler of status 500: it knows the error, as Django calls it where that was caught."""
    error = sys.exc_info()[1]
    if isinstance(error, Error) and outage.is_outage(error):
        return unavailable(request, error)
    if isinstance(error, UnreadablePostError):  # the caller went away
        return defaults.bad_request(request, error)
    return defaults.server_error(request)


def unavailable(request: HttpRequest, error: Error) -> HttpResponse:
    """This will answer 503 and say when to try again; the log gets one line."""
    if answer := for_partners(request, error):
        return answer
    route = getattr(request.resolver_match, "route", "")  # a path may hold a guest's secret
    logger.error("%s %s: 503, the database cannot serve: %s", request.method, route, outage.said(error))
    answer = _page(request)
    answer["Retry-After"] = str(outage.retry_after(error))
    answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs it with a traceback
    return answer


def for_partners(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """This will answer an error as the vendor does whose path it is; None: it is no vendor's path."""
    try:
        view = getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return None
    if not (isinstance(view, type) and issubclass(view, base.DialectView)):
        return None
    return view.refusing(error)(request)


def _page(request: HttpRequest) -> HttpResponse:
    changing = request.method not in SAFE
    if request.path.startswith(DASHBOARD):
        page = render_to_string("admin/503.html", {"changing": changing})
    else:
        with translation.override(languages.of_headers(request)):
            page = render_to_string("503.html", {"changing": changing})
    answer = HttpResponse(page, status=503)
    add_never_cache_headers(answer)
    return answer

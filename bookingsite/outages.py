"""What is answered when a request fails: 503 while the database cannot serve, in the caller's own shape, else 500.

Nothing here may ask the database. A request that wanted to change something may have come as far as the commit, so
nobody is told that nothing was done.
"""

import logging
import sys
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views import defaults

from bookingsite import answers
from businesses import outage

logger = logging.getLogger(__name__)
SAFE = ("GET", "HEAD", "OPTIONS")


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
    if answer := answers.of_vendor(request, error):
        return answer
    route = getattr(request.resolver_match, "route", "")  # a path may hold a guest's secret
    logger.error("%s %s: 503, the database cannot serve: %s", request.method, route, outage.said(error))
    changing = request.method not in SAFE and not isinstance(error, outage.Crowded)
    answer = answers.page(request, 503, changing=changing)
    answer["Retry-After"] = str(outage.retry_after(error))
    answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs it with a traceback
    return answer

"""The pages: one and an OpenAPI file for each dialect."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.dialects import introduced
from bookings.dialects.about import About
from bookingsite.api_docs import examples, openapi_file, refusals

EXAMPLE_IN = dt.timedelta(days=3)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """This will list the dialects."""
    return render(request, "api_docs/index.html", {"dialects": introduced.all_pages().values()})


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """This will show how a dialect is spoken: for who knows the vendor, by examples, and endpoint by endpoint."""
    about = _known(name)
    context: dict[str, Any] = {"dialect": about}
    if about.vendor:
        dialect = introduced.dialect(name)
        given = examples.Given(settings.PUBLIC_URL, "your-key", _next_workday(timezone.now().date() + EXAMPLE_IN))
        context["examples"] = examples.of(about, given)
        context["refusals"] = refusals.of(dialect, about.samples)
        context["shows_limits"] = dialect.shows_limits
    return render(request, "api_docs/page.html", context)


@require_safe
def openapi(request: HttpRequest, name: str) -> HttpResponse:
    """This will give the OpenAPI file of a dialect."""
    return JsonResponse(openapi_file.of(_known(name)))


def _known(name: str) -> About:
    try:
        return introduced.all_pages()[name]
    except KeyError:
        raise Http404 from None


def _next_workday(day: dt.date) -> dt.date:
    """Businesses are open then, as a rule."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

"""Pages of our own between those of the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from bookings.dashboard.frame import sitting
from bookings.dashboard.frame.reach import Reach, reach_of
from businesses.models import Business


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """This will give a page in the dashboard's look, signed in or not; no browser or proxy keeps what it shows."""
    everywhere = admin.site.each_context(request)
    answer = TemplateResponse(
        request, template, {**everywhere, "title": title, "reach": reach_of(request), **context}, status=status
    )
    add_never_cache_headers(answer)
    return answer


def is_led(request: HttpRequest) -> bool:
    """This will tell whether somebody must set up a second factor before the dashboard opens to them."""
    return reach_of(request).is_platform and not sitting.has_factor(request)


def layout(request: HttpRequest) -> str:
    """This will give the frame of a page that is seen before the dashboard opens, too: then without menus."""
    return "admin/door.html" if is_led(request) else "admin/own_page.html"


def only(request: HttpRequest, *roles: str) -> Reach:
    """This will give the person's reach, or raise `PermissionDenied` when none of these roles is theirs here."""
    reach = reach_of(request)
    if not reach.may(*roles):
        raise PermissionDenied
    return reach


def business(request: HttpRequest, *roles: str) -> Business:
    """This will give the business that somebody of these roles works in.

    Raises `PermissionDenied` for anybody else, `Http404` where the platform has no business yet.
    """
    here = only(request, *roles).here
    if here is None:
        raise Http404
    return here

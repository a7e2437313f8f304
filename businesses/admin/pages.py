"""Pages of our own between those of the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from businesses.admin.reach import Reach, reach_of


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """This will give a page within the dashboard's frame. What it shows is never kept by a browser or a proxy."""
    everywhere = admin.site.each_context(request)
    answer = TemplateResponse(
        request, template, {**everywhere, "title": title, "reach": reach_of(request), **context}, status=status
    )
    add_never_cache_headers(answer)
    return answer


def only(request: HttpRequest, *roles: str) -> Reach:
    """This will give the person's reach, or raise `PermissionDenied` when none of these roles is theirs here."""
    reach = reach_of(request)
    if not reach.may(*roles):
        raise PermissionDenied
    return reach

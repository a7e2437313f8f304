"""The APIs' documentation: one page and one OpenAPI file per dialect, made of the views themselves."""

import threading
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings


class Documented(NamedTuple):
    """A dialect, as its page introduces it."""

    name: str
    title: str
    summary: str

    @property
    def urls(self) -> str:
        """The module whose `documented` lists the endpoints."""
        return f"bookings.dialects.{self.name}.urls"


DIALECTS = {
    dialect.name: dialect
    for dialect in [
        Documented(
            "booqara",
            "Booqara booking API",
            "Read a business's services, staff and free times; book, show and cancel appointments. "
            "Every request carries the business's private key in the header `x-private-key`. "
            "Dates and times are those of the business's time zone.",
        ),
        Documented(
            "nextinque",
            "NextInQue public API",
            "List a business's services and the free places of a date; make, show, confirm and cancel reservations. "
            "Every request carries the business's key in the header `X-API-Key`. "
            "A slot's `iso` has the offset of the business's time zone.",
        ),
        Documented(
            "reservekit",
            "ReserveKit bookings API",
            "Read a business's services and time slots; make, list, change and delete bookings and their customers. "
            "Every request carries the business's key as `Authorization: Bearer`. "
            "A time slot is a weekly start of a service, by the weekly hours; a date makes it a booking.",
        ),
        Documented(
            "partner",
            "Holds and events, with any dialect's key",
            "Hold a time while its guest decides, then book it with the header `Booking-Hold`; read what happened, in "
            "order and without a gap. Send the key of your dialect in its own header: ids and errors are those of your "
            "dialect, too.",
        ),
    ]
}

_one_at_a_time = threading.Lock()  # the generator's settings are the process's


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """This will list the dialects."""
    return render(request, "api_docs/index.html", {"dialects": DIALECTS.values()})


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """This will show the endpoints of a dialect."""
    return render(request, "api_docs/page.html", {"dialect": _known(name)})


@require_safe
def openapi(request: HttpRequest, name: str) -> HttpResponse:
    """This will give the OpenAPI file of a dialect."""
    return JsonResponse(_document(_known(name)))


def _known(name: str) -> Documented:
    try:
        return DIALECTS[name]
    except KeyError:
        raise Http404 from None


@lru_cache
def _document(dialect: Documented) -> dict[str, Any]:
    patterns = import_module(dialect.urls).documented
    told = {
        "TITLE": dialect.title,
        "DESCRIPTION": dialect.summary,
        "VERSION": "1.0.0",
        "OAS_VERSION": "3.1.0",
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    }
    with _one_at_a_time, patched_settings(told):
        return SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)

"""How a guests' page is answered: its language, its frame, its images, what may keep a copy of it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode

from bookings import queries
from bookings.localized import Reader
from bookings.wizard import languages, policy
from bookings.wizard.holding import keep
from bookings.wizard.journey import Journey
from bookings.wizard.steps import Choices
from businesses.models import Business


def business_of(slug: str) -> Business:
    """This will give a business that takes bookings; any other is not found."""
    return get_object_or_404(Business.objects.open_to_guests(), slug=slug)


def house_of(slug: str) -> queries.House:
    """This will give the same as it is now, with everything that can be booked."""
    key = Business.objects.open_to_guests().filter(slug=slug).order_by().values_list("pk", flat=True).first()
    if key is None:
        raise Http404
    return queries.house(key)


def leading(journey: Journey, step: str, asked: Mapping[str, str] | None = None) -> HttpResponse:
    """This will end a form: it leads to a page that can be opened again, and gives the browser what proves its guest.

    `asked` is what the address of that page says besides the choices.
    """
    address = journey.to(step)
    more = urlencode(asked or {})
    mark = "&" if "?" in address else "?"
    response = HttpResponseRedirect(f"{address}{mark}{more}" if more else address, status=303)
    if journey.held is not None and journey.agreed is not None:
        keep(response, journey.held, journey.business)
    return journey.drafted.remember(response)


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    business: Business | None = None,
    reader: Reader,
    status: int = 200,
    private: bool = False,
) -> HttpResponse:
    """This will answer with a page. `private`: it holds what one guest typed or holds, so nobody keeps a copy."""
    choices = Choices.of(request)
    shown = {
        "business": business,
        "reader": reader,
        "embed": choices.embed,
        "languages": languages.switch(request) if request.method != "POST" else [],
        "choices": choices,
        **context,
    }
    response = render(request, template, shown, status=status)
    if private:
        response["Cache-Control"] = "private, no-store"
    images = [*context.get("images", ()), business.logo if business else ""]
    policy.allow_images(response, [url for url in images if url])
    if business and choices.embed:
        policy.allow_framing(response, business.embed_origins)
    languages.remember(request, response)
    return response

"""The list of cities in which a guest may be: a page for browsers without scripts, and a part of pages for the others.

Everything chosen so far goes along, there and back.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookings.localized import Reader
from bookings.wizard import languages, zones
from bookings.wizard.chosen import service_of
from bookings.wizard.own import Own, by_link_to_change
from bookings.wizard.pages import house_of, show
from bookings.wizard.steps import Choices
from businesses.models import Business


@require_safe
def of_service(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will show the list for the times of a service."""
    house = house_of(slug)
    service_of(house, service)
    return _page(request, house.business, Choices.of(request), reverse("time", args=[slug, service]))


@require_safe
def of_classes(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show the list for the classes of all services."""
    return _page(request, house_of(slug).business, Choices.of(request), reverse("classes", args=[slug]))


@require_safe
@by_link_to_change
def of_move(own: Own) -> HttpResponse:
    """This will show the list for the other times of a booking."""
    back = reverse("own_move", args=[own.token])
    context = {"zones": zones.options(own.reader, own.zone), "action": back}
    return own.page("wizard/cities.html", context)


def _page(request: HttpRequest, business: Business, choices: Choices, back: str) -> HttpResponse:
    reader: Reader = languages.speak(request, business)
    context = {"zones": zones.options(reader, choices.tz), "action": back, "choices": choices}
    return show(request, "wizard/cities.html", context, business=business, reader=reader, private=bool(choices.hold))

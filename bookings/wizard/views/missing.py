"""What an address that has nothing answers."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from bookings import errors
from bookings.wizard import languages, refusals
from bookings.wizard.chosen import NotOnOffer
from bookings.wizard.pages import show
from bookings.wizard.steps import Choices


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that there is nothing; where a service cannot be booked, it leads to the others."""
    if not isinstance(exception, NotOnOffer):
        return page_not_found(request, exception)
    business = exception.house.business
    reader = languages.speak(request, business)
    words = refusals.words_for(errors.ServiceNotOffered())
    context = {"words": words, "others": Choices.of(request).visit.to("business", business.slug)}
    return show(request, "wizard/not_on_offer.html", context, business=business, reader=reader, status=404)

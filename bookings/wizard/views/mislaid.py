"""The way back for those who have neither link nor code: their bookings go to the address with which they were made."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings.notifications import mislaid
from bookings.wizard import languages, refusals
from bookings.wizard.pages import business_of, show
from bookings.wizard.steps import Choices
from businesses import limits, normal

LONGEST = 254


@csrf_exempt  # whoever reads the address is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, slug: str) -> HttpResponse:
    """This will have the bookings of an address mailed to it, and say the same whether it has any."""
    business, now = business_of(slug), timezone.now()
    reader, visit = languages.speak(request, business), Choices.of(request).visit
    email = request.POST.get("email", "").replace("\0", "").strip()[:LONGEST]
    context: dict[str, Any] = {"email": email, "mailed": False}
    status, seconds = 200, 0
    if request.method == "POST":
        try:
            limits.take_from(limits.of_guests()["finds"], request.META.get("REMOTE_ADDR", ""), now=now)
            mislaid.ask(business, email, now=now)
            address = visit.to("find_by_mail", slug)
            return HttpResponseRedirect(f"{address}{'&' if '?' in address else '?'}mailed=1", status=303)
        except normal.Unsendable:
            context["wrong"], status = gettext("Write an e-mail address such as name@example.com."), 422
        except limits.Exceeded as error:
            words, seconds = refusals.too_many(error.retry_after_seconds), error.retry_after_seconds
            context["wrong"], status = f"{words.title}. {words.text}", words.status
    context["mailed"] = request.method != "POST" and "mailed" in request.GET
    context["find"] = visit.to("find", slug)
    template = "wizard/find_by_mail.html"
    response = show(request, template, context, business=business, reader=reader, status=status, private=True)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response

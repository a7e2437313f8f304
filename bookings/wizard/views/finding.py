"""The way back to a booking for those who have no link: its code and the e-mail or phone it was made with."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings import queries
from bookings.wizard import drafting, languages, refusals
from bookings.wizard.pages import business_of, show
from bookings.wizard.steps import Choices
from businesses import limits, normal

LONGEST = 254
FIELDS = ("code", "contact")


@csrf_exempt  # the code and the contact are the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """This will lead to the booking; everything that does not is answered alike, at an address that can be opened
    again, with what was typed."""
    business, now = business_of(slug), timezone.now()
    reader, choices = languages.speak(request, business), Choices.of(request)
    form, visit = drafting.drafted(request, business, choices, now=now), choices.visit
    typed, wrong, status, seconds = form.typed or {}, "", 200, 0
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").replace("\0", "").strip()[:LONGEST] for name in FIELDS}
        try:
            limits.take_from(limits.of_guests()["finds"], request.META.get("REMOTE_ADDR", ""), now=now)
            limits.take(limits.of_guests()["codes"], f"{business.pk} {normal.code(typed['code'])[-12:]}", now=now)
            if booking := queries.booking_by_code(business, **typed, now=now):
                return HttpResponseRedirect(visit.to("own_booking", queries.link_token(booking)), status=303)
            form = form.keep(request, typed.items(), sent=True, now=now)
            address = form.named_in(visit).to("find", slug)
            return form.remember(HttpResponseRedirect(f"{address}&none=1", status=303))
        except limits.Exceeded as error:
            words, seconds = refusals.too_many(error.retry_after_seconds), error.retry_after_seconds
            wrong, status = f"{words.title}. {words.text}", words.status
    elif "none" in request.GET:
        wrong, status = gettext("No booking has this code together with this e-mail or phone."), 404
    context: dict[str, Any] = {name: typed.get(name, "") for name in FIELDS}
    context |= {"wrong": wrong, "by_mail": visit.to("find_by_mail", slug)}
    response = show(request, "wizard/find.html", context, business=business, reader=reader, status=status, private=True)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response

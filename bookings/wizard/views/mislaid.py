"""The way back for those who have neither link nor code: their bookings go to the address with which they were made."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings.notifications import mislaid
from bookings.wizard import drafting, languages, refusals
from bookings.wizard.pages import business_of, show
from bookings.wizard.steps import Choices
from businesses import limits, normal
from businesses.models import Business

LONGEST = 254


@csrf_exempt  # whoever reads the address is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, slug: str) -> HttpResponse:
    """This will have the bookings of an address mailed to it, and say the same whether it has any; what is no address
    is said at one that can be opened again, with what was typed."""
    business, now = business_of(slug), timezone.now()
    reader, choices = languages.speak(request, business), Choices.of(request)
    form, visit = drafting.drafted(request, business, choices, now=now), choices.visit
    typed, wrong, status, seconds = form.typed or {}, "", 200, 0
    if request.method == "POST":
        typed = {"email": request.POST.get("email", "").replace("\0", "").strip()[:LONGEST]}
        try:
            limits.take_from(limits.of_guests()["finds"], request.META.get("REMOTE_ADDR", ""), now=now)
            return _asked(request, business, form, typed, now)
        except limits.Exceeded as error:
            words, seconds = refusals.too_many(error.retry_after_seconds), error.retry_after_seconds
            wrong, status = f"{words.title}. {words.text}", words.status
    elif "wrong" in request.GET:
        wrong, status = gettext("Write an e-mail address such as name@example.com."), 422
    mailed = request.method != "POST" and "mailed" in request.GET
    context = {"email": typed.get("email", ""), "wrong": wrong, "mailed": mailed, "find": visit.to("find", slug)}
    template = "wizard/find_by_mail.html"
    response = show(request, template, context, business=business, reader=reader, status=status, private=True)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def _asked(
    request: HttpRequest, business: Business, form: drafting.Drafted, typed: dict[str, str], now: dt.datetime
) -> HttpResponse:
    """Where the form leads. Raises `limits.Exceeded`."""
    visit = Choices.of(request).visit
    try:
        mislaid.ask(business, typed["email"], now=now)
    except normal.Unsendable:
        form = form.keep(request, typed.items(), sent=True, now=now)
        address = form.named_in(visit).to("find_by_mail", business.slug)
        return form.remember(HttpResponseRedirect(f"{address}&wrong=1", status=303))
    address = visit.to("find_by_mail", business.slug)
    return HttpResponseRedirect(f"{address}{'&' if '?' in address else '?'}mailed=1", status=303)

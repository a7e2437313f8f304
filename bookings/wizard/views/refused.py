"""The pages of a no: what was refused, in words, and the next best thing in one click. Nothing typed is lost.

What a form came to is said at an address of its own, so that these pages, too, can be gone back to and reloaded.
"""

import datetime as dt
import math
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookings import errors
from bookings.wizard import moments, pages, refusals
from bookings.wizard.forms import Details
from bookings.wizard.holding import proof
from bookings.wizard.journey import Journey
from bookings.wizard.pages import show
from bookings.wizard.progress import frame_of
from bookings.wizard.steps import read_instant, write_instant
from bookings.wizard.views.choosing import journey_of
from bookings.wizard.views.made import made
from businesses import limits

TOO_OFTEN = "TooOften"
SENT_AGAIN = ("hold", "details", "confirm", "extend")  # what a page may send once more
LONGEST_WAIT = 24 * 60 * 60
NO_TIME_LEFT = (errors.SlotTaken, errors.HoldLost)
Fault = errors.Refused | limits.Exceeded | moments.Wait


def leading(journey: Journey, error: Fault, then: str = "details") -> HttpResponse:
    """This will lead from a form to the page that says why it did nothing; `then` names what can be sent again."""
    now, asked = journey.now, {"then": then}
    if isinstance(error, moments.Wait):
        again = write_instant(now + dt.timedelta(seconds=error.seconds))
        return pages.leading(journey, "moment", {**asked, "moment": error.ticket, "again": again})
    if isinstance(error, limits.Exceeded):
        again = write_instant(now + dt.timedelta(seconds=error.retry_after_seconds))
        return pages.leading(journey, "refused", {**asked, "why": TOO_OFTEN, "again": again})
    return pages.leading(journey, "refused", {**asked, "why": refusals.kind_of(error).__name__})


@require_safe
def refused(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will say what was refused, as it is now; a lost time with what is still free, one click each."""
    journey = journey_of(request, slug, service)
    if journey.booked:
        return made(request, journey)
    kind = refusals.kind_named(request.GET.get("why", ""))
    if request.GET.get("why") == TOO_OFTEN:
        return too_often(request, journey, limits.Exceeded(_seconds_left(request, journey)))
    if kind is None or journey.next_step() not in ("time", "details"):
        return HttpResponseRedirect(journey.to("start"))
    return page_of(request, journey, kind)


def page_of(request: HttpRequest, journey: Journey, kind: type[errors.Refused]) -> HttpResponse:
    """This will show a refusal of this kind."""
    words, start = refusals.words_of(kind), journey.choices.start or journey.now
    context: dict[str, Any] = {}
    if issubclass(kind, errors.SeriesTaken):
        context["taken"] = [date.starts_at for date in journey.course.dates if date.fault] if journey.course else []
        context["repeat"] = journey.to("repeat")
    elif issubclass(kind, errors.Taken | errors.PartyTooLarge):
        if issubclass(kind, NO_TIME_LEFT) and journey.sought().is_free(start):
            return HttpResponseRedirect(journey.to("check"))  # it has become free again
        context["lost"] = refusals.instead_of(journey, start)
    response = _page(request, journey, words, context)
    if issubclass(kind, errors.Busy):
        response["Retry-After"] = "2"
    return response


def too_often(
    request: HttpRequest, journey: Journey, error: limits.Exceeded, typed: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """This will answer somebody who tried more often than the limits allow; `typed` is what could not be kept."""
    words = refusals.too_many(error.retry_after_seconds)
    response = _page(request, journey, words, {"typed": typed} if typed else {})
    response["Retry-After"] = str(error.retry_after_seconds)
    return response


@require_safe
def moment(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask for a moment; then the same form goes on, by itself where there are scripts."""
    journey = journey_of(request, slug, service)
    if journey.booked:
        return made(request, journey)
    then = _then(request)
    if journey.next_step() != "details" or (then == "hold" and journey.agreed):
        return HttpResponseRedirect(journey.to("start"))
    seconds = min(_seconds_left(request, journey), moments.SECONDS)
    context = {
        **frame_of(journey, "time"),
        "seconds": seconds,
        "sent": [
            ("moment", request.GET.get("moment", "")),
            *proof(journey.held, journey.drafted.token),
            *Details.of(journey).typed,
        ],
        "action": reverse(then, args=[slug, service]),
    }
    response = show(
        request,
        "wizard/moment.html",
        context,
        business=journey.business,
        reader=journey.reader,
        status=429,
        private=True,
    )
    response["Retry-After"] = str(max(seconds, 1))
    return response


def _then(request: HttpRequest) -> str:
    sent = request.GET.get("then", "")
    return sent if sent in SENT_AGAIN else "details"


def _seconds_left(request: HttpRequest, journey: Journey) -> int:
    again = read_instant(request.GET.get("again", ""))
    left = math.ceil((again - journey.now).total_seconds()) if again else 0
    return min(max(left, 0), LONGEST_WAIT)


def _page(request: HttpRequest, journey: Journey, words: refusals.Words, context: dict[str, Any]) -> HttpResponse:
    day = journey.choices.start.astimezone(journey.business.zone).date() if journey.choices.start else None
    shown = {
        **frame_of(journey, "time"),
        "words": words,
        "typed": Details.of(journey).typed,
        "proof": proof(journey.held, journey.drafted.token),
        "again": reverse(_then(request), args=[journey.business.slug, journey.service.pk])
        if words.status in (429, 503)
        else "",
        "other_times": journey.to("time", start=None, date=day, month=None),
        **context,
    }
    return show(
        request,
        "wizard/refused.html",
        shown,
        business=journey.business,
        reader=journey.reader,
        status=words.status,
        private=True,
    )

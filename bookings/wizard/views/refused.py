"""The pages of a no: what was refused, in words, and the next best thing in one click. Nothing typed is lost."""

import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from bookings import errors
from bookings.wizard import moments, refusals
from bookings.wizard.forms import Details
from bookings.wizard.holding import proof
from bookings.wizard.journey import Journey
from bookings.wizard.pages import show
from bookings.wizard.progress import frame_of
from businesses import limits


def refused(request: HttpRequest, journey: Journey, error: errors.Refused) -> HttpResponse:
    """This will answer a refusal; a lost time with what is still free, one click each."""
    words = refusals.words_for(error)
    start = journey.choices.start
    if isinstance(error, errors.PartyTooLarge) and start is not None:
        return _page(request, journey, words, lost=refusals.instead_of(journey, start))
    if isinstance(error, errors.SeriesTaken):
        return _page(request, journey, words, taken=error.starts)
    if isinstance(error, errors.Taken):
        return _page(request, journey, words, lost=refusals.instead_of(journey, error.starts_at))
    response = _page(request, journey, words)
    if isinstance(error, errors.Busy):
        response["Retry-After"] = "2"
    return response


def too_often(request: HttpRequest, journey: Journey, error: limits.Exceeded) -> HttpResponse:
    """This will answer somebody who tried more often than the limits allow."""
    response = _page(request, journey, refusals.too_many(error.retry_after_seconds))
    response["Retry-After"] = str(error.retry_after_seconds)
    return response


def wait(request: HttpRequest, journey: Journey, error: moments.Wait) -> HttpResponse:
    """This will ask for a moment; then the same form goes on, by itself where there are scripts."""
    context = {
        **frame_of(journey, "time"),
        "seconds": error.seconds,
        "sent": [
            ("moment", error.ticket),
            *proof(journey.held, request.POST.get("token", "")),
            *_typed(request, journey),
        ],
        "action": request.path,
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
    response["Retry-After"] = str(error.seconds)
    return response


def _typed(request: HttpRequest, journey: Journey) -> list[tuple[str, str]]:
    return Details.of(journey, request.POST).typed if "name" in request.POST else []


def _page(
    request: HttpRequest,
    journey: Journey,
    words: refusals.Words,
    lost: refusals.Lost | None = None,
    taken: Sequence[dt.datetime] = (),
) -> HttpResponse:
    day = journey.choices.start.astimezone(journey.business.zone).date() if journey.choices.start else None
    context = {
        **frame_of(journey, "time"),
        "words": words,
        "lost": lost,
        "taken": taken,
        "repeat": journey.to("repeat") if taken else "",
        "typed": _typed(request, journey),
        "proof": proof(journey.held, request.POST.get("token", "")),
        "again": request.path if words.status in (429, 503) else "",
        "other_times": journey.to("time", start=None, date=day, month=None),
    }
    return show(
        request,
        "wizard/refused.html",
        context,
        business=journey.business,
        reader=journey.reader,
        status=words.status,
        private=True,
    )

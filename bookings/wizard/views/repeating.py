"""The same again: how often, and what every date comes to before anything is booked."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookings import errors
from bookings.wizard import refusals, series
from bookings.wizard.journey import Journey
from bookings.wizard.pages import show
from bookings.wizard.progress import frame_of
from bookings.wizard.views import refused
from bookings.wizard.views.choosing import journey_of


@require_safe
def repeat(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask how often, and then show each date and whether it is free; a series is booked whole or not at all.

    Where guests may book no series it leads back to their details.
    """
    journey = journey_of(request, slug, service)
    if journey.next_step() != "details":
        return HttpResponseRedirect(journey.to_next_step())
    if not journey.business.guests_may_book_series or journey.choices.every == series.ONCE:
        return HttpResponseRedirect(journey.to("details", every="", times=None, until=None))
    fault = journey.course_fault
    if isinstance(fault, errors.SeriesTooLong):
        return _page(request, journey, refusals.words_for(fault).text)
    if fault is not None:
        return refused.page_of(request, journey, refusals.kind_of(fault))
    lacks_end = bool(journey.choices.every) and journey.course is None
    words = gettext("Write how many times you would like to come, at least 2, or until which date.")
    return _page(request, journey, words if lacks_end else "")


def _page(request: HttpRequest, journey: Journey, wrong: str) -> HttpResponse:
    course = journey.course
    business, reader, start = journey.business, journey.reader, journey.choices.start or journey.now
    last = journey.now.astimezone(business.zone).date() + dt.timedelta(days=business.window_days)
    shorter = journey.to("repeat", times=course.first, until=None) if course and course.first > 1 else ""
    context = {
        **frame_of(journey, "repeat"),
        "course": course,
        "wrong": wrong,
        "every": [(key, series.choice(key, start, reader)) for key in series.EVERY],
        "most": series.MOST_TIMES,
        "last": last,
        "go_on": journey.to("details"),
        "once": journey.to("details", every="", times=None, until=None),
        "shorter": shorter,
        "other_times": journey.to("time", date=start.astimezone(business.zone).date(), month=None),
    }
    status = 422 if wrong else 200
    return show(request, "wizard/repeat.html", context, business=business, reader=reader, status=status, private=True)

"""The last ninety days at a glance: which hours of the week are full, whom the time is with, how early people book."""

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.dashboard import charts
from bookings.dashboard.frame import pages, reading
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.localized import Reader


@require_safe
def glance(request: HttpRequest) -> HttpResponse:
    """The page; no picture before the first booking."""
    here = pages.business(request, OWNER, MANAGER)
    reader = reading.reader()
    found = queries.figures(here, now=timezone.now())
    drawn = charts.of_figures(found, reader.short_day, _hour_words(reader)) if found.total else []
    context = {"charts": drawn, "dates": reader.period(found.first, found.last)}
    return pages.show(request, "admin/glance.html", context, title="At a glance")


def _hour_words(reader: Reader) -> Callable[[int], str]:
    """ "10", or "10 AM" where people write so."""
    return lambda hour: reader.wall(dt.time(hour)).replace(":00", "").lstrip("0") or "0"

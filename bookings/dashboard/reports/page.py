"""The report on a page: what it is about, all of it in a few numbers, its pictures and its table."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.dashboard.frame import pages, reading
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.reports import pictures
from bookings.dashboard.reports.asking import AGAINST, BY, PIECES, Asking, asking, spans
from bookings.dashboard.reports.words import MEASURES, Writer, then
from bookings.queries import Report
from businesses.models import Business


class Shown(NamedTuple):
    """A report, who asked for it, and how its reader reads it."""

    asking: Asking
    report: Report
    writer: Writer
    names: dict[int, str]


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The page."""
    here = pages.business(request, OWNER, MANAGER)
    shown = read(request, here)
    return pages.show(request, "admin/report.html", _context(shown, here), title="Reports")


def read(request: HttpRequest, here: Business) -> Shown:
    """This will add up the report that the address asks for."""
    now = timezone.now()
    reader = reading.of(here)
    asked = asking(request, here, reader.date_of(now))
    return Shown(asked, queries.report(asked.scope, now=now), Writer(reader, here.currency), asked.names)


def _context(shown: Shown, here: Business) -> dict[str, Any]:
    asked, found, writer = shown.asking, shown.report, shown.writer
    scope, reader = asked.scope, writer.reader
    today = reader.date_of(timezone.now())
    return {
        "asking": asked,
        "scope": scope,
        "report": found,
        "dates": reader.period(*scope.dates),
        "dates_before": reader.period(*scope.before),
        "spans": [(words, asked.link_of(dates), dates == scope.dates) for words, dates in spans(today)],
        "tabs": [(words, asked.link(by=by), by == scope.by) for by, words in BY],
        "pieces": [(value, words, value == scope.grain) for value, words in PIECES],
        "against": [(value, words, value == scope.against) for value, words in AGAINST],
        "tiles": writer.tiles(found),
        "charts": pictures.of(found, writer, shown.names),
        "first_column": {"period": "When", "staff": "Person", "service": "Service"}[scope.by],
        "measures": [*MEASURES, *then(found)],
        "rows": _rows(shown),
        "query": asked.link(),
        "currency": here.currency,
    }


def _rows(shown: Shown) -> list[tuple[str, list[str]]]:
    """The table: a row for each line, then all of it, then what it was before."""
    found, writer = shown.report, shown.writer
    named = [(writer.name(found, line, shown.names), line) for line in found.lines]
    whole = [("All of it", found.total), ("Before", found.total_before)]
    return [(name, writer.row(found, line)) for name, line in (*named, *whole)]

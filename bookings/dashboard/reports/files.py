"""What an owner or a manager takes to a spreadsheet: a report, bookings, customers."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.dashboard.frame import pages, proof, words
from bookings.dashboard.frame.exporting import export
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.reports.asking import asking
from bookings.dashboard.reports.page import Shown, read
from bookings.dashboard.reports.words import MEASURES, Measure, then
from bookings.models import Booking
from businesses import money
from businesses.models import Business

BOOKED = (
    *("Code", "Date", "Start", "End", "Service", "With", "Location", "Room or equipment", "Status", "People"),
    *("Price", "Currency", "Name", "E-mail", "Phone", "The guest's wishes", "Your notes", "Why it was cancelled"),
    *("Booked by", "Booked on"),
)
KNOWN = (
    *("First name", "Last name", "E-mail", "Phone", "Home phone", "Address", "Blocked", "Known since"),
    *("Visits", "Last visit", "Did not come", "Spent", "Currency"),
)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The report of the same address, a row for each line, then all of it, then what it was before."""
    here = pages.business(request, OWNER, MANAGER)
    shown = read(request, here)
    scope = shown.asking.scope
    header = ("From", "Until", "About", *(_titled(each, here.currency) for each in (*MEASURES, *then(shown.report))))
    return export(request, here, f"report-by-{scope.by}", header, _lines(shown), dates=_dates(scope))


@proof.needed
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """The bookings of the dates, the person and the service that a report is about."""
    here = pages.business(request, OWNER, MANAGER)
    scope = asking(request, here, timezone.now().astimezone(here.zone).date()).scope
    rows = (_booked(row, here) for row in queries.booked_rows(scope))
    return export(request, here, "bookings", BOOKED, rows, dates=_dates(scope))


@proof.needed
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Everybody whom the house knows."""
    here = pages.business(request, OWNER, MANAGER)
    rows = (_known(row, here) for row in queries.customer_rows(here, now=timezone.now()))
    return export(request, here, "customers", KNOWN, rows)


def _dates(scope: queries.Scope) -> str:
    return f"{scope.dates.first}..{scope.dates.last}"


def _titled(measure: Measure, currency: str) -> str:
    unit = {"money": currency, "hours": "hours", "share": "%"}.get(measure.kind)
    return f"{measure.title} ({unit})" if unit else measure.title


def _lines(shown: Shown) -> Iterator[list[Any]]:
    found, writer, scope = shown.report, shown.writer, shown.asking.scope
    for line in found.lines:
        dates = found.pieces[line.key] if scope.by == "period" else scope.dates
        name = writer.name(found, line, shown.names)
        yield [*dates, name, *writer.row(found, line, plain=True)]
    yield [*scope.dates, "All of it", *writer.row(found, found.total, plain=True)]
    yield [*scope.before, "Before", *writer.row(found, found.total_before, plain=True)]


def _booked(row: queries.BookedRow, here: Business) -> list[Any]:
    """Dates as ISO 8601 has them, which every spreadsheet reads; the price is for all who come."""
    price = "" if row.price is None else money.rounded(row.price * row.party_size, row.currency)
    return [
        *(row.code, row.date, _clock(row.starts_at, here), _clock(row.ends_at, here), row.service, row.person),
        *(row.location, row.resource or "", words.STATUS[Booking.Status(row.status)][0], row.party_size),
        *(price, row.currency, row.name, row.email, row.phone, row.wishes, row.notes, row.reason, row.source),
        _moment(row.booked_at, here),
    ]


def _known(row: queries.CustomerRow, here: Business) -> list[Any]:
    who = row.customer
    return [
        *(who.first_name, who.last_name, who.email, who.phone, who.home_phone, who.address),
        *("yes" if who.blocked else "no", who.created_at.astimezone(here.zone).date(), row.visits),
        *("" if row.last_at is None else row.last_at.astimezone(here.zone).date(), row.missed),
        *(money.rounded(Decimal(row.spent), here.currency), here.currency),
    ]


def _clock(instant: dt.datetime, here: Business) -> str:
    return f"{instant.astimezone(here.zone):%H:%M}"


def _moment(instant: dt.datetime, here: Business) -> str:
    return f"{instant.astimezone(here.zone):%Y-%m-%d %H:%M}"

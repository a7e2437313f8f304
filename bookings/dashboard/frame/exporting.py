"""Rows that leave the house: who took them is noted before the first of them is sent."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from bookings.dashboard.frame.spreadsheets import spreadsheet
from businesses import security_log
from businesses.models import Business


def export(
    request: HttpRequest, here: Business, what: str, header: Sequence[str], rows: Iterable[Sequence[Any]], **facts: str
) -> StreamingHttpResponse:
    """This will give a download of `what`, and note who took it; `facts` say which part of it, and hold no names."""
    noted(request, here, what, **facts)
    return spreadsheet(f"{here.slug}-{what}", header, rows)


def noted(request: HttpRequest, here: Business, what: str, **facts: str) -> None:
    """This will write into the security log that somebody took something out of the house, and which part of it.

    The trail of the business has it from the answer, as it has every file.
    """
    security_log.note("exported", request, business=here.pk, rows=what, **facts)

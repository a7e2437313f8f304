"""Rows that an owner takes to a spreadsheet: CSV as Excel, Numbers and LibreOffice open it, and never a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not read UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute, and a stranger could have typed


class _Echo:
    """A file that gives back what is written to it, so that a row can be sent as soon as it is made."""

    def write(self, text: str) -> str:
        return text


def spreadsheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A download of `name`.csv, sent row by row; a text that would be a formula begins with an apostrophe."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    yield BYTE_ORDER_MARK + write(header)
    for row in rows:
        yield write([_harmless(cell) for cell in row])


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

"""Keeps a file that somebody of the house sent, until its lines are in or it is forgotten."""

import datetime as dt

from django.db.models import Q

from bookings import sheets
from bookings.models import Import
from businesses.models import Business

KEPT = dt.timedelta(days=7)  # after the last thing that was done with it
MOST_KEPT = 10  # files of one business


def begin_import(
    *, business: Business, kind: str, sheet: sheets.Sheet, file_name: str, month_first: bool, now: dt.datetime, by: str
) -> Import:
    """This will keep a file, with its columns as they seem to be. Of too many the oldest are forgotten."""
    fields = sheets.BOOKINGS if kind == Import.Kind.BOOKINGS else sheets.CUSTOMERS
    file = Import.objects.create(
        business=business,
        kind=kind,
        file_name=file_name[-200:],
        program=sheets.program_of(sheet.header),
        header=sheet.header,
        lines=sheet.lines,
        columns=sheets.recognised(fields, sheet.header),
        month_first=month_first,
        by=by,
        created_at=now,
        kept_until=now + KEPT,
    )
    kept = Import.objects.filter(business=business).exclude(state=Import.State.RUNNING).order_by("-pk")
    Import.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[MOST_KEPT:])).delete()
    return file


def forget_import(*, file: Import, now: dt.datetime) -> bool:
    """This will forget a file, and stop it on its way; False: somebody carries it on at this moment. What came in of it
    stays."""
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    return bool(Import.objects.filter(free, pk=file.pk).delete()[0])


def forget_imports(*, now: dt.datetime) -> int:
    """This will forget every file that nobody goes on with, and give the number of them."""
    return Import.objects.filter(kept_until__lte=now).delete()[0]

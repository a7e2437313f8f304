"""Keeps a file that somebody of the house sent, until its lines are in or it is forgotten."""

import datetime as dt

from django.db.models import Q

from bookings import sheets
from bookings.models import Import
from bookings.operations import turns
from businesses.models import Business

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
        kept_until=now + turns.KEPT,
    )
    others = Import.objects.exclude(state=Import.State.RUNNING).filter(business=business)
    old = list(others.order_by("-pk").values_list("pk", flat=True)[MOST_KEPT:])
    turns.forget(others.filter(pk__in=old), now=now)
    return file


def forget_import(*, file: Import, now: dt.datetime) -> bool:
    """This will stop a file on its way and forget it; False: it is stopped, but somebody is still at a line of it.

    What came in of it stays. A file that is stopped and stays here is forgotten by `forget_imports`.
    """
    rows = Import.objects.filter(pk=file.pk)
    rows.update(state=Import.State.STOPPED)
    turns.forget(rows, now=now)
    return not rows.exists()


def forget_imports(*, now: dt.datetime) -> int:
    """This will forget every file that was stopped or that nobody goes on with, and give the number of them."""
    over = Q(kept_until__lte=now) | Q(state=Import.State.STOPPED)
    return turns.forget(Import.objects.filter(over), now=now)

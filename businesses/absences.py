"""Changing, removing and granting times off; the caller is within `diary.changing`.

`dates` are those on which a time off begins, in order: who calls has them from its rule.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import models

from businesses.models import TimeOff, TimeOffRequest

RULE = ("starts_at", "ends_at", "reason", "every_weeks", "weekdays", "until", "excepted_dates")


class Scope(models.TextChoices):
    """How much of a time off that repeats somebody means who has one of its dates before them."""

    THIS = "this", "This one"
    AFTER = "after", "This one and all after it"
    ALL = "all", "All of them"


def remove(row: TimeOff, *, on: dt.date, scope: str, dates: Sequence[dt.date]) -> bool:
    """This will take what is meant out of a time off, and say whether the row is gone, since nothing of it is left."""
    left = [day for day in dates if not _is_meant(day, on, scope)]
    if not left:
        row.delete()
        return True
    if scope == Scope.THIS:
        row.excepted_dates = sorted({*row.excepted_dates, on.isoformat()})
    else:
        row.until = left[-1]
    row.save()
    return False


def change(row: TimeOff, wanted: TimeOff, *, on: dt.date, scope: str, dates: Sequence[dt.date]) -> TimeOff:
    """This will put `wanted`, which is not saved yet, in the place of what is meant of a time off, and give its row."""
    if scope != Scope.THIS:
        wanted.excepted_dates = [day for day in row.excepted_dates if scope == Scope.ALL or day > on.isoformat()]
    key, uuid = row.pk, row.uuid
    if remove(row, on=on, scope=scope, dates=dates):
        wanted.pk, wanted.uuid = key, uuid
    wanted.save()
    return wanted


def grant(asked: TimeOffRequest) -> TimeOff:
    """This will make a time off of what was asked for."""
    columns = {name: getattr(asked, name) for name in RULE}
    row = TimeOff.objects.create(business_id=asked.business_id, staff_id=asked.staff_id, **columns)
    asked.delete()
    return row


def _is_meant(day: dt.date, on: dt.date, scope: str) -> bool:
    return scope == Scope.ALL or day == on or (scope == Scope.AFTER and day > on)

"""Where somebody is in a list of bookings, as a text."""

import datetime as dt

from bookings import queries
from bookings.dialects import faults
from bookings.dialects.booxi.serializers import words
from bookings.dialects.booxi.serializers.requests import CURSOR_FORM
from bookings.models import Booking

EPOCH, ONE_MINUTE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(minutes=1)


def cursor(last: Booking) -> str:
    """This will name the place after a booking."""
    return f"{(last.starts_at - EPOCH) // ONE_MINUTE}-{last.pk}"


def position(written: str) -> queries.Position:
    """This will read what `cursor` wrote, or raise `BadRequest`."""
    found = CURSOR_FORM.fullmatch(written)
    if not found:
        raise faults.BadRequest("cursor", "Not the cursor of an answer.")
    return queries.Position(EPOCH + int(found[1]) * ONE_MINUTE, int(found[2]))


def shared(methods: list[str]) -> bool | None:
    """This will say whether groups are asked for, or what is none; None: both."""
    kinds = {method != words.APPOINTMENT for method in methods}
    return kinds.pop() if len(kinds) == 1 else None

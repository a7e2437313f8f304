"""What a series would come to, date by date, before anything is done. It is what the verbs themselves would find."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bookings import errors
from bookings.availability import STAFF, Policy
from bookings.models import Booking, Series
from bookings.operations.book_series import first_start, of_every_start
from bookings.operations.move_series import Shift
from bookings.operations.plan import plan
from bookings.operations.wish import Wish
from bookings.recurrence import Recurrence
from businesses.models import StaffMember

Refusal = errors.SlotTaken | errors.NotOffered


class Ahead(NamedTuple):
    """One start of a series, in UTC, and what keeps it from being had; None: it is free.

    `booking` is what would move there, as it is now; None: it would be booked.
    """

    starts_at: dt.datetime
    refusal: Refusal | None
    booking: Booking | None = None


def series_states(*, wish: Wish, recurrence: Recurrence, now: dt.datetime) -> list[Ahead]:
    """This will give every start that `book_series` would book for the same wish, free, taken or not offered.

    Nothing is promised by it. Raises `SeriesTooLong`, and what keeps every start alike: `ServiceNotOffered`,
    `StaffNotOffered`, `PartyTooLarge`.
    """
    wish = wish.begun()
    starts = recurrence.starts(first_start(wish), wish.read().business.zone)
    refused = _refused(of_every_start(wish, starts), starts, now)
    return [Ahead(start, refused.get(start)) for start in starts]


def series_changes(
    *,
    booking: Booking,
    starts_at: dt.datetime,
    scope: str,
    now: dt.datetime,
    staff: StaffMember | None = None,
    location_id: int | None = None,
    policy: Policy = STAFF,
) -> list[Ahead]:
    """This will give where each booking would go that `move_series` would move, and what keeps it from there.

    Raises what keeps all of them alike: `WrongStatus`, `TooLate`, `StaffNotOffered` and the like.
    """
    shift = Shift(booking, starts_at, Series.Scope(scope), now, staff, location_id, policy, None)
    wish = shift.wish().begun()
    starts = shift.starts()
    refused = _refused(wish, starts, now)
    return [Ahead(start, refused.get(start), each) for each, start in zip(shift.found, starts, strict=True)]


def _refused(wish: Wish, starts: Sequence[dt.datetime], now: dt.datetime) -> dict[dt.datetime, Refusal]:
    """What keeps each start that cannot be had: of a visit, the first of its parts that cannot."""
    try:
        plan(replace(wish, every=True), wish.read(), now=now)
    except errors.SeriesTaken as taken:
        found: dict[dt.datetime, Refusal] = {}
        for refusal in taken.refusals:
            found.setdefault(max(start for start in starts if start <= refusal.starts_at), refusal)
        return found
    return {}

"""Refuses without a lock, a count or a write what cannot come true: of many who want one time, all but one end here."""

import datetime as dt

from bookings import errors
from bookings.operations.plan import plan
from bookings.operations.wish import Wish


def foresee(*, wish: Wish, now: dt.datetime) -> None:
    """This will raise what keeps a wish from coming true, where that is certain; silence is no promise.

    Raises `NotBookable` or `SlotTaken`.
    """
    house = wish.read()
    try:
        plan(wish, house, now=now)
    except errors.Refused:
        if house.is_proven() and not wish.has_changed():
            raise

"""Nobody empties a calendar by holding it: what one caller keeps from others is counted, exactly, before it grows.

Callers with the same cap wait for each other: before any diary is locked, and after customers.
"""

import datetime as dt

from bookings import errors, queries
from bookings.models import Booking
from bookings.operations.wish import Cap, Wish
from businesses import limits
from businesses.models import ApiKey, Customer

IN_TURN, KEYS_IN_TURN = "kept", "kept_by_key"
MOST_OF_A_KEY, MOST_OF_A_START = 100, 3  # holds of a partner's key, and those of one service and start among them


def before_holding(cap: Cap | None, wish: Wish, *, now: dt.datetime) -> None:
    """This will raise `KeptEnough` when one more hold of this wish is one too many."""
    if cap is None:
        return
    limits.in_turn(IN_TURN, cap.who)
    business = wish.read().business
    kept = queries.kept_by(business, cap.who, day=wish.first_day(business.zone), now=now, beside=wish.moving)
    if kept.held >= cap.held or kept.held_that_day >= cap.held_a_day:
        raise errors.KeptEnough


def before_a_key_holds(key: ApiKey | None, wish: Wish, *, now: dt.datetime) -> None:
    """This will raise `KeptEnough` when a partner's key has as many holds as one may, or as one may of this start."""
    if key is None:
        return
    limits.in_turn(KEYS_IN_TURN, str(key.pk))
    held = queries.starts_held(wish.read().business, key, now=now)
    wanted = wish.parts[0]
    of_it = [start for service, start in held if (service, start) == (wanted.service.pk, wanted.start)]
    if len(held) >= MOST_OF_A_KEY or len(of_it) >= MOST_OF_A_START:
        raise errors.KeptEnough


def before_asking(
    cap: Cap | None, wish: Wish, customer: Customer | None, *, now: dt.datetime, first: str, times: int = 1
) -> None:
    """This will raise `KeptEnough` when so many more requests are too many; `first` is the status they would have."""
    if cap is None or first != Booking.Status.PENDING:
        return
    limits.in_turn(IN_TURN, cap.who)
    business = wish.read().business
    if queries.kept_by(business, cap.who, day=None, now=now).pending + times > cap.pending:
        raise errors.KeptEnough
    if customer is not None and queries.pending_of(business, customer.pk, now=now) + times > cap.pending_of:
        raise errors.KeptEnough

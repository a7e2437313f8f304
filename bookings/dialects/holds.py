"""Booking-Hold: what a partner held by `/partner/v1/holds` becomes the booking that any dialect's create asks for.

The hold and the booking are one row, so nothing is free in between.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from rest_framework.response import Response

from bookings import errors, operations
from bookings.dialects import fields, repeats
from bookings.dialects.base import BOOKING_HOLD, DialectView
from bookings.models import Booking


def book(
    view: DialectView, *, wish: operations.Wish, order: operations.Order, show: Callable[[Any], Response]
) -> Booking:
    """This will book what is wished, with the hold that the request names if it names one; `show` makes the answer
    that a repeated request is given. Raises what `operations.book_held` raises."""
    noting, named = repeats.noting(view, show), view.request.headers.get(BOOKING_HOLD)
    if named is None:
        return operations.book(wish=wish, order=order, now=view.now, noting=noting)
    key = fields.read_uuid(named)
    held = view.shop.held(key) if key else None
    if held is None:
        raise errors.HoldNotYours
    if not view.dialect.names_party:  # then it is the hold that says how many come
        wish = replace(wish, parts=_for_party(wish.parts, held.party_size))
    return operations.book_held(held=held, wish=wish, order=order, now=view.now, noting=noting)


def _for_party(parts: Sequence[operations.Part], size: int) -> list[operations.Part]:
    return [replace(part, party_size=size) for part in parts]

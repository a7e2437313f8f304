"""Books one time for several at once: each has a booking, and all come into one appointment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bookings.models import Booking
from bookings.operations import placing
from bookings.operations.book import Noting, written_each
from bookings.operations.ordering import Comer, meet_all
from bookings.operations.seat import Seat
from bookings.operations.wish import Order, Wish


def book_together(
    *, wish: Wish, orders: Sequence[Order], now: dt.datetime, noting: Noting | None = None
) -> list[Booking]:
    """This will make a booking for each order of what is wished, which is one start of a group service: all of them in
    the same appointment, or none.

    The party of the wish is that of each order. A group with room for all is joined, else one is opened. `noting` is
    called as by `book`, once, with all bookings. Raises what `book` raises.
    """
    (part,) = wish.parts
    whole = replace(wish, parts=[replace(part, party_size=part.party_size * len(orders))]).begun()
    comers = [Comer(whole, order, now=now) for order in orders]
    for attempt in placing.attempts(whole, now=now, meet=lambda: meet_all(comers)):
        with attempt as made:
            own = replace(made, seats=shares(made.seats[0], part.party_size, len(orders)))
            found = written_each(own, orders, comers, now=now)
            if noting is not None:
                noting(found)
    return found


def shares(whole: Seat, party_size: int, count: int) -> list[Seat]:
    """This will give each party's part of a seat that was found for all: in the appointment that the first opens."""
    first = replace(whole, part=replace(whole.part, party_size=party_size))
    joins = first if whole.is_new else None
    return [first, *(replace(first, joins=joins, swept=()) for _ in range(count - 1))]

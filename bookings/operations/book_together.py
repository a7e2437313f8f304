"""Books one time for several at once: each has a booking, and all come into one appointment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bookings.models import Booking
from bookings.operations import placing
from bookings.operations.book import Noting, written
from bookings.operations.ordering import Comer, meet_all
from bookings.operations.plan import Seat
from bookings.operations.wish import Order, Part, Wish


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
            found: list[Booking] = []
            for order, comer in zip(orders, comers, strict=True):
                own = replace(made, seats=[share(made.seats[0], part, found)])
                found.append(written(own, order, comer, now=now))
            if noting is not None:
                noting(found)
    return found


def share(whole: Seat, part: Part, before: Sequence[Booking]) -> Seat:
    """This will give one party's part of a seat that was found for all: in the appointment that the first opened."""
    seat = replace(whole, part=replace(whole.part, party_size=part.party_size))
    if before and whole.assignment.group is None:
        return replace(seat, assignment=replace(seat.assignment, group=before[0].appointment.pk))
    return seat

"""Books what a partner holds: the hold is proven by the key that took it."""

import datetime as dt

from bookings import errors
from bookings.models import Booking
from bookings.operations import locking
from bookings.operations.book import Noting, book
from bookings.operations.hold import become, prove
from bookings.operations.ordering import Comer, prove_all
from bookings.operations.wish import Listed, Order, Wish

Status = Booking.Status


def book_held(*, held: Booking, wish: Wish, order: Order, now: dt.datetime, noting: Noting | None = None) -> Booking:
    """This will turn a hold of the order's key into what is wished: the same row, so nothing is free in between.

    A hold that is over counts for nothing: it is decided as by `book`, which also says what `noting` is. Raises what
    `book` raises, `HoldNotYours` for another key's hold and for what is a booking already, and `HeldOtherwise`.
    """
    prove(held, "", order.taker.api_key)
    if _is_over(held, now):
        return book(wish=wish, order=order, now=now, noting=noting)
    if not _is_of(held, wish):
        raise errors.HeldOtherwise
    wish = wish.begun()
    comer = Comer(wish, order, now=now)
    for attempt in locking.attempts(held, time=True, meet=comer.meet):
        with attempt as booking:
            if booking.status == Status.EXPIRED:
                continue
            if booking.status != Status.HELD:
                raise errors.HoldNotYours
            prove_all([comer], attempt.versions)
            comer.refuse_second(booking.service, booking.starts_at)
            become(booking, comer, order, now=now)
            if noting is not None:
                noting([booking])
    if booking.status == Status.EXPIRED:  # swept, or given back, a moment ago
        return book(wish=wish.anew(), order=order, now=now, noting=noting)
    return booking


def _is_over(held: Booking, now: dt.datetime) -> bool:
    until = held.hold_expires_at
    return held.status == Status.EXPIRED or (held.status == Status.HELD and until is not None and until <= now)


def _is_of(held: Booking, wish: Wish) -> bool:
    """Whether it is what is wished: whoever is named must be who serves, and so must the place."""
    (part, *more), has = wish.parts, held.appointment
    if isinstance(part.start, Listed):
        local = has.starts_at.astimezone(held.business.zone)
        same_start = part.start == Listed(has.listed_on, local.hour * 60 + local.minute)
    else:
        same_start = part.start == has.starts_at
    return (
        not more
        and same_start
        and has.service_id == part.service.pk
        and has.business_id == part.service.business_id
        and part.staff in (None, has.staff)
        and wish.location_id in (None, has.location_id)
        and part.group in (None, has.pk)
        and part.party_size == held.party_size
    )

"""Books what a partner holds: the hold is proven by the key that took it."""

import datetime as dt
from collections.abc import Sequence

from bookings import errors
from bookings.models import Booking, Place
from bookings.operations import locking
from bookings.operations.book import Noting, book
from bookings.operations.hold import become, prove
from bookings.operations.ordering import Comer, prove_all
from bookings.operations.wish import After, Listed, Order, Start, Then, Wish

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
            comer.refuse_second([(booking.service, booking.starts_at)])
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
    places = sorted(held.places.all(), key=lambda place: place.position)
    if len(places) != len(wish.parts):
        return False
    return all(
        _starts_so(part.start, places, n)
        and place.appointment.service_id == part.service.pk
        and place.appointment.business_id == part.service.business_id
        and part.staff in (None, place.appointment.staff)
        and wish.location_id in (None, place.appointment.location_id)
        and part.group in (None, place.appointment_id)
        and part.party_size == place.party_size
        for n, (part, place) in enumerate(zip(wish.parts, places, strict=True))
    )


def _starts_so(start: Start, places: Sequence[Place], n: int) -> bool:
    has, first = places[n].appointment, places[0].appointment
    if isinstance(start, Then):
        return has.busy_from == places[n - 1].appointment.busy_until
    if isinstance(start, After):
        return has.starts_at == first.starts_at + dt.timedelta(minutes=start.minutes)
    if isinstance(start, Listed):
        local = has.starts_at.astimezone(places[n].booking.business.zone)
        return start == Listed(has.listed_on, local.hour * 60 + local.minute)
    return start == has.starts_at

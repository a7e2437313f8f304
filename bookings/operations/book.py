"""Books times for somebody, or a part in a group."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from bookings import errors
from bookings.availability import GUEST, Policy
from bookings.models import Appointment, Booking, Event, Series
from bookings.operations import placing, recording
from bookings.operations.ordering import Comer, Coming, first_status, new_booking, prove_all
from bookings.operations.plan import Plan
from bookings.operations.wish import Order, Part, Wish
from businesses import once

Noting = Callable[[list[Booking]], object]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Of which series a booking is which, from 0 on, and when it starts by the series' rule."""

    series: Series
    index: int
    starts_at: dt.datetime


def book(*, wish: Wish, order: Order, now: dt.datetime, noting: Noting | None = None) -> Booking:
    """This will book all parts of a wish as one booking; a group with room for a whole party is joined, else opened.

    The same order's token again answers the booking that it made before, with another wish it raises `AskedOtherwise`.
    `noting` is called with what was booked in its transaction: what it writes comes true with the booking, or not.
    Raises `NotBookable`, `SlotTaken` or `Busy`; nothing is written then.
    """
    wish = wish.begun()
    if not order.token:
        return _booked(wish, order, now=now, noting=noting)
    question = once.asked(f"book:{wish.read().business.pk}", order.token, wish.question, order.question)
    if before := made_before(question, now=now):
        return before
    try:
        return _booked(wish, order, now=now, noting=noting, question=question)
    except (errors.SlotTaken, IntegrityError):  # by the same guest's other click, a moment ago
        if before := made_before(question, now=now):
            return before
        raise


def join(
    *, appointment: Appointment, order: Order, now: dt.datetime, party_size: int = 1, policy: Policy = GUEST,
    noting: Noting | None = None,
) -> Booking:  # fmt: skip
    """This will take places in this very group appointment and no other, under the rules of `book`.

    Raises `SlotTaken` when it has too few places left.
    """
    wish = wish_to_join(appointment, party_size=party_size, policy=policy)
    return book(wish=wish, order=order, now=now, noting=noting)


def wish_to_join(appointment: Appointment, *, party_size: int, policy: Policy, overbooked: bool = False) -> Wish:
    """This will wish for places in one appointment; `overbooked` if it is to get those that it lacks."""
    part = Part(
        appointment.service,
        appointment.starts_at,
        party_size=party_size,
        group=appointment.pk,
        overbooked=overbooked,
    )
    return Wish(appointment.business, [part], policy)


def _booked(
    wish: Wish, order: Order, *, now: dt.datetime, noting: Noting | None, question: once.Asked | None = None
) -> Booking:
    comer = Comer(wish, order, now=now)
    if isinstance(wish.parts[0].start, dt.datetime):  # said before it is said that nothing is left
        comer.refuse_second([(wish.parts[0].service, wish.parts[0].start)])
    for attempt in placing.attempts(wish, now=now, meet=comer.meet):
        with attempt as made:
            booking = written(made, order, comer, now=now)
            if question is not None:
                once.note(question, booking.pk, now=now)
            if noting is not None:
                noting([booking])
    return booking


def written(made: Plan, order: Order, comer: Comer, *, now: dt.datetime, token_hash: str = "") -> Booking:
    """This will write a booking, its places and its event, as planned; the locks are the caller's."""
    return written_each(made, [order], [comer], now=now, token_hash=token_hash)[0]


def written_each(
    made: Plan, orders: Sequence[Order], comers: Sequence[Comer], *, now: dt.datetime, token_hash: str = "",
    occurrences: Sequence[Occurrence] = (),
) -> list[Booking]:  # fmt: skip
    """This will write the bookings of many orders in as few statements as that of one: each has an equal share of the
    seats, in order, and is that occurrence which has its number."""
    prove_all(dict.fromkeys(comers), made.house.versions)
    size = len(made.seats) // len(orders)
    plans, bookings = [made.only(n * size, size) for n in range(len(orders))], []
    for plan, order, comer in zip(plans, orders, comers, strict=True):
        booking = new_booking(plan, order.taker, status=first_status(made.house.business, order.confirmed), now=now)
        comer.sign(booking, now=now)
        booking.staff_notes, booking.token_hash, booking.sequence = order.staff_notes, token_hash, 1
        bookings.append(booking)
    for booking, occurrence in zip(bookings, occurrences, strict=False):
        booking.series, booking.series_index = occurrence.series, occurrence.index
        booking.series_starts_at = occurrence.starts_at
    coming: set[Coming] = set()
    for comer in dict.fromkeys(comers):
        heads = [plan.seats[0] for plan, its in zip(plans, comers, strict=True) if its is comer]
        comer.refuse_second([(seat.service, seat.starts_at) for seat in heads], coming)
    Booking.objects.bulk_create(bookings)
    placing.seat_each(made, [booking for booking in bookings for _ in range(size)])
    more = [_also(*each) for each in zip(plans, orders, bookings, strict=True)]
    by = [order.taker.by for order in orders]
    recording.tell_each(bookings, Event.Type.CREATED, now=now, by=by, more=more)
    return bookings


def _also(made: Plan, order: Order, booking: Booking) -> dict[str, object]:
    """What the event tells of a series, of a group that was given more places and why, and of what its guest hears."""
    group, also = made.seats[0].group, recording.of_series(booking)
    if order.told:
        also = also | {"told": order.told}
    if group is None or not made.seats[0].part.overbooked:
        return also
    return also | {"overbooked": {"reason": order.reason, "extra_places": booking.appointment.places - group.places}}


def made_before(question: once.Asked, *, now: dt.datetime) -> Booking | None:
    """This will give the booking that was made with a key. Raises `AskedOtherwise` when something else was asked."""
    try:
        answer = once.answered(question, now=now)
    except once.OtherQuestion:
        raise errors.AskedOtherwise from None
    return None if answer is None else Booking.objects.filter(pk=answer).whole()

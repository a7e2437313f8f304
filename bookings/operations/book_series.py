"""Books every occurrence of a series, or none of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import IntegrityError

from bookings import errors
from bookings.models import Booking, Series
from bookings.operations import placing
from bookings.operations.book import Noting, Occurrence, written
from bookings.operations.ordering import Comer, meet_all, prove_all
from bookings.operations.plan import Plan, Seat
from bookings.operations.wish import After, Order, Part, Wish
from bookings.recurrence import Recurrence
from businesses import once


def book_series(
    *, wish: Wish, recurrence: Recurrence, orders: Sequence[Order], now: dt.datetime, noting: Noting | None = None
) -> list[list[Booking]]:
    """This will book what is wished for at each start of a recurrence, which begins with that of the first part.

    Gives, for each occurrence in order, a booking for each order. One order gets all parts of the wish, so that an
    occurrence may be a visit; many share its only part, each with its party, in one group appointment. Each order has
    a series of its own. A single order's token again answers what it made before, as `book` does; `noting` is called
    once, with all bookings. Raises `SeriesTaken` with every start that cannot be had, `SeriesTooLong`, and what `book`
    raises; nothing is written then.
    """
    wish = wish.begun()
    asked = _Asked(wish, recurrence, orders, now)
    if (question := asked.question) is None:
        return asked.booked(noting, None)
    if before := _made_before(question, now=now):
        return before
    try:
        return asked.booked(noting, question)
    except (errors.Taken, IntegrityError):  # by the same guest's other click, a moment ago
        if before := _made_before(question, now=now):
            return before
        raise


def every_part(parts: Sequence[Part], starts: Sequence[dt.datetime]) -> Iterator[Part]:
    """This will repeat the parts of one occurrence at each start; between them stays the time that is there now."""
    first = parts[0].start
    for n, start in enumerate(starts):
        for part in parts:
            when = part.start
            if isinstance(when, dt.datetime) and isinstance(first, dt.datetime):
                when = start + (when - first)
            elif isinstance(when, After):
                when = replace(when, part=n * len(parts) + when.part)
            yield replace(part, start=when)


class _Asked:
    """A series that somebody asks for: all of it is one wish."""

    def __init__(self, wish: Wish, recurrence: Recurrence, orders: Sequence[Order], now: dt.datetime) -> None:
        zone, first = wish.read().business.zone, wish.parts[0].start
        if not isinstance(first, dt.datetime):
            raise TypeError("a series starts at an instant")
        if len(orders) > 1 < len(wish.parts):
            raise ValueError("many orders share one part")
        self.wish, self.orders, self.now = wish, orders, now
        self.recurrence = recurrence.ending_in(zone)
        self.starts = self.recurrence.starts(first, zone)
        parts = [replace(part, party_size=part.party_size * len(orders)) for part in wish.parts]
        self.whole = replace(wish, parts=list(every_part(parts, self.starts)), every=True)

    @property
    def question(self) -> once.Asked | None:
        """What a token stands for; None: there is none."""
        if len(self.orders) > 1 or not self.orders[0].token:
            return None
        order, name = self.orders[0], f"book_series:{self.wish.read().business.pk}"
        return once.asked(name, order.token, (*self.wish.question, self.recurrence.text), order.question)

    def booked(self, noting: Noting | None, question: once.Asked | None) -> list[list[Booking]]:
        """This will book all, in one transaction."""
        comers = [Comer(self.whole, order, now=self.now, times=len(self.starts)) for order in self.orders]
        for comer in comers:
            for start in self.starts:
                comer.refuse_second(self.wish.parts[0].service, start)
        for attempt in placing.attempts(self.whole, now=self.now, meet=lambda: meet_all(comers)):
            with attempt as made:
                prove_all(comers, made.house.versions)
                found = self._written(made, comers)
                if question is not None:
                    once.note(question, found[0][0].pk, now=self.now)
                if noting is not None:
                    noting([booking for occurrence in found for booking in occurrence])
        return found

    def _written(self, made: Plan, comers: Sequence[Comer]) -> list[list[Booking]]:
        series = [self._series(made) for _ in self.orders]
        count, found = len(self.wish.parts), []
        for n, start in enumerate(self.starts):
            seats = list(made.seats[n * count : (n + 1) * count])
            bookings: list[Booking] = []
            for order, comer, own in zip(self.orders, comers, series, strict=True):
                plan = replace(made, seats=seats if len(self.orders) == 1 else [self._share(seats[0], bookings)])
                occurrence = Occurrence(own, n, start)
                bookings.append(written(plan, order, comer, now=self.now, occurrence=occurrence))
            found.append(bookings)
        return found

    def _share(self, whole: Seat, before: Sequence[Booking]) -> Seat:
        """One party's part of a seat that was found for all: in the appointment that the first of them opened."""
        seat = replace(whole, part=replace(whole.part, party_size=self.wish.parts[0].party_size))
        if before and whole.assignment.group is None:
            return replace(seat, assignment=replace(seat.assignment, group=before[0].appointment.pk))
        return seat

    def _series(self, made: Plan) -> Series:
        return Series.objects.create(
            business=made.house.business,
            rule=self.recurrence.text,
            starts_at=self.starts[0],
            occurrences=len(self.starts),
            created_at=self.now,
        )


def _made_before(question: once.Asked, *, now: dt.datetime) -> list[list[Booking]]:
    """The series that was made with a key, if one was."""
    try:
        answer = once.answered(question, now=now)
    except once.OtherQuestion:
        raise errors.AskedOtherwise from None
    if answer is None:
        return []
    series = Series.objects.filter(bookings=int(answer))
    return [[booking] for booking in Booking.objects.filter(series__in=series).with_details().order_by("series_index")]

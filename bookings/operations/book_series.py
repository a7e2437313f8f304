"""Books every occurrence of a series, or none of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import IntegrityError

from bookings import errors
from bookings.models import Booking, Series
from bookings.operations import placing, releasing
from bookings.operations.book import Noting, Occurrence, written_each
from bookings.operations.book_together import shares
from bookings.operations.hold import prove, still_held
from bookings.operations.ordering import Comer, meet_all
from bookings.operations.plan import Plan
from bookings.operations.wish import After, Order, Part, Wish
from bookings.recurrence import Recurrence
from businesses import once


def book_series(
    *, wish: Wish, recurrence: Recurrence, orders: Sequence[Order], now: dt.datetime, noting: Noting | None = None,
    instead_of: Booking | None = None, its_token: str = "",
) -> list[list[Booking]]:  # fmt: skip
    """This will book what is wished for at each start of a recurrence, which begins with that of the first part.

    Gives, for each occurrence in order, a booking for each order. One order gets all parts of the wish, so that an
    occurrence may be a visit; many share its only part, each with its party, in one group appointment. Each order has
    a series of its own. A single order's token again answers what it made before, as `book` does; `noting` is called
    once, with all bookings. `instead_of` is a hold of the same guest, as in `hold`: it gives way to the series, and
    stays if that is not to be had. Raises `SeriesTaken` with every start that cannot be had, `SeriesTooLong`,
    `HoldNotYours`, and what `book` raises; nothing is written then.
    """
    if instead_of is not None:
        prove(instead_of, its_token)
    wish = wish.begun()
    asked = _Asked(wish, recurrence, orders, now, instead_of)
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


def first_start(wish: Wish) -> dt.datetime:
    """This will give the start with which a series of a wish begins. Raises `TypeError` when that is no instant."""
    first = wish.parts[0].start
    if not isinstance(first, dt.datetime):
        raise TypeError("a series starts at an instant")
    return first


def of_every_start(wish: Wish, starts: Sequence[dt.datetime]) -> Wish:
    """This will wish for the same at each start, as one wish of which a refusal names every start."""
    return replace(wish, parts=list(_every_part(wish, starts)), every=True)


def _every_part(wish: Wish, starts: Sequence[dt.datetime]) -> Iterator[Part]:
    parts, first = wish.parts, first_start(wish)
    for n, start in enumerate(starts):
        for part in parts:
            when = part.start
            if isinstance(when, dt.datetime):
                when = start + (when - first)
            elif isinstance(when, After):
                when = replace(when, part=n * len(parts) + when.part)
            yield replace(part, start=when)


class _Asked:
    """A series that somebody asks for: all of it is one wish."""

    def __init__(
        self, wish: Wish, recurrence: Recurrence, orders: Sequence[Order], now: dt.datetime, hold: Booking | None
    ) -> None:
        zone, first = wish.read().business.zone, first_start(wish)
        if len(orders) > 1 < len(wish.parts):
            raise ValueError("many orders share one part")
        self.wish, self.orders, self.now, self.hold = wish, orders, now, hold
        self.recurrence = recurrence.ending_in(zone)
        self.starts = self.recurrence.starts(first, zone)
        parts = [replace(part, party_size=part.party_size * len(orders)) for part in wish.parts]
        self.whole = of_every_start(replace(wish, parts=parts), self.starts)

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
            comer.refuse_second([(self.wish.parts[0].service, start) for start in self.starts])
        for attempt in placing.attempts(self._wished, now=self.now, meet=lambda: meet_all(comers)):
            with attempt as made:
                if attempt.wish.moving is not None:
                    releasing.end(attempt.wish.moving, now=self.now, by=self.orders[0].taker.by)
                found = self._written(made, comers)
                if question is not None:
                    once.note(question, found[0][0].pk, now=self.now)
                if noting is not None:
                    noting([booking for occurrence in found for booking in occurrence])
        return found

    def _wished(self) -> Wish:
        """The whole of it, with a hold that still runs out of its way."""
        business = self.wish.read().business
        return replace(self.whole, moving=still_held(self.hold, business, self.now)) if self.hold else self.whole

    def _written(self, made: Plan, comers: Sequence[Comer]) -> list[list[Booking]]:
        series, count = [self._series(made) for _ in self.orders], len(self.orders)
        size = self.wish.parts[0].party_size
        seats = list(made.seats) if count == 1 else [each for seat in made.seats for each in shares(seat, size, count)]
        every = len(self.starts)
        occurrences = [Occurrence(own, n, start) for n, start in enumerate(self.starts) for own in series]
        bookings = written_each(
            replace(made, seats=seats),
            [*self.orders] * every,
            [*comers] * every,
            now=self.now,
            occurrences=occurrences,
        )
        return [bookings[n : n + count] for n in range(0, len(bookings), count)]

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

"""Opens group appointments of the house: with nobody in them yet, for others to join."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bookings import errors
from bookings.models import Appointment
from bookings.operations import placing
from bookings.operations.wish import Taker, Wish
from bookings.recurrence import Recurrence

Noting = Callable[[list[Appointment]], object]


def plan_class(*, wish: Wish, taker: Taker, now: dt.datetime, noting: Noting | None = None) -> Appointment:
    """This will plan one class: a group appointment that lives with nobody in it, keeps its person and thing, offers
    its places, on the grid or not, and ends when it is called off.

    The one that is there already, of that service at that start with that person, becomes the planned one. Nobody is
    told, since nothing happens to anyone's booking: `taker` says who asks, and stands in no event. `noting` is called
    with the class in its transaction. Raises `ServiceNotOffered` for a service that is not shared, and what `book`
    raises.
    """
    return _planned(wish, now, noting)[0]


def plan_classes(
    *, wish: Wish, recurrence: Recurrence, taker: Taker, now: dt.datetime, noting: Noting | None = None
) -> list[Appointment]:
    """This will plan a class at every start of a recurrence, all or none, under the rules of `plan_class`.

    Raises `SeriesTaken` with every start that cannot be had, and `SeriesTooLong`.
    """
    (part,) = wish.parts
    if not isinstance(part.start, dt.datetime):
        raise TypeError("a series starts at an instant")
    starts = recurrence.starts(part.start, wish.read().business.zone)
    parts = [replace(part, start=start) for start in starts]
    return _planned(replace(wish, parts=parts, every=True), now, noting)


def _planned(wish: Wish, now: dt.datetime, noting: Noting | None) -> list[Appointment]:
    if not all(part.service.is_group for part in wish.parts):
        raise errors.ServiceNotOffered
    empty = replace(wish, parts=[replace(part, party_size=1, planned=True) for part in wish.parts])
    for attempt in placing.attempts(empty.begun(), now=now):
        with attempt as made:
            found = [placing.class_of(made, seat) for seat in made.seats]
            if noting is not None:
                noting(found)
    return found

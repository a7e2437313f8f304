"""Moves a booking to the nearest time, or the next person, that the set-up as it is now still has for it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from bookings import errors, queries
from bookings.availability import STAFF
from bookings.models import Booking
from bookings.operations import locking
from bookings.operations.move import live_places, move
from bookings.queries import Wanted
from businesses.models import StaffMember

INSIDE = STAFF.but(grid=True, hours=True, window=True, skills=True)  # what guests are offered, but for the lead time
TRIES = 5


def move_near(
    *, booking: Booking, now: dt.datetime, by: str, to_somebody_else: bool = False, seen: int | None = None
) -> Booking:
    """This will move a booking to the free start nearest to its own, in the two weeks around it, or from today on: with
    the same person while they have one, else with anybody who does it. `to_somebody_else`: its time stays, and another
    person who is free then serves it; of a visit of several services nobody takes over all.
    `seen` is the sequence of the booking that the caller looked at; without it, what is read first counts.

    Raises `WrongStatus`, `ChangedMeanwhile`, `NotOffered` when there is no such start or person, or `Busy`; nothing is
    changed then.
    """
    current = locking.read(booking)
    if current.status not in Booking.OPEN:
        raise errors.WrongStatus(status=current.status, wanted="moved")
    seen = current.sequence if seen is None else seen
    there = _others(current, now) if to_somebody_else else _starts(current, now)
    for starts_at, staff in there:
        try:
            return move(booking=current, starts_at=starts_at, staff=staff, policy=INSIDE, seen=seen, now=now, by=by)
        except (errors.NotBookable, errors.SlotTaken):
            continue  # it was free a moment ago, or is so only for a part
    raise errors.NotOffered(current.starts_at)


def _others(booking: Booking, now: dt.datetime) -> Iterator[tuple[dt.datetime, StaffMember]]:
    if len(live_places(booking)) != 1:
        return
    here = queries.house(booking.business_id)
    free = queries.free_staff(here, booking.service, starts_at=booking.starts_at, now=now, wanted=_wanted(booking))
    for key in [key for key in free if key != booking.staff.pk][:TRIES]:
        yield booking.starts_at, here.setup.people[key]


def _starts(booking: Booking, now: dt.datetime) -> Iterator[tuple[dt.datetime, StaffMember | None]]:
    here, stages = queries.house(booking.business_id), queries.stages_of(booking)
    for starts_at in _nearest(here, booking, stages, now):
        yield starts_at, None
    if len(stages) == 1 and stages[0].staff is not None:
        for starts_at in _nearest(here, booking, [stages[0]._replace(staff=None)], now):
            free = queries.free_staff(here, booking.service, starts_at=starts_at, now=now, wanted=_wanted(booking))
            yield from ((starts_at, here.setup.people[key]) for key in free[:1])


def _nearest(
    here: queries.House, booking: Booking, stages: Sequence[queries.Stage], now: dt.datetime
) -> list[dt.datetime]:
    at = booking.starts_at
    found = queries.visit_alternatives(here, stages, starts_at=at, now=now, wanted=_wanted(booking))
    return sorted((start for start in found if start != at), key=lambda start: abs(start - at))


def _wanted(booking: Booking) -> Wanted:
    return Wanted(None, booking.party_size, booking, policy=INSIDE, place=live_places(booking)[0])

"""Does with each of many bookings what was chosen for it, some seconds' worth at a time, each in its own transaction.

What is left is read from the bookings themselves (`queries.not_yet_rearranged`), never from a count: so whoever carries
on, after whatever broke off, does nothing twice and leaves nothing out.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence

from django.db.models import QuerySet

from bookings import errors, queries
from bookings.models import Booking, Rearrangement
from bookings.operations import locking, turns
from bookings.operations.cancel import cancel
from bookings.operations.move import live_places, move
from bookings.operations.move_near import move_near
from bookings.queries import Chosen
from businesses.models import Business, StaffMember

Deed, State = Rearrangement.Deed, Rearrangement.State


def begin_rearranging(
    *, business: Business, lines: Sequence[Chosen], now: dt.datetime, by: str, message: str = ""
) -> Rearrangement:
    """This will write down what is to be done with these bookings. Nothing is done with them yet."""
    written = [[each.booking, each.sequence, each.deed, each.starts_at.isoformat(), each.staff] for each in lines]
    return Rearrangement.objects.create(
        business=business, lines=written, message=message, by=by, created_at=now, kept_until=now + turns.KEPT
    )


def carry_on_rearranging(
    *, rearrangement: Rearrangement, now: dt.datetime, seconds: float, stopwatch: turns.Stopwatch = time.monotonic
) -> Rearrangement:
    """This will do as much as can be done within some seconds, at least one booking, and give it as it is then.

    Nothing is done while somebody else carries it on.
    """
    with turns.leased(Rearrangement.objects.filter(state=State.RUNNING), rearrangement.pk, now=now) as mine:
        _go(mine, now, seconds, stopwatch)
    return Rearrangement.objects.select_related("business").get(pk=rearrangement.pk)


def carry_on_rearrangements(*, now: dt.datetime, seconds: float, stopwatch: turns.Stopwatch = time.monotonic) -> int:
    """This will carry on, for some seconds in all, what nobody else carries on; gives how many had a turn."""

    def turn(one: Rearrangement, now: dt.datetime, left: float) -> None:
        carry_on_rearranging(rearrangement=one, now=now, seconds=left, stopwatch=stopwatch)

    running = Rearrangement.objects.filter(state=State.RUNNING)
    return turns.carry_on_all(running, turn, now=now, seconds=seconds, stopwatch=stopwatch)


def stop_rearranging(*, rearrangement: Rearrangement, now: dt.datetime) -> bool:
    """This will let nothing more begin; says whether nobody is at work with it now either."""
    rows = Rearrangement.objects.filter(pk=rearrangement.pk)
    rows.filter(state=State.RUNNING).update(state=State.STOPPED, message="")
    return turns.free(rows, now=now).exists()


def forget_rearrangements(*, now: dt.datetime) -> int:
    """This will forget those that are over for long, and give the number of them."""
    return turns.forget(Rearrangement.objects.filter(kept_until__lte=now), now=now)


def _go(mine: QuerySet[Rearrangement], now: dt.datetime, seconds: float, stopwatch: turns.Stopwatch) -> None:
    current = mine.select_related("business").first()
    if current is None:
        return
    began, was_busy = stopwatch(), False
    for n, line in enumerate(queries.not_yet_rearranged(current)):
        passed = stopwatch() - began
        if n and (passed >= seconds or not mine.exists()):
            return
        try:
            DEEDS[line.deed](line, current, now + dt.timedelta(seconds=passed))
        except errors.Busy:
            was_busy = True
        except errors.Refused:
            current.stuck.append(line.booking)
            mine.update(stuck=current.stuck)
    if not was_busy:
        mine.update(state=State.DONE, message="")


def _cancel(line: Chosen, current: Rearrangement, now: dt.datetime) -> None:
    cancel(booking=Booking(pk=line.booking), seen=line.sequence, now=now, by=current.by, reason=current.message)


def _move_near(line: Chosen, current: Rearrangement, now: dt.datetime) -> None:
    to_somebody_else = line.deed == Deed.PERSON
    move_near(
        booking=Booking(pk=line.booking), seen=line.sequence, to_somebody_else=to_somebody_else, now=now, by=current.by
    )


def _move_back(line: Chosen, current: Rearrangement, now: dt.datetime) -> None:
    booking = _booking(line)
    staff = StaffMember.objects.filter(business=current.business_id, pk=line.staff).first()
    alone = len(live_places(booking)) == 1  # of a visit each part has its own person
    move(
        booking=booking, starts_at=line.starts_at, staff=staff if alone else None, seen=line.sequence, now=now,
        by=current.by,
    )  # fmt: skip


DEEDS: Mapping[str, Callable[[Chosen, Rearrangement, dt.datetime], None]] = {
    Deed.TIME: _move_near,
    Deed.PERSON: _move_near,
    Deed.CANCEL: _cancel,
    Deed.BACK: _move_back,
}


def _booking(line: Chosen) -> Booking:
    """The booking as it is. Raises `ChangedMeanwhile` when something happened to it since it was seen."""
    booking = locking.read(Booking(pk=line.booking))
    if booking.sequence != line.sequence:
        raise errors.ChangedMeanwhile
    return booking

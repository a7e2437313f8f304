"""Moves one booking of a series, that one and all after it, or all that are to come.

All go as far on the wall: so many days, so many minutes by the clock. The series stays one: it says how its bookings
were made, and each keeps its index and the start that it had then, by which calendars know it.
"""

import datetime as dt
from collections.abc import Sequence

from bookings import errors, queries, recurrence
from bookings.availability import STAFF, Policy
from bookings.models import Booking, Event, Series
from bookings.operations import placing
from bookings.operations.cancel_series import refuse_what_cannot_change
from bookings.operations.move import live_places, parts_of, put_elsewhere, stays
from bookings.operations.plan import Plan
from bookings.operations.recording import record_all, snapshot, together
from bookings.operations.seat import Seat
from bookings.operations.wish import Part, Wish
from businesses.models import StaffMember


def move_series(
    *,
    booking: Booking,
    starts_at: dt.datetime,
    scope: str,
    now: dt.datetime,
    by: str,
    staff: StaffMember | None = None,
    location_id: int | None = None,
    policy: Policy = STAFF,
    seen: int | None = None,
) -> list[Booking]:
    """This will move a booking to a start, and as far those of its series that the `Series.Scope` takes with it.

    All of them or none: their own old times do not stand in their way, and what is over or cancelled stays. `staff` is
    who serves all of them; None keeps each one's person, as in `move`. Each that changes gets its event. Gives all in
    scope as they are then.

    Raises `SeriesTaken` with every start that cannot be had, and what `move` raises; nothing is changed then.
    """
    wanted = Shift(booking, starts_at, Series.Scope(scope), now, staff, location_id, policy, seen)
    for attempt in placing.attempts(wanted.wish, now=now):
        with attempt as made:
            moved = [(each, seats) for each, seats in wanted.seated(made) if not stays(each, seats)]
            if not moved:
                continue
            bookings = [each for each, _ in moved]
            previous = [{"places": snapshot(each)["places"]} for each in bookings]
            goes = [pair for each, seats in moved for pair in zip(seats, live_places(each), strict=True)]
            put_elsewhere(made, goes, now=now)
            record_all(bookings, Event.Type.MOVED, now=now, by=by, previous=previous, more=together(bookings))
    return wanted.found


class Shift:
    """What is to move, and how far; read anew at each attempt."""

    def __init__(
        self,
        booking: Booking,
        starts_at: dt.datetime,
        scope: Series.Scope,
        now: dt.datetime,
        staff: StaffMember | None,
        location_id: int | None,
        policy: Policy,
        seen: int | None,
    ) -> None:
        self.booking, self.starts_at, self.scope, self.now = booking, starts_at, scope, now
        self.staff, self.location_id, self.policy, self.seen = staff, location_id, policy, seen
        self.found: list[Booking] = []

    def wish(self) -> Wish:
        """This will read the bookings, and wish for the parts of all of them as much later."""
        self.found = queries.occurrences(self.booking, self.scope, now=self.now)
        refuse_what_cannot_change(self.found, self.booking, self.policy, now=self.now, wanted="moved")
        this = self.this
        if self.seen is not None and this.sequence != self.seen:
            raise errors.ChangedMeanwhile
        parts: list[Part] = []
        for each, start in zip(self.found, self.starts(), strict=True):
            parts += parts_of(each, start, staff=self.staff, first=len(parts))
        return Wish(this.business, parts, self.policy, self.location_id, beside=self.found, every=True)

    @property
    def this(self) -> Booking:
        """The booking that somebody has before them, as it was read."""
        return next(each for each in self.found if each.pk == self.booking.pk)

    def starts(self) -> list[dt.datetime]:
        """This will give the new start of each."""
        this = self.this
        zone = this.business.zone
        by = recurrence.between(this.starts_at, self.starts_at, zone)
        return [
            self.starts_at if each.pk == this.pk else recurrence.later(each.starts_at, by, zone) for each in self.found
        ]

    def seated(self, made: Plan) -> list[tuple[Booking, Sequence[Seat]]]:
        """This will give each booking with the seats of its parts."""
        found, n = [], 0
        for each in self.found:
            count = len(live_places(each))
            found.append((each, made.seats[n : n + count]))
            n += count
        return found

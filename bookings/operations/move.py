"""Moves a booking to another time; it keeps its identity, code and person."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F

from bookings import errors
from bookings.availability import STAFF, Policy
from bookings.models import Appointment, Booking, Event, Place
from bookings.operations import locking, placing, releasing
from bookings.operations.cancel import CANCELLABLE, refuse_too_late
from bookings.operations.plan import Plan, Seat
from bookings.operations.recording import record, snapshot
from bookings.operations.wish import After, Listed, Part, Start, Then, Wish
from businesses.models import StaffMember

ASIDE = 10**9  # minutes: before there were businesses
TIME = ("staff", "resource", "location", "starts_at", "ends_at", "listed_on", "busy_from", "busy_until", "waits")


def move(
    *,
    booking: Booking,
    starts_at: dt.datetime | Listed,
    now: dt.datetime,
    by: str,
    staff: StaffMember | None = None,
    location_id: int | None = None,
    policy: Policy = STAFF,
    seen: int | None = None,
) -> Booking:
    """This will move a pending or confirmed booking with all its parts; its own old time does not stand in its way.

    `staff` None keeps the person, and when the guest had chosen anyone, another who is free serves too, at
    `location_id` if that is given. The house moves what was agreed once, whatever is on offer today. `seen` is the
    sequence of the booking that the caller looked at. Where nothing would change, nothing happens.

    Raises `WrongStatus`, `ChangedMeanwhile`, `TooLate`, `NotBookable`, `SlotTaken` or `Busy`; nothing is changed then.
    """
    wanted = _Move(booking, starts_at, staff, location_id, policy, seen, now)
    if wanted.is_there():
        return wanted.current
    for attempt in placing.attempts(wanted.wish, now=now):
        with attempt as made:
            current = wanted.current
            if _stays(current, made.seats):
                continue
            previous = {"places": snapshot(current)["places"]}
            places = _live(current)
            if len(places) > 1:
                _step_aside(places)
            for place, seat in zip(places, made.seats, strict=True):
                _put_elsewhere(made, seat, place, now=now)
            record(current, Event.Type.MOVED, now=now, by=by, previous=previous)
    return wanted.current


class _Move:
    """What is asked, and the booking as it is at each attempt."""

    def __init__(
        self,
        booking: Booking,
        starts_at: dt.datetime | Listed,
        staff: StaffMember | None,
        location_id: int | None,
        policy: Policy,
        seen: int | None,
        now: dt.datetime,
    ) -> None:
        self.booking, self.starts_at, self.staff, self.location_id, self.now = (
            booking,
            starts_at,
            staff,
            location_id,
            now,
        )
        self.policy, self.seen = policy, seen
        self.current = self._read()

    def is_there(self) -> bool:
        """Whether it starts then already, with whom and where it is to be."""
        return self.current.starts_at == self.starts_at and all(
            (self.staff is None or appointment.staff_id == self.staff.pk)
            and self.location_id in (None, appointment.location_id)
            for appointment in (place.appointment for place in _live(self.current))
        )

    def wish(self) -> Wish:
        """This will read the booking, and wish for its parts at the new time."""
        self.current = current = self._read()
        if self.seen is not None and current.sequence != self.seen:
            raise errors.ChangedMeanwhile
        refuse_too_late(current, self.policy, now=self.now)
        places = _live(current)
        parts = [
            Part(
                place.appointment.service,
                self._start(places, n),
                self._person(place),
                place.party_size,
                place=place,
            )
            for n, place in enumerate(places)
        ]
        return Wish(current.business, parts, self.policy, self.location_id, moving=current)

    def _read(self) -> Booking:
        current = locking.read(self.booking)
        if current.status not in CANCELLABLE:
            raise errors.WrongStatus(status=current.status, wanted="moved")
        return current

    def _start(self, places: Sequence[Place], n: int) -> Start:
        """What followed at once follows at once, whatever the buffers are now; what came later comes as much later."""
        first, part = places[0].appointment, places[n].appointment
        if n and part.busy_from == places[n - 1].appointment.busy_until:
            return Then()
        behind = part.starts_at - first.starts_at
        return After(int(behind.total_seconds()) // 60) if behind else self.starts_at

    def _person(self, place: Place) -> StaffMember | None:
        return self.staff or (None if self.current.any_staff else place.appointment.staff)


def _live(booking: Booking) -> list[Place]:
    return sorted((place for place in booking.places.all() if place.live), key=lambda place: place.position)


def _stays(booking: Booking, seats: Sequence[Seat]) -> bool:
    """Whether every part is where it would go."""
    return all(
        (seat.starts_at, seat.assignment.person) == (place.appointment.starts_at, place.appointment.staff_id)
        for place, seat in zip(_live(booking), seats, strict=True)
    )


def _step_aside(places: Sequence[Place]) -> None:
    """Parts that follow each other would be in each other's way: all leave their time before the first arrives."""
    alone = [place.appointment_id for place in places if place.appointment.places == 1]
    first = F("busy_from") - ASIDE  # a minute of each will do, and no two of one person begin in the same
    Appointment.objects.filter(pk__in=alone).update(busy_from=first, busy_until=first + 1, waits=None)


def _put_elsewhere(made: Plan, seat: Seat, place: Place, *, now: dt.datetime) -> None:
    """A one-to-one appointment moves as it is; a part in a group leaves one and joins, or opens, another."""
    old = place.appointment
    if old.places == 1 and seat.assignment.group is None:
        placing.put(old, made, seat)
        old.save(update_fields=TIME)
        return
    part = Place.objects.filter(pk=place.pk)
    part.update(live=False)
    releasing.recount([old])
    releasing.sweep([old.pk], now=now)  # nothing but lapsed holds may be left in it
    place.appointment = placing.appointment_of(made, seat)
    part.update(live=True, appointment=place.appointment)

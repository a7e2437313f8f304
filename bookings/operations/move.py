"""Moves a booking to another time; it keeps its identity, code and person."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F

from bookings import errors
from bookings.availability import STAFF, Policy
from bookings.models import Appointment, Booking, Event, Place
from bookings.operations import locking, placing, releasing
from bookings.operations.cancel import refuse_too_late
from bookings.operations.plan import Plan
from bookings.operations.recording import record, snapshot
from bookings.operations.seat import Seat
from bookings.operations.wish import Listed, Part, Start, Wish, starts_again
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
            if stays(current, made.seats):
                continue
            previous = {"places": snapshot(current)["places"]}
            put_elsewhere(made, list(zip(made.seats, live_places(current), strict=True)), now=now)
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
            for appointment in (place.appointment for place in live_places(self.current))
        )

    def wish(self) -> Wish:
        """This will read the booking, and wish for its parts at the new time."""
        self.current = current = self._read()
        if self.seen is not None and current.sequence != self.seen:
            raise errors.ChangedMeanwhile
        refuse_too_late(current, self.policy, now=self.now)
        parts = parts_of(current, self.starts_at, staff=self.staff)
        return Wish(current.business, parts, self.policy, self.location_id, moving=current)

    def _read(self) -> Booking:
        current = locking.read(self.booking)
        if current.status not in Booking.OPEN:
            raise errors.WrongStatus(status=current.status, wanted="moved")
        return current


def parts_of(booking: Booking, start: Start, *, staff: StaffMember | None = None, first: int = 0) -> list[Part]:
    """This will wish for the live parts of a booking from a start on; `first` is the first one's place in the wish."""
    places, found = live_places(booking), []
    for place, when in zip(places, starts_again(places, start, part=first), strict=True):
        person = staff or (None if place.any_staff else place.appointment.staff)
        found.append(Part(place.appointment.service, when, person, place.party_size, place=place))
    return found


def live_places(booking: Booking) -> list[Place]:
    """This will give the parts of a booking that stand, in their order."""
    return sorted((place for place in booking.places.all() if place.live), key=lambda place: place.position)


def stays(booking: Booking, seats: Sequence[Seat]) -> bool:
    """This will tell whether every part is where it would go."""
    return all(
        (seat.starts_at, seat.assignment.person) == (place.appointment.starts_at, place.appointment.staff_id)
        for place, seat in zip(live_places(booking), seats, strict=True)
    )


def put_elsewhere(made: Plan, goes: Sequence[tuple[Seat, Place]], *, now: dt.datetime) -> None:
    """This will give each of these places its seat: all leave their time before the first arrives.

    A one-to-one appointment moves as it is; a part in a group leaves one and joins, or opens, another.
    """
    whole = [(seat, place) for seat, place in goes if _goes_as_it_is(seat, place)]
    others = [(seat, place) for seat, place in goes if not _goes_as_it_is(seat, place)]
    if len(goes) > 1:
        _step_aside([place.appointment_id for _, place in whole])
    if others:
        left = [place.appointment for _, place in others]
        Place.objects.filter(pk__in=[place.pk for _, place in others]).update(live=False)
        releasing.recount(left)
        releasing.sweep([row.pk for row in left], now=now)  # nothing but lapsed holds may be left in them
    for seat, place in whole:
        placing.put(place.appointment, made, seat)
    if whole:
        Appointment.objects.bulk_update([place.appointment for _, place in whole], TIME)
    rows = placing.appointments_of(replace(made, seats=[seat for seat, _ in others]))
    for (_, place), row in zip(others, rows, strict=True):
        place.live, place.appointment = True, row
    if others:
        Place.objects.bulk_update([place for _, place in others], ["live", "appointment"])


def _goes_as_it_is(seat: Seat, place: Place) -> bool:
    return place.appointment.places == 1 and seat.is_new


def _step_aside(appointments: Sequence[int]) -> None:
    """Appointments that move together would be in each other's way: they leave for a time before there were any."""
    first = F("busy_from") - ASIDE  # a minute of each will do, and no two of one person begin in the same
    Appointment.objects.filter(pk__in=appointments).update(busy_from=first, busy_until=first + 1, waits=None)

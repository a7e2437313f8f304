"""Gives a part of a booking another service, another length or another person, where it stands."""

import copy
import datetime as dt
from dataclasses import replace

from bookings import errors, queries
from bookings.availability import COUNTER, Interval, Policy, minute_of
from bookings.models import Booking, Event, Place
from bookings.operations import locking, placing
from bookings.operations.move import live_places, parts_of, put_elsewhere
from bookings.operations.plan import Plan
from bookings.operations.recording import record, snapshot
from bookings.operations.wish import Part, Wish
from businesses.models import Service, StaffMember


def change_part(
    *,
    booking: Booking,
    now: dt.datetime,
    by: str,
    service: Service | None = None,
    minutes: int | None = None,
    staff: StaffMember | None = None,
    position: int = 0,
    policy: Policy = COUNTER,
    seen: int | None = None,
) -> Booking:
    """This will change what is done in a part of a pending or confirmed booking, for how long and by whom; None stays.

    `position` is the part's place among those that stand. It begins when it did; what followed it at once follows it
    at once. Another service has its own length and price with its person, unless `minutes` says otherwise; a length
    alone leaves the agreed price. `seen` is the sequence that the caller looked at. Where nothing would change, nothing
    happens. A part in a group is moved, joined or left, never changed.

    Raises `WrongStatus`, `ChangedMeanwhile`, `ServiceNotOffered`, `StaffNotOffered`, `NotOffered`, `SlotTaken` or
    `Busy`; nothing is changed then.
    """
    wanted = _Change(booking, service, minutes, staff, position, policy, seen)
    if wanted.is_there():
        return wanted.current
    for attempt in placing.attempts(wanted.wish, now=now):
        with attempt as made:
            current = wanted.current
            previous = {"places": snapshot(current)["places"]}
            wanted.put(made, now=now)
            record(current, Event.Type.AMENDED, now=now, by=by, previous=previous)
    return wanted.current


class _Change:
    """What is asked, and the booking as it is at each attempt."""

    def __init__(
        self, booking: Booking, service: Service | None, minutes: int | None, staff: StaffMember | None,
        position: int, policy: Policy, seen: int | None,
    ) -> None:  # fmt: skip
        self.booking, self.service, self.minutes, self.staff = booking, service, minutes, staff
        self.position, self.policy, self.seen = position, policy, seen
        self.current = self._read()

    @property
    def place(self) -> Place:
        """The part that is to be another one."""
        return live_places(self.current)[self.position]

    @property
    def is_another_service(self) -> bool:
        """Whether something else is done in it."""
        return self.service is not None and self.service.pk != self.place.appointment.service_id

    def is_there(self) -> bool:
        """Whether it is all of that already."""
        same_length = self.minutes in (None, self.place.duration_minutes)
        same_person = self.staff is None or self.staff.pk == self.place.appointment.staff_id
        return same_length and same_person and not self.is_another_service

    def wish(self) -> Wish:
        """This will read the booking, and wish for its parts where they stand, one of them another."""
        self.current = current = self._read()
        if self.seen is not None and current.sequence != self.seen:
            raise errors.ChangedMeanwhile
        house, parts = queries.house(current.business), parts_of(current, current.starts_at)
        parts[self.position] = self._other(parts[self.position], house)
        return Wish(house, parts, self.policy, moving=current)

    def put(self, made: Plan, *, now: dt.datetime) -> None:
        """This will write it as planned."""
        place, seat, is_another = self.place, made.seats[self.position], self.is_another_service
        place.appointment.service_id = seat.service.pk
        put_elsewhere(made, list(zip(made.seats, live_places(self.current), strict=True)), now=now)
        place.appointment.save(update_fields=["service"])
        place.duration_minutes = seat.assignment.length
        if is_another:
            place.service_name, place.price = seat.service.name, seat.price
        place.save(update_fields=["service_name", "duration_minutes", "price"])

    def _other(self, part: Part, house: queries.House) -> Part:
        """The part as it is to be. Its place says what is agreed, and is written by nobody."""
        service, person = self.service or part.service, self.staff or self.place.appointment.staff
        skill = house.setup.skill(service.pk, person.pk)
        if self.is_another_service and not service.active:
            raise errors.ServiceNotOffered
        if self.is_another_service and skill is None:
            raise errors.StaffNotOffered
        usual = skill.minutes if skill and self.is_another_service else self.place.duration_minutes
        place = copy.copy(self.place)
        place.appointment = row = copy.copy(place.appointment)
        place.duration_minutes = minutes = self.minutes or usual
        row.ends_at, row.waits = row.starts_at + dt.timedelta(minutes=minutes), self._waits(service, minutes)
        return replace(part, service=service, staff=person, place=place)

    def _waits(self, service: Service, minutes: int) -> tuple[Interval, ...] | None:
        """When the person is free meanwhile: as agreed while nothing but the person is another one, else as the service
        says, whose phases are of one length."""
        begin = minute_of(self.place.appointment.starts_at)
        if minutes == self.place.duration_minutes and not self.is_another_service:
            return tuple(wait.later(begin) for wait in self.place.appointment.pattern) or None
        found = service.waits if minutes == service.duration_minutes else ()
        return tuple(Interval(*wait).later(begin) for wait in found) or None

    def _read(self) -> Booking:
        current = locking.read(self.booking)
        if current.status not in Booking.OPEN:
            raise errors.WrongStatus(status=current.status, wanted="changed")
        places = live_places(current)
        in_group = self.position < len(places) and places[self.position].appointment.places > 1
        if not self.position < len(places) or in_group or (self.service is not None and self.service.is_group):
            raise errors.ServiceNotOffered
        return current

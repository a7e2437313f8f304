"""Moves an appointment with everybody in it; it keeps its identity, and so does each booking."""

import copy
import datetime as dt
from dataclasses import dataclass

from bookings import errors
from bookings.availability import STAFF, Policy
from bookings.models import Appointment, Booking, Event, Place
from bookings.operations import placing, releasing
from bookings.operations.call_off import Everybody, off_the_timetable
from bookings.operations.move import TIME
from bookings.operations.plan import Plan
from bookings.operations.recording import record, snapshot, together
from bookings.operations.settling import Stale
from bookings.operations.wish import Part, Wish
from businesses.models import StaffMember


def move_appointment(
    *, appointment: Appointment, starts_at: dt.datetime, now: dt.datetime, by: str,
    staff: StaffMember | None = None, policy: Policy = STAFF,
) -> Appointment:  # fmt: skip
    """This will move an appointment, for one guest or for many, planned or not, with everybody in it; `staff` None
    keeps the person. Holds in it end: those who hold meant the old time.

    A class of the timetable is off on its date then, and what it becomes is planned. It joins no other group.
    Where nothing would change, nothing happens. Raises `WrongStatus` when it is over, `PartOfVisit` when somebody comes
    for more than this, `NotBookable`, `SlotTaken` or `Busy`; nothing is changed then.
    """
    wanted = _Wanted(appointment, starts_at, staff, policy, now)
    if wanted.is_there():
        return wanted.everybody.appointment
    with off_the_timetable(wanted.everybody.appointment) as was_a_class:
        for attempt in placing.attempts(wanted.wish, now=now):
            with attempt as made:
                wanted.put(made, by=by, planned=was_a_class)
    return wanted.everybody.appointment


@dataclass(frozen=True, slots=True)
class _Whole(Wish):
    """A wish for an appointment to move: what is to leave its time is all of it, whoever is in it."""

    appointment: Appointment | None = None

    def has_changed(self) -> bool:
        """Whether it stands elsewhere by now, or others are in it."""
        names = "pk", "staff_id", "resource_id", "starts_at", "ends_at", "places_taken", "live"
        same = {name: getattr(self.appointment, name) for name in names}
        return not Appointment.objects.filter(**same).exists()

    def shared_before(self) -> list[int]:
        """This will give the appointment itself: the holds in it end."""
        return [self.appointment.pk] if self.appointment else []


class _Wanted:
    """What is asked, and the appointment as it is at each attempt."""

    def __init__(
        self, appointment: Appointment, starts_at: dt.datetime, staff: StaffMember | None, policy: Policy,
        now: dt.datetime,
    ) -> None:  # fmt: skip
        self.starts_at, self.staff, self.policy, self.now = starts_at, staff, policy, now
        self.everybody = Everybody(appointment.pk)
        self._read()

    def is_there(self) -> bool:
        """Whether it starts then already, with whom it is to be."""
        row = self.everybody.appointment
        return row.starts_at == self.starts_at and (self.staff is None or self.staff.pk == row.staff_id)

    def wish(self) -> Wish:
        """This will read it, and wish for it at the new time."""
        self._read()
        row, place = self.everybody.appointment, self._everyone_as_one()
        part = Part(row.service, self.starts_at, self.staff or row.staff, place.party_size, place=place)
        return _Whole(row.business, [part], self.policy, moving=place.booking, appointment=row)

    def put(self, made: Plan, *, by: str, planned: bool) -> None:
        """This will write that it is there, as planned, and tell it of each booking."""
        row, seat = self.everybody.appointment, made.seats[0]
        if seat.assignment.group is not None:  # another group is there already
            raise errors.SlotTaken(self.starts_at, party_size=seat.part.party_size)
        self._read()
        if self.everybody.appointment.places_taken != row.places_taken:
            raise Stale
        row = self.everybody.appointment
        for hold in self._of_status(held=True):
            releasing.end(hold, now=self.now, by=by)
        row.refresh_from_db(fields=["live", "places_taken", "hold_until"])
        if not row.live:  # nothing but holds was in it
            raise errors.WrongStatus(status=Booking.Status.EXPIRED, wanted="moved")
        before = {booking.pk: {"places": snapshot(booking)["places"]} for booking in self._of_status(held=False)}
        placing.put(row, made, seat)
        row.planned, row.few_told_at = row.planned or (planned and row.places > 1), None
        row.save(update_fields=[*TIME, "planned", "few_told_at"])
        coming = self._of_status(held=False)
        for booking, more in zip(coming, together(coming, by="class"), strict=True):
            for place in booking.places.all():
                if place.appointment_id == row.pk:
                    place.appointment = row
            record(booking, Event.Type.MOVED, now=self.now, by=by, previous=before[booking.pk], more=more)

    def _read(self) -> None:
        self.everybody.read()
        self.everybody.refuse_what_is_over(now=self.now, wanted="moved")
        if any(len([place for place in each.places.all() if place.live]) > 1 for each in self._of_status(held=False)):
            raise errors.PartOfVisit

    def _of_status(self, *, held: bool) -> list[Booking]:
        return [each for each in self.everybody.bookings if (each.status == Booking.Status.HELD) is held]

    def _everyone_as_one(self) -> Place:
        """The whole of it as one party's place, so that it is planned as a move of one booking is: all of its time is
        left, and the length is what was agreed. The booking and the place are nobody's, and are never written."""
        row = self.everybody.appointment
        alone = copy.copy(row)
        alone.places = 1  # nobody stays behind
        minutes = int((row.ends_at - row.starts_at).total_seconds()) // 60
        booking = Booking(pk=0, business=row.business, status=Booking.Status.CONFIRMED)
        size = max(row.places_taken, 1)
        place = Place(booking=booking, appointment=alone, party_size=size, duration_minutes=minutes)
        booking.take_places([place])
        return place

"""Calls an appointment off: everybody in it is told, and its time is free at once."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from bookings import availability, errors
from bookings.models import Appointment, Booking, Event
from bookings.operations import releasing
from bookings.operations.recording import record, together
from bookings.operations.settling import ATTEMPTS, Stale, Transaction
from businesses import diary
from businesses.diary import Key
from businesses.models import Timetable


def call_off(*, appointment: Appointment, now: dt.datetime, by: str, reason: str = "") -> Appointment:
    """This will cancel every booking that has a part in an appointment, whole, each with its event; end the holds in
    it; and end the appointment itself, planned or not, for one guest or for many.

    A class of the timetable is then off on that date, so that nobody opens it again.
    Raises `WrongStatus` when it is over already, took place with somebody or is called off; and `Busy`.
    """
    with off_the_timetable(appointment):
        for _ in range(ATTEMPTS):
            attempt = Everybody(appointment.pk)
            if attempt.opened(attempt.lock):
                with attempt:
                    _end(attempt, now=now, by=by, reason=reason)
            if attempt.done:
                return attempt.appointment
    raise errors.Busy


class Everybody(Transaction):
    """One try at a change to an appointment and everybody in it: read, with the diaries of all of them locked."""

    appointment: Appointment
    bookings: list[Booking]

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.keys = number, set[Key]()

    def lock(self) -> None:
        """This will lock the diaries of all, and read them once more under the locks."""
        self.read()
        business_id, self.keys = self.appointment.business_id, self._diaries()
        diary.lock(business_id=business_id, keys=self.keys)
        self.read()
        if not self._diaries() <= self.keys:
            raise Stale

    def read(self) -> None:
        """This will read the appointment, and who is in it now."""
        rows = Appointment.objects.select_related("business", "service", "staff", "location", "resource")
        (self.appointment,) = rows.filter(pk=self.number)
        inside = Booking.objects.filter(places__appointment=self.number, places__live=True)
        self.bookings = list(inside.distinct().order_by("pk").with_details())

    def __enter__(self) -> Self:
        return self

    def refuse_what_is_over(self, *, now: dt.datetime, wanted: str) -> None:
        """This will raise `WrongStatus` when it was called off, or took place, be it with one guest."""
        gone = Booking.Status.CANCELLED if not self.appointment.live else None
        past = Booking.Status.COMPLETED if self.appointment.ends_at <= now else None
        coming = (*Booking.OPEN, Booking.Status.HELD)
        settled = next((booking.status for booking in self.bookings if booking.status not in coming), None)
        if status := gone or past or settled:
            raise errors.WrongStatus(status=status, wanted=wanted)

    def last(self) -> None:
        """This will say that these diaries changed."""
        diary.raise_versions(business_id=self.appointment.business_id, keys=self.keys)

    def _diaries(self) -> set[Key]:
        keys = {diary.of_staff(self.appointment.staff_id)}
        if self.appointment.resource_id is not None:
            keys.add(diary.of_resource(self.appointment.resource_id))
        return keys.union(*map(releasing.diaries_of, self.bookings))


def _end(everybody: Everybody, *, now: dt.datetime, by: str, reason: str) -> None:
    everybody.refuse_what_is_over(now=now, wanted=Booking.Status.CANCELLED)
    places = []
    coming = [booking for booking in everybody.bookings if booking.status != Booking.Status.HELD]
    told = dict(zip([booking.pk for booking in coming], together(coming, by="class"), strict=True))
    for booking in everybody.bookings:
        previous, held = {"status": booking.status}, booking.status == Booking.Status.HELD
        places += releasing.leave(booking)
        if held:
            booking.status = Booking.Status.EXPIRED
            record(booking, Event.Type.EXPIRED, "status", now=now, by=by, previous=previous)
        else:
            booking.status, booking.cancel_reason = Booking.Status.CANCELLED, reason
            changed, more = ("status", "cancel_reason"), told[booking.pk]
            record(booking, Event.Type.CANCELLED, *changed, now=now, by=by, previous=previous, more=more)
    releasing.give_back(places)
    releasing.end_planned(everybody.appointment)


@contextmanager
def off_the_timetable(appointment: Appointment) -> Iterator[bool]:
    """This will do what is within, with the appointment's own class taken off the timetable on its date before; gives
    whether there is such a class.

    It stands within the locks of every diary then, as each change of the set-up does; all is taken back when what is
    within refuses.
    """
    business = appointment.business
    if not any(_is_its_own(entry, appointment) for entry in _entries(appointment)):
        yield False
        return
    with diary.changing(business.pk):
        for entry in _entries(appointment):
            if _is_its_own(entry, appointment):
                _except(entry, appointment)
        diary.raise_everyone(business.pk)  # what is within plans with the new timetable
        yield True


def _entries(appointment: Appointment) -> list[Timetable]:
    same = {"service": appointment.service_id, "staff": appointment.staff_id}
    return list(Timetable.objects.filter(business=appointment.business_id, **same))


def _is_its_own(entry: Timetable, appointment: Appointment) -> bool:
    """Whether an appointment is what an entry of the timetable says, at its start."""
    zone = appointment.business.zone
    day = appointment.starts_at.astimezone(zone).date()
    first, last = entry.valid_from or day, entry.valid_until or day
    is_on = entry.date == day if entry.date else entry.weekday == day.weekday() and first <= day <= last
    wall = entry.time.hour * 60 + entry.time.minute
    starts = availability.wall_minute(day, wall, zone) == availability.minute_of(appointment.starts_at)
    return is_on and starts and day.isoformat() not in entry.excepted_dates


def _except(entry: Timetable, appointment: Appointment) -> None:
    if entry.date is not None:
        entry.delete()
        return
    day = appointment.starts_at.astimezone(appointment.business.zone).date()
    entry.excepted_dates = sorted({*entry.excepted_dates, day.isoformat()})
    entry.save(update_fields=["excepted_dates"])

"""Moves a booking to another time; it keeps its identity, code and person."""

import datetime as dt

from bookings import errors
from bookings.models import Appointment, Booking, Event, Place
from bookings.operations import releasing
from bookings.operations.cancel import CANCELLABLE, refuse_too_late
from bookings.operations.locking import locked_row
from bookings.operations.placing import placed, put, seat
from bookings.operations.recording import record, snapshot
from bookings.operations.settling import Stale
from bookings.operations.wish import Listed, Plan, Wish
from businesses.models import StaffMember


def move(
    *,
    booking: Booking,
    starts_at: dt.datetime | Listed,
    now: dt.datetime,
    by: str,
    staff: StaffMember | None = None,
    location_id: int | None = None,
    any_time: bool = False,
    as_guest: bool = False,
) -> Booking:
    """This will move a pending or confirmed booking; its own old time does not stand in its way.

    `staff` None keeps the person, and when the guest had chosen anyone, another who is free serves too, at
    `location_id` if that is given. `any_time` is the house moving it; `as_guest` binds it to the cancel notice. Raises
    `WrongStatus`, `TooLate`, `NotBookable`, `SlotTaken` or `Busy`; nothing is changed then.
    """

    def wished() -> Wish:
        current = Booking.objects.with_details().get(pk=booking.pk)
        _refuse(current, now=now, as_guest=as_guest)
        appointment = current.appointment
        return Wish(
            current.business,
            appointment.service,
            starts_at,
            now,
            staff or (None if current.any_staff else appointment.staff),
            current.party_size,
            any_time,
            location_id=location_id,
            moving=current,
        )

    def write(wish: Wish, plan: Plan) -> Booking:
        row = locked_row(booking)
        if wish.moving is None or row.sequence != wish.moving.sequence:
            raise Stale
        previous = snapshot(row)
        _put_elsewhere(wish, plan, wish.moving.first_place)
        record(row, Event.Type.MOVED, now=now, by=by, previous={"places": previous["places"]})
        return row

    return placed(wished, write)


def _refuse(booking: Booking, *, now: dt.datetime, as_guest: bool) -> None:
    if booking.status not in CANCELLABLE:
        raise errors.WrongStatus(status=booking.status, wanted="moved")
    if as_guest:
        refuse_too_late(booking, now=now)


def _put_elsewhere(wish: Wish, plan: Plan, place: Place) -> None:
    """A one-to-one appointment moves as it is; a part in a group leaves one and joins, or opens, another."""
    old = Appointment.objects.get(pk=place.appointment_id)
    if old.places == 1 and plan.assignment.group is None and not old.timetabled:
        put(old, wish, plan)
        old.save()
        return
    part = Place.objects.filter(pk=place.pk)
    part.update(live=False)
    releasing.recount([old.pk])
    releasing.sweep(wish.business.pk, [], group=old.pk, now=wish.now)  # nothing but lapsed holds may be left in it
    appointment = seat(wish, plan)
    part.update(live=True, appointment=appointment)
    releasing.recount([appointment.pk])

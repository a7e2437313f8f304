"""Gives time back: places that go, appointments that end with their last place, holds that are over.

Callers hold the locks of the staff and resources of every appointment named here.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from bookings.models import Appointment, Booking, Event, Place
from bookings.operations.recording import record
from bookings.queries import BusyRow

BY_THE_HOUSE = "house:expiry"


def sweep(business_id: int, rows: Sequence[BusyRow], *, group: int | None, now: dt.datetime) -> None:
    """This will expire the lapsed holds of appointments in the way, and those inside a group that is joined."""
    appointments = [row.id for row in rows] + ([group] if group is not None else [])
    if appointments:
        lapsed = Booking.objects.expired_holds(now).filter(
            business_id=business_id, places__appointment__in=appointments, places__live=True
        )
        expire(lapsed.distinct(), now=now)


def expire(holds: Iterable[Booking], *, now: dt.datetime) -> int:
    """This will end holds whose time is over, and give the number of them."""
    ended = 0
    for hold in holds:
        end(hold, now=now, by=BY_THE_HOUSE)
        ended += 1
    return ended


def end(hold: Booking, *, now: dt.datetime, by: str) -> None:
    """This will end a hold, whether or not its time is over."""
    release(hold)
    hold.status = Booking.Status.EXPIRED
    record(hold, Event.Type.EXPIRED, now=now, by=by, previous={"status": Booking.Status.HELD.value})


def release(booking: Booking) -> None:
    """This will give back every live place of a booking."""
    places = Place.objects.filter(booking=booking, live=True)
    appointments = list(places.values_list("appointment_id", flat=True))
    places.update(live=False)
    recount(appointments)


def recount(appointment_ids: Collection[int]) -> None:
    """This will make appointments agree with their live places: how many are taken, whether only holds keep it."""
    taken: dict[int, int] = dict.fromkeys(appointment_ids, 0)
    holds: dict[int, list[int]] = {key: [] for key in appointment_ids}
    kept = set()
    places = Place.objects.filter(appointment__in=list(appointment_ids), live=True).order_by()
    fields = ("appointment_id", "party_size", "booking__status", "booking__hold_expires_at")
    for key, party_size, status, hold_expires_at in places.values_list(*fields):
        taken[key] += party_size
        if status == Booking.Status.HELD:
            holds[key].append(int(hold_expires_at.timestamp()))
        else:
            kept.add(key)
    for appointment in Appointment.objects.filter(pk__in=list(appointment_ids)):
        key = appointment.pk
        appointment.places_taken = taken[key]
        appointment.live = bool(taken[key]) or (appointment.live and appointment.timetabled)
        only_held = appointment.live and not appointment.timetabled and key not in kept
        appointment.hold_until = max(holds[key]) if only_held else None
        appointment.save(update_fields=["places_taken", "live", "hold_until"])

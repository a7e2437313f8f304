"""Gives time back: places that go, appointments that end with their last place or are called off, holds that are over.

Callers hold the locks of the diaries of every appointment named here, and raise their versions.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import FilteredRelation, Q

from bookings.models import Appointment, Booking, Event, Place
from bookings.operations.recording import record
from businesses import diary
from businesses.diary import Key

BY_THE_HOUSE = "house:expiry"


def sweep(appointments: Collection[int], *, now: dt.datetime) -> None:
    """This will end the lapsed holds that have places in these appointments."""
    lapsed = Booking.objects.expired_holds(now).filter(places__appointment__in=appointments, places__live=True)
    for hold in lapsed.with_details().distinct():
        end(hold, now=now, by=BY_THE_HOUSE)


def end(hold: Booking, *, now: dt.datetime, by: str) -> None:
    """This will end a hold, whether or not its time is over."""
    places = leave(hold)
    hold.status = Booking.Status.EXPIRED
    record(hold, Event.Type.EXPIRED, "status", now=now, by=by, previous={"status": Booking.Status.HELD.value})
    give_back(places)


def leave(booking: Booking) -> list[Place]:
    """This will take a booking out of its live places, in memory alone, and give them.

    `record` comes before the rows are written: a booking that was moved meanwhile stands in diaries that are not
    locked, and whoever waits for its rows then would be waited for.
    """
    places = [place for place in booking.places.all() if place.live]
    for place in places:
        place.live = False
    return places


def give_back(places: Sequence[Place]) -> None:
    """This will write that these places were left; an appointment that nobody planned ends with its last place."""
    Place.objects.filter(pk__in=[place.pk for place in places]).update(live=False)
    alone = [place.appointment for place in places if place.appointment.places == 1]
    if alone:
        Appointment.objects.filter(pk__in=[row.pk for row in alone]).update(live=False, places_taken=0, hold_until=None)
    for row in alone:
        row.live, row.places_taken, row.hold_until = False, 0, None
    recount(list(dict.fromkeys(place.appointment for place in places if place.appointment.places > 1)))


def end_planned(appointment: Appointment) -> None:
    """This will end an appointment that everybody has left."""
    appointment.live, appointment.places_taken, appointment.hold_until = False, 0, None
    appointment.save(update_fields=["live", "places_taken", "hold_until"])


def keep_until(booking: Booking, until: dt.datetime | None) -> None:
    """This will let the appointments of a hold end later, or, once it is a booking, not at all."""
    places = [place.appointment for place in booking.places.all() if place.live]
    alone = [row for row in places if row.places == 1]
    second = None if until is None else int(until.timestamp())
    if alone:
        Appointment.objects.filter(pk__in=[row.pk for row in alone]).update(hold_until=second)
    for row in alone:
        row.hold_until = second
    recount([row for row in places if row.places > 1])


def diaries_of(booking: Booking) -> set[Key]:
    """This will name the diaries in which the live parts of a booking stand."""
    rows = [place.appointment for place in booking.places.all() if place.live]
    keys = {diary.of_staff(row.staff_id) for row in rows}
    return keys | {diary.of_resource(row.resource_id) for row in rows if row.resource_id is not None}


def recount(appointments: Sequence[Appointment]) -> None:
    """This will make shared appointments agree with their live places: what is taken, whether only holds keep them.

    Whether the house planned one is read, too: whoever is here may have looked before it did.
    """
    if not appointments:
        return
    taken: dict[int, int] = {row.pk: 0 for row in appointments}
    holds: dict[int, list[int]] = {row.pk: [] for row in appointments}
    kept, planned = set(), set()
    inside = FilteredRelation("taken_places", condition=Q(taken_places__live=True))
    rows = Appointment.objects.filter(pk__in=list(taken)).annotate(part=inside).order_by()
    fields = ("part__party_size", "part__booking__status", "part__booking__hold_expires_at")
    for key, is_planned, is_live, *part in rows.values_list("pk", "planned", "live", *fields):
        party_size, status, hold_expires_at = part
        if is_planned and is_live:
            planned.add(key)
        taken[key] += party_size or 0
        if status == Booking.Status.HELD:
            holds[key].append(int(hold_expires_at.timestamp()))
        elif status is not None:
            kept.add(key)
    for row in appointments:
        row.places_taken = taken[row.pk]
        row.live = row.pk in planned or row.places_taken > 0
        only_holds = row.live and row.pk not in kept | planned
        row.hold_until = max(holds[row.pk]) if only_holds else None
        row.save(update_fields=["places_taken", "live", "hold_until"])

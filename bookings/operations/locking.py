"""Locks a booking that exists together with the diaries it stands in, and reads it again."""

from collections.abc import Callable

from django.db import transaction

from bookings.models import Appointment, Booking
from bookings.operations.settling import Stale, settled
from businesses import diary


def changed(booking: Booking, change: Callable[[Booking], None]) -> Booking:
    """This will call `change` with the booking as it is now, its diaries and row locked, and give it with details.

    Ids are read unlocked, then locked in order (staff, resources, the booking), then read again to prove the same.
    """

    def attempt() -> Booking:
        staff, resources = diaries_of(booking)
        with transaction.atomic():
            diary.lock(business_id=booking.business_id, staff=staff, resources=resources)
            current = locked_row(booking)
            if diaries_of(current) != (staff, resources):
                raise Stale
            before = current.sequence
            change(current)
            if current.sequence != before:
                diary.raise_versions(business_id=booking.business_id, staff=staff, resources=resources)
        return Booking.objects.with_details().get(pk=booking.pk)

    return settled(attempt)


def locked_row(booking: Booking) -> Booking:
    """This will give the booking as it is, its row locked; the diaries must be locked before."""
    rows = Booking.objects.select_for_update(no_key=True, of=("self",)).select_related("business")
    return rows.get(pk=booking.pk)


def diaries_of(booking: Booking) -> tuple[set[int], set[int]]:
    """This will give the ids of the staff and resources of a booking's live parts."""
    rows = Appointment.objects.filter(taken_places__booking=booking, taken_places__live=True)
    pairs = list(rows.order_by().values_list("staff_id", "resource_id"))
    return {staff for staff, _ in pairs}, {resource for _, resource in pairs if resource is not None}

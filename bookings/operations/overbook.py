"""Takes more guests into a group than it has places, on purpose and with a reason."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from bookings import errors
from bookings.models import Appointment, Booking
from bookings.operations import releasing
from bookings.operations.book import Guest, Taker, booked_before, join
from bookings.operations.settling import settled
from businesses import diary
from businesses.models.api_key import hash_secret


def overbook(
    *,
    appointment: Appointment,
    guest: Guest,
    taker: Taker,
    now: dt.datetime,
    reason: str,
    party_size: int = 1,
    staff_notes: str = "",
    token: str = "",
) -> Booking:
    """This will give a group the places that a party lacks, and the party these places; the reason stays in the event.

    Only the places grow: no second appointment is put beside another one. The same `token` again answers the booking
    that it made before. Raises `ServiceNotOffered` for a service that is not shared, `ValueError` without a reason, and
    what `join` raises; nothing is changed then.
    """
    if not reason.strip():
        raise ValueError("A group is overbooked for a reason.")
    if not appointment.service.is_group:
        raise errors.ServiceNotOffered
    token_hash = hash_secret(token) if token else ""

    def attempt() -> Booking:
        with transaction.atomic():
            resources = [appointment.resource_id] if appointment.resource_id else []
            diary.lock(business_id=appointment.business_id, staff=[appointment.staff_id], resources=resources)
            if before := booked_before(appointment.business, token_hash):  # by the other click, which had the lock
                return before
            releasing.sweep(appointment.business_id, [], group=appointment.pk, now=now)  # lapsed holds make room, too
            current = Appointment.objects.live().filter(pk=appointment.pk).first()
            if current is None:  # its last guest went, so the time is free for all
                raise errors.SlotTaken(appointment.starts_at)
            extra = max(0, current.places_taken + party_size - current.places)
            if extra:
                Appointment.objects.filter(pk=current.pk).update(places=F("places") + extra)
            facts = {"overbooked": {"reason": reason.strip(), "extra_places": extra}}
            return join(
                appointment=current,
                guest=guest,
                taker=taker,
                now=now,
                party_size=party_size,
                confirmed=True,
                any_time=True,
                past_allowed=True,
                staff_notes=staff_notes,
                token_hash=token_hash,
                facts=facts,
            )

    return settled(attempt)

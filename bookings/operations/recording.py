"""Writes what happened beside what changed, in the same transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bookings.models import Booking, Event, Place
from bookings.operations.settling import Stale

KEPT = (Booking.Status.HELD, Booking.Status.PENDING)  # of these it is known who keeps them from others


def record(
    booking: Booking,
    event_type: str,
    *changed: str,
    now: dt.datetime,
    by: str,
    previous: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> None:
    """This will write the changed columns of a booking, and the event that says so.

    Nothing else may have happened to the booking since it was read: else this raises `Stale`, and what was decided is
    decided again. `previous` holds the facts that were different, `more` what only this event has to say.
    """
    if booking.kept_by and booking.status not in KEPT:
        booking.kept_by, changed = "", (*changed, "kept_by")
    values = {name: getattr(booking, name) for name in changed}
    rows = Booking.objects.filter(pk=booking.pk, sequence=booking.sequence)
    booking.sequence += 1
    booking.updated_at = now
    if not rows.update(**values, sequence=booking.sequence, updated_at=now):
        raise Stale
    tell(booking, event_type, now=now, by=by, previous=previous, more=more)


def tell_each(
    bookings: Sequence[Booking], event_type: str, *, now: dt.datetime, by: Sequence[str],
    more: Sequence[dict[str, Any]],
) -> None:  # fmt: skip
    """This will write the event of bookings that are written already, in few statements, as `tell` does."""
    Event.objects.bulk_create(
        _event(booking, event_type, now, who, snapshot(booking) | facts)
        for booking, who, facts in zip(bookings, by, more, strict=True)
    )


def record_all(
    bookings: Sequence[Booking],
    event_type: str,
    *changed: str,
    now: dt.datetime,
    by: str,
    previous: Sequence[dict[str, Any]],
    more: Sequence[dict[str, Any]],
) -> None:
    """This will write the same of many bookings, in few statements: what changed has one value for all of them."""
    if changed and bookings[0].status not in KEPT:
        changed = (*changed, "kept_by")
        for booking in bookings:
            booking.kept_by = ""
    values = {name: getattr(bookings[0], name) for name in changed}
    same: dict[int, list[int]] = {}
    for booking in bookings:
        same.setdefault(booking.sequence, []).append(booking.pk)
        booking.sequence, booking.updated_at = booking.sequence + 1, now
    for sequence, keys in sorted(same.items()):
        rows = Booking.objects.filter(pk__in=keys, sequence=sequence)
        if rows.update(**values, sequence=sequence + 1, updated_at=now) != len(keys):
            raise Stale
    facts = [
        snapshot(booking) | also | {"previous": before}
        for booking, before, also in zip(bookings, previous, more, strict=True)
    ]
    Event.objects.bulk_create(
        _event(booking, event_type, now, by, each) for booking, each in zip(bookings, facts, strict=True)
    )


def of_series(booking: Booking) -> dict[str, Any]:
    """This will give what the event says that makes a booking of a series: the first one's speaks for the whole."""
    return {"together": {"first": booking.series_index == 0}} if booking.series_id is not None else {}


def together(bookings: Sequence[Booking], *, by: str = "together") -> list[dict[str, Any]]:
    """This will give what the events say of bookings that somebody changed at once: the first one's names them all.

    So whoever is told of every booking is told of each, and whoever wants one message sends the first one's. `by` is
    the name of that fact: "together" where the bookings are one guest's, "class" where each has a guest of its own, and
    only the house has one message.
    """
    if len(bookings) < 2:
        return [{} for _ in bookings]
    keys = [booking.pk for booking in bookings]
    return [{by: {"first": n == 0, **({"bookings": keys} if n == 0 else {})}} for n in range(len(bookings))]


def tell(
    booking: Booking,
    event_type: str,
    *,
    now: dt.datetime,
    by: str,
    previous: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> None:
    """This will write the event of a booking that is written already."""
    facts = snapshot(booking) | (more or {})
    if previous:
        facts["previous"] = previous
    _event(booking, event_type, now, by, facts).save(force_insert=True)


def _event(booking: Booking, event_type: str, now: dt.datetime, by: str, facts: dict[str, Any]) -> Event:
    return Event(
        business_id=booking.business_id,
        booking=booking,
        type=event_type,
        sequence=booking.sequence,
        occurred_at=now,
        by=by,
        facts=facts,
    )


def snapshot(booking: Booking) -> dict[str, Any]:
    """This will give the facts of a booking as ids and instants, without anything that names a person."""
    return {"status": booking.status, "places": [_place(place) for place in booking.places.all()]}


def _place(place: Place) -> dict[str, Any]:
    appointment = place.appointment
    return {
        "appointment": appointment.pk,
        "service": appointment.service_id,
        "staff": appointment.staff_id,
        "resource": appointment.resource_id,
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": appointment.ends_at.isoformat(),
        "party_size": place.party_size,
        "live": place.live,
    }

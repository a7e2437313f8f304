"""Puts what `rehouse` moved back into the resource in which it was, once that is in use again."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from bookings import errors
from bookings.models import Appointment, Booking, Event, Place
from bookings.operations.rehouse import put_into
from bookings.operations.releasing import diaries_of
from bookings.operations.settling import ATTEMPTS, Transaction
from businesses import diary
from businesses.models import Resource


class _Unit(NamedTuple):
    """Bookings, by id, and the appointments which they share: they go back together or stay."""

    bookings: frozenset[int]
    appointments: frozenset[int]

    def meets(self, other: "_Unit") -> bool:
        return bool(self.appointments & other.appointments)


def house_back(*, resource: Resource, moved: Mapping[int, int], now: dt.datetime, by: str) -> list[Booking]:
    """This will put coming bookings back into a resource; `moved` has each, by id, with the sequence that `rehouse`
    left it at. Gives those that went back.

    What happened to a booking since is not undone: it stays, and so does whoever shares an appointment with it. So do
    all for whom the resource is taken then, or not in use.
    """
    return [booking for unit in _units(resource, moved) for booking in _settled(resource, unit, moved, now=now, by=by)]


def _units(resource: Resource, moved: Mapping[int, int]) -> list[_Unit]:
    units: list[_Unit] = []
    told = Event.objects.filter(
        booking__business=resource.business_id, booking__in=list(moved), type=Event.Type.REHOUSED
    )
    for event in told.order_by("booking", "sequence"):
        if event.sequence != moved[event.booking_id]:
            continue
        was = event.facts["previous"]["places"]
        unit = _Unit(
            frozenset([event.booking_id]),
            frozenset(place["appointment"] for place in was if place["live"] and place["resource"] == resource.pk),
        )
        together = [unit, *(other for other in units if other.meets(unit))]
        units = [other for other in units if other not in together]
        units.append(_Unit(*(frozenset[int]().union(*parts) for parts in zip(*together, strict=True))))
    return units


def _settled(resource: Resource, unit: _Unit, moved: Mapping[int, int], *, now: dt.datetime, by: str) -> list[Booking]:
    for _ in range(ATTEMPTS):
        attempt = _Attempt(resource, unit)
        if attempt.opened(attempt.lock):
            with attempt as found:
                back = found if attempt.may_go(found, moved, now=now) else []
                if back:
                    put_into(back, dict.fromkeys(unit.appointments, resource), now=now, by=by)
                    diary.raise_versions(business_id=resource.business_id, keys=attempt.keys)
        if attempt.done:
            return back
    raise errors.Busy


class _Attempt(Transaction):
    """One try, in a transaction of its own."""

    def __init__(self, resource: Resource, unit: _Unit) -> None:
        super().__init__()
        self.resource, self.unit = resource, unit
        self.keys = {key for booking in self._read() for key in diaries_of(booking)}
        self.keys.add(diary.of_resource(resource.pk))

    def lock(self) -> None:
        """This will lock the diaries of all: of those who serve, of where they are and of where they go."""
        diary.lock(business_id=self.resource.business_id, keys=self.keys)

    def __enter__(self) -> list[Booking]:
        return self._read()

    def may_go(self, found: list[Booking], moved: Mapping[int, int], *, now: dt.datetime) -> bool:
        """Whether all are as `rehouse` left them, nobody else came in, and the resource is free for them."""
        as_left = all(each.status in Booking.OPEN and each.sequence == moved[each.pk] for each in found)
        rows = list(Appointment.objects.live().filter(pk__in=self.unit.appointments, starts_at__gt=now))
        inside = Place.objects.filter(appointment__in=self.unit.appointments, live=True)
        alone = set(inside.order_by().values_list("booking", flat=True)) <= self.unit.bookings
        if not (as_left and alone and len(rows) == len(self.unit.appointments)):
            return False
        there = Appointment.objects.live().filter(business=self.resource.business_id, resource=self.resource)
        in_use = Resource.objects.filter(pk=self.resource.pk, active=True).exists()
        return in_use and not any(there.overlapping(row.busy_from, row.busy_until).exists() for row in rows)

    def _read(self) -> list[Booking]:
        rows = Booking.objects.filter(business=self.resource.business_id, pk__in=self.unit.bookings)
        return list(rows.with_details().order_by("pk"))

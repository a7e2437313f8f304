"""Moves what is booked with a resource that is out of order to another one of its kind: same person, same time.

What shares a booking moves together or stays together: an appointment with everybody in it, and all the parts of a
visit that stand in this resource. One after the other in order of time, each in a transaction of its own. A class of
the timetable that nobody has booked yet keeps no resource from a guest who has.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bookings import errors, queries
from bookings.models import Appointment, Booking, Event, Place
from bookings.operations import releasing
from bookings.operations.recording import record, snapshot
from bookings.operations.settling import ATTEMPTS, Stale, Transaction
from businesses import diary
from businesses.diary import Key
from businesses.models import Resource


@dataclass(frozen=True, slots=True)
class Rehoused:
    """The bookings that were moved, and those that stay in a resource that is out of order."""

    moved: Sequence[Booking]
    left: Sequence[Booking]


def rehouse(*, resource: Resource, now: dt.datetime, by: str) -> Rehoused:
    """This will move every coming appointment of a resource that is switched off to a free one of its kind and place.

    Each booking gets its event. What has begun stays. Holds move, too, and end where nothing is free: whoever claims
    one then is asked anew. What cannot be moved stays as it was; another call tries it again.
    """
    moved, left, seen = list[Booking](), list[Booking](), set[int]()
    for key in queries.coming_with(resource, now=now):
        if key in seen:
            continue
        try:
            unit = _settled(resource, key, now=now, by=by)
        except errors.Busy:
            continue  # it is looked at again
        if unit.resource.active:  # put back meanwhile
            break
        seen.update(unit.rows)
        (left if unit.stays else moved).extend(each for each in unit.bookings if each.status != Booking.Status.HELD)
    return Rehoused(moved, left)


def _settled(resource: Resource, key: int, *, now: dt.datetime, by: str) -> "_Unit":
    """This will move an appointment and what hangs on it, or find that it must stay."""
    for _ in range(ATTEMPTS):
        unit = _Unit(resource, key, now)
        if unit.is_settled:
            return unit
        attempt = _Attempt(unit)
        if attempt.opened(attempt.lock):
            with attempt:
                attempt.carry_out(now=now, by=by)
        if attempt.done:
            return attempt.unit
    raise errors.Busy


class _Unit:
    """The coming appointments of a resource that move together, as they are now, and what is free for each."""

    def __init__(self, resource: Resource, key: int, now: dt.datetime) -> None:
        things = {each.pk: each for each in Resource.objects.filter(business=resource.business_id).order_by("pk")}
        self.resource, self.key, self.now = things[resource.pk], key, now
        self.others = [each for each in things.values() if each.active and _alike(each, self.resource)]
        self.rows = self._together()
        self.in_the_way = self._in_the_way()
        self.homes = self._homes()

    @property
    def stays(self) -> bool:
        """Whether there is no place for all of it."""
        return len(self.homes) < len(self.rows)

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to do: it is no longer there, or must stay as it is."""
        kept = all(row.hold_until is None for row in self.rows.values())
        return self.resource.active or not self.rows or (self.stays and kept)

    @property
    def bookings(self) -> list[Booking]:
        """Whoever has a place in it."""
        inside = Booking.objects.filter(places__appointment__in=list(self.rows), places__live=True)
        return list(inside.with_details().distinct().order_by("pk"))

    def keys(self) -> set[Key]:
        """Everybody's diaries: of what moves, of what it may move to, of lapsed holds there, and of holds inside."""
        lapsed = [row.pk for row in self.in_the_way if self._is_over(row)]
        mine = {diary.of_resource(each.pk) for each in (self.resource, *self.others)}
        return mine | queries.diaries_beside([*self.rows, *lapsed])

    def lapsed(self) -> set[int]:
        """The appointments, by id, in which lapsed holds stand in the way, or move along."""
        mine = [(self.homes[row.pk].pk, row) for row in self.rows.values() if row.pk in self.homes]
        over = {
            other.pk for other in self.in_the_way
            if self._is_over(other) and any(home == other.resource_id and _meet(row, other) for home, row in mine)
        }  # fmt: skip
        return over | set(self.rows)

    def _together(self) -> dict[int, Appointment]:
        coming = Appointment.objects.live().filter(resource=self.resource, starts_at__gt=self.now)
        found, asked = set[int](), {self.key}
        while asked:
            found |= asked
            orders = Place.objects.filter(appointment__in=asked, live=True).values("booking")
            beside = Place.objects.filter(booking__in=orders, live=True, appointment__in=coming)
            asked = set(beside.order_by().values_list("appointment", flat=True)) - found
        return {row.pk: row for row in coming.filter(pk__in=found).order_by("starts_at", "pk")}

    def _in_the_way(self) -> list[Appointment]:
        if not self.rows:
            return []
        first = min(row.busy_from for row in self.rows.values())
        last = max(row.busy_until for row in self.rows.values())
        near = Appointment.objects.live().filter(business=self.resource.business_id, resource__in=self.others)
        return list(near.overlapping(first, last))

    def _homes(self) -> Mapping[int, Resource]:
        """Where each finds room: with the one before it, if that is free then too."""
        found: dict[int, Resource] = {}
        last: Resource | None = None
        for row in self.rows.values():
            free = [each for each in self.others if self._is_free(each, row)]
            last = last if last in free else next(iter(free), None)
            if last is not None:
                found[row.pk] = last
        return found

    def _is_free(self, other: Resource, row: Appointment) -> bool:
        there = (each for each in self.in_the_way if each.resource_id == other.pk and not self._is_over(each))
        return not any(_meet(row, each) for each in there)

    def _is_over(self, row: Appointment) -> bool:
        return row.hold_until is not None and row.hold_until <= self.now.timestamp()


class _Attempt(Transaction):
    """One try, in a transaction of its own."""

    def __init__(self, unit: _Unit) -> None:
        super().__init__()
        self.unit, self.keys = unit, unit.keys()

    def lock(self) -> None:
        """This will lock the diaries, and look again. Raises `Stale` when there is more than was locked."""
        before = self.unit
        diary.lock(business_id=before.resource.business_id, keys=self.keys)
        self.unit = _Unit(before.resource, before.key, before.now)
        if not self.unit.keys() <= self.keys:
            raise Stale

    def __enter__(self) -> "_Attempt":
        return self

    def carry_out(self, *, now: dt.datetime, by: str) -> None:
        """This will put all of it elsewhere; or end what is only held."""
        unit = self.unit
        if unit.is_settled:
            return
        releasing.sweep(unit.lapsed(), now=now)
        if unit.stays:
            for hold in (each for each in unit.bookings if each.status == Booking.Status.HELD):
                releasing.end(hold, now=now, by=by)
        else:
            put_into(unit.bookings, unit.homes, now=now, by=by)
        diary.raise_versions(business_id=unit.resource.business_id, keys=self.keys)


def put_into(bookings: Collection[Booking], homes: Mapping[int, Resource], *, now: dt.datetime, by: str) -> None:
    """This will give appointments, by id, these resources, and tell of it for each of the bookings in them."""
    for key, home in homes.items():
        Appointment.objects.filter(pk=key).update(resource=home)
    for booking in bookings:
        previous = {"places": snapshot(booking)["places"]}
        for place in booking.places.all():
            if place.live and place.appointment_id in homes:
                place.appointment.resource = homes[place.appointment_id]
        held = booking.status == Booking.Status.HELD
        kind = Event.Type.HOLD_REHOUSED if held else Event.Type.REHOUSED
        record(booking, kind, now=now, by=by, previous=previous)


def _alike(one: Resource, other: Resource) -> bool:
    return (one.kind, one.location_id) == (other.kind, other.location_id)


def _meet(one: Appointment, other: Appointment) -> bool:
    return one.busy_from < other.busy_until and other.busy_from < one.busy_until

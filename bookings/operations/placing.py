"""The one way into a diary: every verb that takes a time comes through `attempts`.

Versions first, then the plan from what they prove known. A refusal stands when nothing was read after the versions,
or when they are still the same; nothing is granted without a lock. Then one sorted lock, which gives the versions: the
same ones: the plan stands; others: it is made again under the lock. Expired holds in the way are ended, the verb
writes, the versions are raised. Two fences: these locks, and the schema's own refusal if they were ever passed by.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from django.db.models import Case, Expression, F, Value, When
from django.db.models.functions import Greatest

from bookings import errors, queries
from bookings.models import Appointment, Booking, Place
from bookings.operations import releasing
from bookings.operations.plan import Plan, plan
from bookings.operations.seat import Seat
from bookings.operations.settling import ATTEMPTS, Stale, Transaction
from bookings.operations.wish import Wish
from businesses import diary

DECIDED_BY = 5  # so many refusals in a row that nothing proves, and the locks decide


def attempts(
    wish: Callable[[], Wish] | Wish, *, now: dt.datetime, meet: Callable[[], object] | None = None
) -> "Iterator[Attempt]":
    """This will give one attempt after the other until one comes true: `for attempt in …: with attempt as plan: …`.

    Within `with` the plan is proven and its diaries are locked. `wish` is asked anew for each attempt; `meet` is
    called before the locks, for what must be locked before them (customers). Raises what `plan` raises, and `Busy`.
    """
    for n in range(ATTEMPTS):
        wanted = wish() if callable(wish) else wish
        attempt = Attempt(wanted if n == 0 else wanted.anew(), now, meet)
        if attempt.begin(decide=n >= DECIDED_BY):
            yield attempt
        if attempt.done:
            return
    raise errors.Busy


class Attempt(Transaction):
    """One try at a wish, in a transaction of its own."""

    plan: Plan

    def __init__(self, wish: Wish, now: dt.datetime, meet: Callable[[], object] | None) -> None:
        super().__init__()
        self.wish, self.now, self.meet = wish, now, meet

    def begin(self, *, decide: bool) -> bool:
        """This will plan, lock and prove; False: something changed meanwhile, so try again.

        With `decide` a refusal that cannot be proven is decided under the locks of everybody who might serve.
        """
        house = self.wish.read()
        try:
            self.plan = plan(self.wish, house, now=self.now)
        except errors.Refused:
            if house.is_proven() and not self.wish.has_changed():
                raise
            return decide and self.opened(lambda: self._decide(house))
        return self.opened(self._lock_and_prove)

    def _decide(self, house: queries.House) -> None:
        if self.meet is not None:
            self.meet()
        diary.lock(business_id=house.business.pk, keys=house.asked)
        if self.wish.has_changed():
            raise Stale
        again = self.wish.anew()
        self.plan = plan(again, again.read(), now=self.now)
        if not self.plan.keys <= house.asked:
            raise Stale
        self._sweep()

    def _lock_and_prove(self) -> None:
        if self.meet is not None:
            self.meet()
        versions = diary.lock(business_id=self.plan.house.business.pk, keys=self.plan.keys)
        if self.wish.has_changed():  # it stands in diaries that are not locked
            raise Stale
        if not self.plan.is_proven_by(versions):
            again = self.wish.anew()
            try:
                proven = plan(again, again.read(), now=self.now, prior=self.plan)
            except (errors.SlotTaken, errors.SeriesTaken, errors.NotOffered):
                raise Stale from None  # for the next attempt to decide, from one moment
            if not proven.keys <= self.plan.keys:
                raise Stale
            self.plan = Plan(proven.house, proven.seats, self.plan.keys)
        self._sweep()

    def _sweep(self) -> None:
        if swept := {key for seat in self.plan.seats for key in seat.swept}:
            releasing.sweep(swept, now=self.now)

    def __enter__(self) -> Plan:
        return self.plan

    def last(self) -> None:
        """This will say that these diaries changed."""
        served = {each.assignment.person for each in self.plan.seats}
        second = int(self.now.timestamp())
        business = self.plan.house.business
        diary.raise_versions(business_id=business.pk, keys=self.plan.keys, served=served, second=second)


def seat(made: Plan, booking: Booking, *, hold_until: dt.datetime | None = None) -> None:
    """This will give a new booking a place for every seat of the plan."""
    seat_each(made, [booking] * len(made.seats), hold_until=hold_until)


def seat_each(made: Plan, bookings: Sequence[Booking], *, hold_until: dt.datetime | None = None) -> None:
    """This will give new bookings their places: for each seat of the plan the booking that stands at its number."""
    places: dict[Booking, list[Place]] = {}
    rows = appointments_of(made, hold_until=hold_until)
    for seat, booking, appointment in zip(made.seats, bookings, rows, strict=True):
        own = places.setdefault(booking, [])
        own.append(_place(seat, booking, appointment, len(own)))
    Place.objects.bulk_create(place for own in places.values() for place in own)
    for booking, own in places.items():
        booking.take_places(own)


def _place(wanted: Seat, booking: Booking, appointment: Appointment, position: int) -> Place:
    return Place(
        business=booking.business,
        booking=booking,
        appointment=appointment,
        position=position,
        party_size=wanted.part.party_size,
        service_name=wanted.service.name,
        duration_minutes=wanted.assignment.length,
        price=wanted.price,
        any_staff=wanted.part.staff is None,
    )


def appointments_of(made: Plan, *, hold_until: dt.datetime | None = None) -> list[Appointment]:
    """This will give the appointment of each seat with the parties counted in: the group that is joined, else a new
    one; in few statements, however many seats there are."""
    opened = {id(seat): _opened(made, seat) for seat in made.seats if seat.is_new}
    for seat in made.seats:
        if seat.joins is not None:
            opened[id(seat.joins)].places_taken += seat.part.party_size
    for row in opened.values():
        row.hold_until = int(hold_until.timestamp()) if hold_until else None
    if opened:
        Appointment.objects.bulk_create(opened.values())
    groups = _joined([seat for seat in made.seats if seat.assignment.group is not None], hold_until)
    return [
        named(made, groups[seat.assignment.group]) if seat.assignment.group else opened[id(seat.joins or seat)]
        for seat in made.seats
    ]


def _opened(made: Plan, wanted: Seat) -> Appointment:
    appointment = Appointment(
        business=made.house.business,
        service=wanted.service,
        places=max(wanted.service.capacity, wanted.part.party_size),
        places_taken=wanted.part.party_size,
    )
    put(appointment, made, wanted)
    return appointment


def class_of(made: Plan, wanted: Seat) -> Appointment:
    """This will give the appointment of a seat, planned by the house: the group that is there, else a new empty one."""
    if wanted.assignment.group is not None:
        group = Appointment.objects.live().filter(pk=wanted.assignment.group)
        if not group.update(planned=True, hold_until=None):
            raise Stale
        return named(made, group.get())
    appointment = Appointment(
        business=made.house.business, service=wanted.service, places=wanted.service.capacity, planned=True
    )
    put(appointment, made, wanted)
    appointment.save(force_insert=True)
    return appointment


def put(appointment: Appointment, made: Plan, wanted: Seat) -> None:
    """This will set person, thing, place and time of an appointment as planned."""
    appointment.staff_id = wanted.assignment.person
    appointment.resource_id = wanted.assignment.thing
    appointment.location_id = wanted.location_id
    appointment.set_time(
        wanted.starts_at,
        minutes=wanted.assignment.length,
        buffers=(wanted.service.buffer_before_minutes, wanted.service.buffer_after_minutes),
        listed_on=wanted.listed_on,
        waits=wanted.waits,
    )
    named(made, appointment)


def named(made: Plan, appointment: Appointment) -> Appointment:
    """This will give an appointment the rows that it points to, which are known, so that nobody reads them again."""
    setup = made.house.setup
    appointment.business = setup.business
    if appointment.service_id in setup.services:
        appointment.service = setup.services[appointment.service_id]
    appointment.staff = setup.people[appointment.staff_id]
    if appointment.location_id == appointment.staff.location_id:  # else they work elsewhere now
        appointment.location = appointment.staff.location
    appointment.resource = setup.resources[appointment.resource_id] if appointment.resource_id else None
    return appointment


def _joined(seats: Sequence[Seat], hold_until: dt.datetime | None) -> dict[int, Appointment]:
    """The groups with the parties counted in; those in which equally many come, by one statement."""
    coming: Counter[int] = Counter()
    for seat in seats:
        if hold_until is None and not seat.part.overbooked:
            coming[seat.assignment.group or 0] += seat.part.party_size
        else:
            _join(seat, hold_until)
    for size in sorted(set(coming.values())):
        keys = [key for key, many in coming.items() if many == size]
        roomy = Appointment.objects.live().filter(pk__in=keys, places_taken__lte=F("places") - size)
        if roomy.update(places_taken=F("places_taken") + size, hold_until=None) < len(keys):
            raise Stale
    return Appointment.objects.in_bulk({seat.assignment.group or 0 for seat in seats}) if seats else {}


def _join(wanted: Seat, hold_until: dt.datetime | None) -> None:
    """One party counted in, by an update that finds no row once the group would be overfull."""
    size = wanted.part.party_size
    group = Appointment.objects.live().filter(pk=wanted.assignment.group or 0)
    roomy = group if wanted.part.overbooked else group.filter(places_taken__lte=F("places") - size)
    changes: dict[str, Expression] = {"places_taken": F("places_taken") + size}
    if wanted.part.overbooked:
        changes["places"] = Greatest(F("places"), F("places_taken") + size)
    if hold_until is None:  # a booking keeps it, whatever the holds inside do
        changes["hold_until"] = Value(None)
    elif wanted.group and wanted.group.holds:
        later = Greatest(F("hold_until"), Value(int(hold_until.timestamp())))
        changes["hold_until"] = Case(When(hold_until__isnull=True, then=Value(None)), default=later)
    if not roomy.update(**changes):
        raise Stale

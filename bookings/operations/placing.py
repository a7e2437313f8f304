"""The one way into a diary: every verb that takes a time comes through `placed`.

plan (unlocked) → one sorted lock → plan again from a new statement → the same, or start over → release the expired
holds in the way → write. Two fences: these locks, and the schema's own refusal if they were ever passed by.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.db.models import F, Q

from bookings import errors
from bookings.models import Appointment, Booking, Place
from bookings.operations import releasing
from bookings.operations.settling import Stale, settled
from bookings.operations.wish import Plan, Wish, plan
from businesses import diary
from businesses.models import Business, Service


def placed(
    wished: Callable[[], Wish], write: Callable[[Wish, Plan], Booking], *, customer_id: int | None = None
) -> Booking:
    """This will plan a wish, lock what the plan touches, prove it again and let `write` make it so.

    `wished` is asked anew for each attempt. A wish that moves a booking locks the diaries it leaves as well.
    Raises what `plan` raises, and `Busy`; gives the booking with its details.
    """

    def attempt() -> int:
        wish = _as_it_is(wished())
        first = plan(wish)
        staff, resources = _diaries(wish, first)
        opens_group = _opens_group(wish, first)
        with transaction.atomic():
            diary.lock(
                business_id=wish.business.pk,
                customers=[customer_id] if customer_id else (),
                services=[wish.service.pk] if opens_group else (),
                staff=staff,
                resources=resources,
            )
            _refuse_old_rules(wish.business)
            again = _proven(wish, first)
            now_staff, now_resources = _diaries(wish, again)
            if not (now_staff <= staff and now_resources <= resources) or _opens_group(wish, again) > opens_group:
                raise Stale
            releasing.sweep(wish.business.pk, again.in_the_way, group=again.assignment.group, now=wish.now)
            booking = write(wish, again)
            served = {again.assignment.person}
            diary.raise_versions(business_id=wish.business.pk, staff=served, booked_at=wish.now)
            diary.raise_versions(business_id=wish.business.pk, staff=staff - served, resources=resources)
        return booking.pk

    return Booking.objects.with_details().get(pk=settled(attempt))


def _as_it_is(wish: Wish) -> Wish:
    """The wish with its service and the house's rules as they are now; the caller may have read them long ago."""
    service = Service.objects.select_related("business").get(pk=wish.service.pk, business=wish.business)
    return replace(wish, business=service.business, service=service)


def _refuse_old_rules(business: Business) -> None:
    """This will raise `Stale` when the owner changed rules or services after they were read for this plan."""
    if not Business.objects.filter(pk=business.pk, diary_version=business.diary_version).exists():
        raise Stale


def _proven(wish: Wish, first: Plan) -> Plan:
    """The plan as it is under the lock; when the person was ours to choose, somebody else may still be free."""
    try:
        return plan(wish, prior=first)
    except (errors.SlotTaken, errors.NotOffered):
        if wish.staff is None:
            raise Stale from None
        raise


def _opens_group(wish: Wish, made: Plan) -> bool:
    """Whether a shared appointment is opened: two who open one at the same start must see each other."""
    return wish.service.is_group and made.assignment.group is None


def _diaries(wish: Wish, made: Plan) -> tuple[set[int], set[int]]:
    """The ids of the staff and resources that a plan touches, those of a joined or left appointment included."""
    staff, resources = set(made.staff_ids), set(made.resource_ids)
    concerned = Q(pk=made.assignment.group) if made.assignment.group else Q()
    if wish.moving is not None:
        concerned |= Q(taken_places__booking=wish.moving, taken_places__live=True)
    if concerned:
        for staff_id, resource_id in Appointment.objects.filter(concerned).values_list("staff_id", "resource_id"):
            staff.add(staff_id)
            if resource_id is not None:
                resources.add(resource_id)
    return staff, resources


def take(wish: Wish, made: Plan, booking: Booking, *, hold_until: dt.datetime | None = None) -> None:
    """This will give a new booking its place."""
    appointment = seat(wish, made, hold_until=hold_until)
    Place.objects.create(
        business=wish.business,
        booking=booking,
        appointment=appointment,
        party_size=wish.party_size,
        service_name=wish.service.name,
        duration_minutes=made.assignment.length,
        price=made.price,
    )
    if made.assignment.group:
        releasing.recount([appointment.pk])


def seat(wish: Wish, made: Plan, *, hold_until: dt.datetime | None = None) -> Appointment:
    """This will give the appointment of a plan with the party counted in: the group that is joined, else a new one."""
    return _joined(wish, made) if made.assignment.group else _opened(wish, made, hold_until)


def _joined(wish: Wish, made: Plan) -> Appointment:
    """The group with the party counted in, by an update that finds no row once it would be overfull."""
    group = Appointment.objects.live().filter(business=wish.business, pk=made.assignment.group or 0)
    roomy = group.filter(places_taken__lte=F("places") - wish.party_size)
    if not roomy.update(places_taken=F("places_taken") + wish.party_size):
        raise Stale
    return group.get()


def _opened(wish: Wish, made: Plan, hold_until: dt.datetime | None) -> Appointment:
    timetabled = wish.service.starts == Service.Starts.TIMETABLE
    appointment = Appointment(
        business=wish.business,
        service=wish.service,
        timetabled=timetabled,
        places=wish.service.capacity,
        places_taken=wish.party_size,
        hold_until=int(hold_until.timestamp()) if hold_until and not timetabled else None,
    )
    put(appointment, wish, made)
    appointment.save(force_insert=True)
    return appointment


def put(appointment: Appointment, wish: Wish, made: Plan) -> None:
    """This will set person, thing, place and time of an appointment as planned."""
    appointment.staff_id = made.assignment.person
    appointment.resource_id = made.assignment.thing
    appointment.location_id = made.location_id
    appointment.set_time(
        made.starts_at,
        minutes=made.assignment.length,
        buffers=(wish.service.buffer_before_minutes, wish.service.buffer_after_minutes),
        listed_on=made.listed_on,
    )

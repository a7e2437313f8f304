"""Loads what availability is computed from, in a constant number of queries whatever the staff, days and bookings."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bookings import availability
from bookings.models import Booking
from bookings.queries import calendar, diary
from bookings.queries.diary import BusyRow
from businesses.models import Business, Resource, Service, Skill, StaffMember

ONE_DAY = dt.timedelta(days=1)
REACH_MINUTES = 3 * availability.DAY  # how far beyond its dates an opening may look: buffers, nights, clock changes


@dataclass(frozen=True, slots=True)
class Loaded:
    """The facts of one service, and what a writer needs beside them."""

    facts: availability.Facts
    expired: Sequence[BusyRow]  # live rows that nothing but holds keep, all of them over
    last_booked: dict[int, float]  # UTC seconds, per performer
    prices: dict[int, Decimal | None]  # for one person, per performer

    def openings(
        self, first: dt.date, last: dt.date, *, now: dt.datetime, party: int, any_time: bool = False
    ) -> availability.Openings:
        """This will ask the one function about these facts."""
        return availability.Openings(self.facts, first, last, now=now, party=party, any_time=any_time)


class _Performer(NamedTuple):
    staff: int
    length: int | None
    location: int
    own_hours: bool
    last_booked_at: dt.datetime | None = None
    price: Decimal | None = None


def load(
    business: Business,
    service: Service,
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    staff: StaffMember | int | None = None,
    location_id: int | None = None,
    moving: Booking | None = None,
) -> Loaded:
    """This will read the facts of one service for the local dates `first` … `last`.

    `staff` narrows to one person, `location_id` to those who work there. `moving`: its own time does not stand in
    the way, and it takes as long as was agreed.
    """
    low = availability.wall_minute(first, 0, business.zone) - REACH_MINUTES
    high = availability.wall_minute(last + ONE_DAY, 0, business.zone) + REACH_MINUTES
    performers = _performers(service, staff, location_id, moving)
    lessons = calendar.load_lessons(service, performers, first, last)
    teachers = {t.staff_id: _Performer(t.staff_id, None, t.staff.location_id, t.staff.own_hours) for t in lessons}
    people = {**teachers, **performers}
    things = _resources(service)
    rows = diary.load_busy(business.pk, people, things, low, high, now, moving)
    seconds = now.timestamp()
    busy = [row for row in rows if row.hold_until is None or row.hold_until > seconds]
    of_staff, of_resource = defaultdict(list), defaultdict(list)
    for row in busy:
        of_staff[row.staff].append(row.time)
        if row.resource is not None:
            of_resource[row.resource].append(row.time)
    hours = calendar.load_hours(business, {p.staff: p.own_hours for p in people.values()}, first, last)
    time_off = calendar.load_time_off(business.pk, people, low, high)
    groups = diary.load_groups(service, performers, low, high, now, moving) if _is_shared(service) else []
    return Loaded(
        facts=availability.Facts(
            zone=business.zone,
            rules=availability.Rules(business.lead_time_minutes, business.window_days, business.slot_interval_minutes),
            hours=hours[None],
            demand=availability.Demand(
                before=service.buffer_before_minutes,
                after=service.buffer_after_minutes,
                capacity=service.capacity,
                needs_thing=bool(service.resource_kind),
                timetabled=service.starts == Service.Starts.TIMETABLE,
            ),
            people=[
                availability.Person(
                    key=p.staff,
                    length=p.length,
                    place=p.location,
                    hours=calendar.hours_of(p.staff, hours, own_hours=p.own_hours),
                    time_off=time_off.get(p.staff, ()),
                    busy=of_staff.get(p.staff, ()),
                )
                for p in people.values()
            ],
            things=[availability.Thing(key, place, of_resource.get(key, ())) for key, place in things],
            groups=groups,
            lessons=[
                calendar.lesson(row, service=service)
                for row in lessons
                if row.service_id != service.pk or row.staff_id in performers
            ],
        ),
        expired=[row for row in rows if row.hold_until is not None and row.hold_until <= seconds],
        last_booked={p.staff: p.last_booked_at.timestamp() for p in performers.values() if p.last_booked_at},
        prices={p.staff: p.price for p in performers.values()},
    )


def _is_shared(service: Service) -> bool:
    return service.is_group or service.starts == Service.Starts.TIMETABLE


def _performers(
    service: Service, staff: StaffMember | int | None, location_id: int | None, moving: Booking | None
) -> dict[int, _Performer]:
    skills = Skill.objects.filter(business_id=service.business_id, service=service, staff__active=True)
    if staff is not None:
        skills = skills.filter(staff=staff)
    if location_id is not None:
        skills = skills.filter(staff__location=location_id)
    is_agreed = moving is not None and moving.status != Booking.Status.HELD
    agreed = moving.first_place.duration_minutes if moving and is_agreed else None
    rows = skills.order_by("staff_id").values_list(
        "staff_id", "duration_minutes", "staff__location_id", "staff__own_hours", "staff__last_booked_at", "price"
    )
    return {
        key: _Performer(
            key,
            agreed or own_length or service.duration_minutes,
            place,
            own_hours,
            last_booked_at,
            service.price if own_price is None else own_price,
        )
        for key, own_length, place, own_hours, last_booked_at, own_price in rows
    }


def _resources(service: Service) -> list[tuple[int, int]]:
    if not service.resource_kind:
        return []
    rows = Resource.objects.filter(business_id=service.business_id, kind=service.resource_kind, active=True)
    return list(rows.order_by("id").values_list("id", "location_id"))

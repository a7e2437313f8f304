"""Looks ahead at a move: who would serve each part then, and where."""

import datetime as dt
from typing import NamedTuple

from bookings.availability import STAFF, Policy
from bookings.models import Booking
from bookings.operations.move import parts_of
from bookings.operations.plan import plan
from bookings.operations.wish import Wish
from businesses.models import Location, StaffMember


class Served(NamedTuple):
    """Who would serve a part, where, and when it would end."""

    staff: StaffMember
    location: Location
    ends_at: dt.datetime


def move_ahead(
    *,
    booking: Booking,
    starts_at: dt.datetime,
    now: dt.datetime,
    staff: StaffMember | None = None,
    location_id: int | None = None,
    policy: Policy = STAFF,
) -> list[Served]:
    """This will give how each part would be served if the booking were moved, part by part; it is no promise.

    Raises what `move` raises of a time that is not to be had.
    """
    wish = Wish(booking.business, parts_of(booking, starts_at, staff=staff), policy, location_id, moving=booking)
    house = wish.read()
    people = house.setup.people
    found = []
    for seat in plan(wish, house, now=now).seats:
        person = people[seat.assignment.person]
        found.append(Served(person, person.location, seat.starts_at + dt.timedelta(minutes=seat.assignment.length)))
    return found

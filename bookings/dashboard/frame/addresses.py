"""Addresses of pages that several rooms of the dashboard lead to, as these read them."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from businesses import trail

OUT_OF_ORDER = "out_of_order"
WALK_IN = "walk_in"  # who comes, where it is nobody who is known or will be


def bookings_with(room: str = OUT_OF_ORDER) -> str:
    """This will give the address of what is to come with a resource, by id, or with all that are out of order."""
    return f"{reverse('admin:bookings_booking_changelist')}?room={room}"


def why(**asked: Any) -> str:
    """This will give the address of why a time is not offered: `day`, `service`, `staff` (ids), `party_size`."""
    return f"{reverse('admin:why')}?{urlencode({name: value for name, value in asked.items() if value})}"


def time_off(number: int, *, on: dt.date) -> str:
    """This will give the page on which the time off that begins on a date is changed, as one comes there from the
    diary."""
    return f"{reverse('admin:businesses_timeoff_change', args=[number])}?{urlencode({'on': on, 'back': 'diary'})}"


def block(**asked: Any) -> str:
    """This will give the form that blocks a time, filled in: `staff` (an id), `day`, `time`."""
    return f"{reverse('admin:block_time')}?{urlencode({name: value for name, value in asked.items() if value})}"


def trail_of(row: Model) -> str:
    """This will give the address of what was done to a row."""
    table, key = trail.thing_of(row)
    return f"{reverse('admin:trail')}?{urlencode({'thing': f'{table}:{key}'})}"


def walk_in(**asked: Any) -> str:
    """This will give the address of a booking for whoever stands there: `day`, `time`, `offset`, `staff` (an id)."""
    known = {name: value for name, value in asked.items() if value}
    return f"{reverse('admin:book')}?{urlencode({**known, 'customer': WALK_IN})}"

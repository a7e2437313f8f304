"""Rows of some local dates, as an index finds them."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from bookings import availability
from businesses.models import Business, StaffMember

ONE_DAY = dt.timedelta(days=1)


def within(
    rows: "QuerySet[Any]",
    path: str,
    business: Business,
    first: dt.date,
    last: dt.date,
    staff: StaffMember | None = None,
) -> "QuerySet[Any]":
    """This will keep the rows whose appointment, to be found at `path`, is listed on these dates, of one person or all.

    The instants are what an index finds; no condition but these leads the planner elsewhere.
    """
    low, high = bounds(business, first, last)
    wanted: dict[str, Any] = {
        f"{path}business": business,
        f"{path}starts_at__gte": low,
        f"{path}starts_at__lt": high,
        f"{path}listed_on__range": (first, last),
    }
    if staff is not None:
        wanted[f"{path}staff"] = staff
    return rows.filter(**wanted).order_by()


def bounds(business: Business, first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """This will give two instants between which everything starts that is listed on these dates."""
    low = availability.wall_minute(first, 0, business.zone)
    high = availability.wall_minute(last + 2 * ONE_DAY, 0, business.zone)
    return availability.instant_of(low), availability.instant_of(high)

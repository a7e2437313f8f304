"""Times off that staff members ask for, as they are shown where they are decided and to whoever asked."""

from typing import NamedTuple

from bookings.dashboard.frame import away
from businesses.models import Business, StaffMember, TimeOffRequest


class Asked(NamedTuple):
    """A request and when it is for, in words."""

    row: TimeOffRequest
    when: str


def asked_off(here: Business, *, staff: StaffMember | None = None) -> list[Asked]:
    """This will give what is to be decided, asked longest ago first; of one person also what was refused."""
    rows = TimeOffRequest.objects.filter(business=here).select_related("staff").order_by("asked_at", "pk")
    rows = rows.filter(staff=staff) if staff else rows.filter(refused_at=None)
    reader = away.reader_of(here)
    return [Asked(row, away.when(row, reader)) for row in rows]

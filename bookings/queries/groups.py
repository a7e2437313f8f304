"""The shared appointments of a start."""

import datetime as dt

from bookings.models import Appointment
from businesses.models import Business, Service, StaffMember


def group_at(
    business: Business, service: Service, *, starts_at: dt.datetime, staff: StaffMember | None = None
) -> Appointment | None:
    """This will give the group of a service that starts at an instant, the fullest first; None: there is none.

    `staff` narrows to one person.
    """
    rows = Appointment.objects.live().filter(business=business, service=service, starts_at=starts_at)
    if staff is not None:
        rows = rows.filter(staff=staff)
    return rows.select_related("business", "service", "staff").order_by("-places_taken", "id").first()

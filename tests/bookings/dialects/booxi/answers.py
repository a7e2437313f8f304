"""What Booxi's tests ask and expect again and again."""

import datetime as dt

from bookings.models import Booking
from tests import factories

NOBODY = 99_999_999
NO_IDS = ["0", "-1", "abc", "9223372036854775808", "1" + "0" * 30, "1.0", "٣", "%00", "true", "+1"]
FIELDS = {
    *("bookingId", "merchantId", "bookingMethod", "status", "isCompleted", "acquisitionChannel", "startsOn"),
    *("totalClientTimespan", "staffId", "items", "location", "locationText", "client", "payment", "createdOn"),
    *("createdBy", "createdByStaffId", "modifiedOn", "modifiedBy", "modifiedByStaffId", "isScheduled", "clientCount"),
}
PERFORMS = {
    "Fade": "Maria Gomez",
    "Trim": "Maria Gomez",
    "Yoga": "Yuri Ito",
    "Massage": "Olga Berg",
    "Color": "Cleo Fox",
    "Advice": "Cleo Fox",
    "Haircut": "Amna Khan",
}


def said(answer, status=200):
    """What a success says."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    return answer.json()


def refused(answer, status, conflict=None, *, about=""):
    """Whether this is an error in Booxi's shape, with that word for programs, which speaks of a field."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    body = answer.json()
    assert set(body) == {"message", "code"} | ({"error"} if conflict else set()), body
    assert body["code"] == status
    assert body.get("error") == conflict, body
    assert isinstance(body["message"], str)
    assert body["message"]
    assert about in body["message"], body
    assert "Access-Control-Allow-Origin" not in answer
    return True


def z(moment):
    """An instant as Booxi writes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc(shop, clock, day=factories.DAY):
    """The instant of a wall time of the shop, as Booxi writes it."""
    return z(factories.at(shop, day, clock))


def order(shop, service="Trim", clock="10:00", day=factories.DAY, **changes):
    """The body of a booking; a field set to ... is left out, and `staff` names a person."""
    staff = shop.staff[changes.pop("staff", PERFORMS[service])]
    body = {
        "merchantId": shop.business.pk,
        "bookingMethod": "Reservation" if shop.services[service].is_group else "Appointment",
        "acquisitionChannel": "e-commerce",
        "startsOn": utc(shop, clock, day),
        "status": "Approved",
        "staffId": staff.pk,
        "items": [{"serviceId": shop.services[service].pk}],
        "client": {"firstName": "Nora", "lastName": "Hill", "email": "nora@example.com"},
        "createdBy": "Staff",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def client(**changes):
    """Nora, as she is sent, with more."""
    return {"firstName": "Nora", "lastName": "Hill", "email": "nora@example.com", **changes}


def booked(partner, shop, *args, query=None, **changes):
    """The booking that an order makes."""
    return said(partner.post("/booking", order(shop, *args, **changes), **(query or {})))


def row(made):
    """The row of a booking that was made."""
    return Booking.objects.with_details().get(pk=int(made["bookingId"]))

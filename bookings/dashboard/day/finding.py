"""The search of every page: people, bookings, services and staff at once, two lines each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import reach_of
from bookings.models import Booking
from businesses.models import Customer, Service, StaffMember

SHOWN = 10  # of each kind
LONGEST = 200  # characters of what was typed


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The page with what was found, and the same field once more."""
    here = pages.business(request, OWNER, MANAGER, STAFF)
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    found = queries.find(here, wanted, limit=SHOWN, staff=reach_of(request).own_staff)
    groups = [
        ("Customers", [_person(each) for each in found.people], _list("businesses_customer", wanted)),
        ("Bookings", [_booking(each) for each in found.bookings], _list("bookings_booking", wanted)),
        ("Services", [_service(each) for each in found.services], _list("businesses_service", wanted)),
        ("Staff", [_staff(each) for each in found.staff], _list("businesses_staffmember", wanted)),
    ]
    context = {"wanted": wanted, "groups": [group for group in groups if group[1]], "most": SHOWN}
    return pages.show(request, "admin/find.html", context, title="Search")


def _list(model: str, wanted: str) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode({'q': wanted})}"


def _row(address: str, first: str, second: str, badge: tuple[str, str] = ("", "")) -> dict[str, Any]:
    return {"address": address, "first": first, "second": second, "badge": badge[0], "look": badge[1]}


def _person(person: Customer) -> dict[str, Any]:
    ways = [way for way in (person.phone, person.email) if way]
    badge = ("blocked", "badge-bad") if person.blocked else ("", "")
    return _row(reverse("admin:businesses_customer_card", args=[person.pk]), str(person), " · ".join(ways), badge)


def _booking(booking: Booking) -> dict[str, Any]:
    text, _, look = words.STATUS[Booking.Status(booking.status)]
    when = words.moment(booking.starts_at.astimezone(booking.business.zone))
    first = f"{booking.guest_name or 'Guest'}, {when}"
    second = f"{booking.service_name} with {booking.staff.name} · {booking.code}"
    return _row(reverse("admin:bookings_booking_change", args=[booking.pk]), first, second, (text, look))


def _service(service: Service) -> dict[str, Any]:
    badge = ("", "") if service.active else ("switched off", "")
    second = f"{service.category.name}, {service.duration_minutes} min"
    return _row(reverse("admin:businesses_service_change", args=[service.pk]), service.name, second, badge)


def _staff(person: StaffMember) -> dict[str, Any]:
    badge = ("", "") if person.active else ("switched off", "")
    second = person.email or "Staff"
    return _row(reverse("admin:businesses_staffmember_change", args=[person.pk]), person.name, second, badge)

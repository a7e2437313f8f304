"""When a business is open and its people work: the week."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path

from bookings.dashboard.frame import pages
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER, OwnedAdmin
from bookings.dashboard.setup.rota import eras, page_today, rotas_of, staff_rota, today_of
from bookings.dashboard.setup.week import Week, set_hours, set_working_hours
from businesses.models import Business, OpeningHours, StaffMember, WorkingHours


@admin.register(OpeningHours)
class HoursAdmin(OwnedAdmin):
    """The weekly hours, of the business and of each person, as one form each."""

    def get_urls(self) -> list[Any]:
        """One page for the business, one for each person, and one for each date from which somebody's hours change."""
        view = self.admin_site.admin_view
        return [
            path("", view(business_hours), name="businesses_openinghours_changelist"),
            path("staff/<int:key>/", view(staff_hours), name="staff_hours"),
            path("staff/<int:key>/before/", view(staff_hours), {"before": True}, name="staff_hours_before"),
            path("staff/<int:key>/from/", view(staff_rota), name="staff_rota_new"),
            path("staff/<int:key>/from/<int:rota>/", view(staff_rota), name="staff_rota"),
        ]


@shown_first
def business_hours(request: HttpRequest) -> HttpResponse:
    """The opening hours."""
    here = pages.business(request, OWNER, MANAGER)
    rows = OpeningHours.objects.filter(business=here)
    if request.method != "POST":
        return _week(request, here, Week.of(list(rows.values_list("weekday", "opens", "closes"))))
    week = Week.read(request.POST)
    periods = week.periods()
    if week.has_errors or "copy" in request.POST:
        return _week(request, here, week, status=400 if week.has_errors else 200)
    set_hours(here, periods)
    messages.success(request, "The opening hours are saved.")
    return HttpResponseRedirect(request.path)


@shown_first
def staff_hours(request: HttpRequest, key: int, *, before: bool = False) -> HttpResponse:
    """The plain week of one person: the business's, which their own begins with, or their own.

    Where a rota holds today its page is shown instead, but for whoever asks for what was `before`.
    """
    here = pages.business(request, OWNER, MANAGER)
    person = get_object_or_404(StaffMember, business=here, pk=key)
    if request.method != "POST" and not before and (address := page_today(person, today_of(here))):
        return HttpResponseRedirect(address)
    rows = WorkingHours.objects.filter(staff=person) if person.own_hours else OpeningHours.objects
    now = list(rows.filter(business=here).values_list("weekday", "opens", "closes"))
    if request.method != "POST":
        return _week(request, here, Week.of(now), person=person, own=person.own_hours)
    week, own = Week.read(request.POST), request.POST.get("own") == "yes"
    periods = week.periods()
    unsaid = not own and not person.own_hours and bool(periods) and periods != now
    if "copy" in request.POST or unsaid or (own and week.has_errors):
        status = 200 if "copy" in request.POST and not week.has_errors else 400
        return _week(request, here, week, person=person, own=own, unsaid=unsaid, status=status)
    set_working_hours(person, periods if own else None)
    messages.success(request, f"The hours of {person.name} are saved.")
    return HttpResponseRedirect(request.path)


def _week(
    request: HttpRequest,
    here: Business,
    week: Week,
    *,
    person: StaffMember | None = None,
    own: bool = True,
    unsaid: bool = False,
    status: int = 200,
) -> HttpResponse:
    people = StaffMember.objects.filter(business=here).bookable()
    changes = eras(person, rotas_of(person), today_of(here), None) if person else []
    context = {"week": week, "person": person, "own": own, "unsaid": unsaid, "people": people, "eras": changes}
    title = f"Hours of {person.name}" if person else "Opening hours"
    return pages.show(request, "admin/week.html", context, title=title, status=status)

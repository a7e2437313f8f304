"""Who is away when: of everybody for those who run the house, and of themselves for staff members."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from bookings.dashboard.frame import away, pages
from bookings.dashboard.frame.away_form import AwayForm
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF, OwnedAdmin
from bookings.dashboard.frame.reach import Reach, reach_of
from bookings.dashboard.setup import time_off_changing, time_off_deciding
from businesses import diary
from businesses.models import OwnTimeOff, TimeOff, TimeOffRequest


@admin.register(TimeOff)
class TimeOffAdmin(OwnedAdmin):
    """Who is away when."""

    def get_urls(self) -> list[Any]:
        """The list with its form, and a page for each."""
        view = self.admin_site.admin_view
        return [
            path("", view(time_off), name="businesses_timeoff_changelist"),
            path("mine/", view(own_time_off), name="own_time_off"),
            path("<int:number>/", view(time_off_changing.change), name="businesses_timeoff_change"),
            path("asked/<int:number>/", view(time_off_deciding.decide), name="time_off_asked"),
        ]


@shown_first
def time_off(request: HttpRequest) -> HttpResponse:
    """The times off that are not over, of everybody, and the form for more."""
    pages.business(request, OWNER, MANAGER)
    return _page(request, "Time off")


@shown_first
def own_time_off(request: HttpRequest) -> HttpResponse:
    """The same of whoever has a diary of their own, with what they asked for."""
    if pages.only(request, STAFF).own_staff is None:
        return pages.show(request, "admin/own_time_off_none.html", {}, title="Your time off")
    return _page(request, "Your time off")


def _page(request: HttpRequest, title: str) -> HttpResponse:
    reach = reach_of(request)
    if request.method == "POST" and (key := request.POST.get("withdraw")) is not None:
        return _withdrawn(request, reach, key)
    if request.method == "POST" and (key := request.POST.get("remove")) is not None:
        return _removed(request, reach, key)
    assert reach.here is not None  # noqa: S101 - the views have asked
    people, mode = away.people_of(reach), reach.time_off_mode
    today = timezone.localdate()
    initial = {"staff": request.GET.get("staff"), "until": today + dt.timedelta(days=365)}
    form = AwayForm(request.POST or None, here=reach.here, people=people, initial=initial)
    if request.method == "POST" and mode != OwnTimeOff.NEVER and form.is_valid():
        saved(request, form, mode)
        staff = "" if reach.own_staff else f"?staff={form.cleaned_data['staff'].pk}"
        return HttpResponseRedirect(f"{request.path}{staff}")
    context = {
        "form": form,
        "mode": mode,
        "rows": time_off_changing.listed(_rows(reach).order_by("starts_at", "pk"), reach.here, today),
        "asked": time_off_deciding.listed(reach),
    }
    status = 400 if form.is_bound else 200
    return pages.show(request, "admin/time_off.html", context, title=title, status=status)


def saved(request: HttpRequest, form: AwayForm, mode: str) -> None:
    """This will save what is entered, or what is asked for, and say so."""
    name = form.cleaned_data["staff"].name
    if mode == OwnTimeOff.ASK:
        form.new(TimeOffRequest, asked_at=timezone.now()).save()
        messages.success(request, "You have asked for it. It counts when an owner or a manager has granted it.")
        return
    with diary.changing(form.here.pk):
        form.new(TimeOff).save()
    messages.success(request, f"{name} is away then.")


def _rows(reach: Reach) -> QuerySet[TimeOff, TimeOff]:
    """The times off that are not over, within reach."""
    to_come = Q(ends_at__gt=timezone.now()) | Q(until__gte=timezone.localdate() - dt.timedelta(days=7))
    rows: QuerySet[TimeOff, TimeOff] = reach.rows(TimeOff.objects.filter(to_come).select_related("staff", "business"))
    return rows.filter(staff=reach.own_staff) if reach.own_staff else rows


def _removed(request: HttpRequest, reach: Reach, key: str) -> HttpResponse:
    """What is entered is removed, all of its dates, by whoever may enter it."""
    row = time_off_changing.row_of(reach, _number(key))
    with diary.changing(row.business_id):
        row.delete()
    messages.success(request, f"{row.staff.name} is not away then.")
    return HttpResponseRedirect(request.path)


def _withdrawn(request: HttpRequest, reach: Reach, key: str) -> HttpResponse:
    """What somebody asked for is taken back, or put away when they have read the answer."""
    if reach.own_staff is None:
        raise Http404
    get_object_or_404(TimeOffRequest, business=reach.here, staff=reach.own_staff, pk=_number(key)).delete()
    messages.success(request, "You do not ask for it any more.")
    return HttpResponseRedirect(reverse("admin:own_time_off"))


def _number(key: str) -> int:
    if not (key.isascii() and key.isdigit()):
        raise Http404
    return int(key[:18])

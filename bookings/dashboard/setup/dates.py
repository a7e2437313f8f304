"""The dates that differ from the week, and who is away when."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER, OwnedAdmin
from bookings.dashboard.setup.dates_forms import AwayForm, DatesForm
from businesses import diary
from businesses.models import Business, SpecialDay, TimeOff


@admin.register(SpecialDay)
class SpecialDayAdmin(OwnedAdmin):
    """The dates that differ from the week."""

    def get_urls(self) -> list[Any]:
        """One page, with the form on it."""
        view = self.admin_site.admin_view
        return [path("", view(special_days), name="businesses_specialday_changelist")]


@shown_first
def special_days(request: HttpRequest) -> HttpResponse:
    """The coming dates that differ, and the form for more; the same date again replaces what was there."""
    here, today = pages.business(request, OWNER, MANAGER), timezone.localdate()
    if request.method == "POST" and "remove" in request.POST:
        row = _row(SpecialDay, here, request.POST["remove"])
        with diary.changing(here.pk):
            row.delete()
        messages.success(request, f"{words.dated(row.date)} is as usual again.")
        return HttpResponseRedirect(request.path)
    key = (request.POST if request.method == "POST" else request.GET).get("change")
    before = _row(SpecialDay, here, key) if key else None
    initial = {"first": request.GET.get("date")}
    form = DatesForm(request.POST or None, here=here, today=today, row=before, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _saved(request, here, form.cleaned_data, before)
    rows = SpecialDay.objects.filter(business=here, date__gte=today).select_related("staff")
    context = {"form": form, "rows": rows.order_by("date", "staff_id"), "before": before}
    status = 400 if form.is_bound else 200
    return pages.show(request, "admin/special_days.html", context, title="Special days", status=status)


def _saved(request: HttpRequest, here: Business, data: dict[str, Any], before: SpecialDay | None) -> HttpResponse:
    with diary.changing(here.pk):
        _put(here, data, before)
    days = len(data["dates"])
    messages.success(
        request,
        f"{days} {'date is' if days == 1 else 'dates are'} saved.",
    )
    return HttpResponseRedirect(request.path)


def _put(here: Business, data: dict[str, Any], before: SpecialDay | None) -> None:
    """The same dates of the same person are replaced, and so is the one that is changed."""
    SpecialDay.objects.filter(business=here, pk=before and before.pk).delete()
    SpecialDay.objects.filter(business=here, staff=data["staff"], date__in=data["dates"]).delete()
    values = {"business": here, "staff": data["staff"], "periods": data["periods"], "note": data["note"]}
    SpecialDay.objects.bulk_create([SpecialDay(date=date, **values) for date in data["dates"]])


@admin.register(TimeOff)
class TimeOffAdmin(OwnedAdmin):
    """Who is away when."""

    def get_urls(self) -> list[Any]:
        """One page, with the form on it."""
        view = self.admin_site.admin_view
        return [path("", view(time_off), name="businesses_timeoff_changelist")]


@shown_first
def time_off(request: HttpRequest) -> HttpResponse:
    """The times off that are not over, and the form for more."""
    here = pages.business(request, OWNER, MANAGER)
    if request.method == "POST" and "remove" in request.POST:
        row = _row(TimeOff, here, request.POST["remove"])
        with diary.changing(here.pk):
            row.delete()
        messages.success(request, f"{row.staff.name} is not away then.")
        return HttpResponseRedirect(request.path)
    form = AwayForm(request.POST or None, here=here, initial={"staff": request.GET.get("staff")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = TimeOff(business=here, **{name: data[name] for name in ("staff", "starts_at", "ends_at", "reason")})
        with diary.changing(here.pk):
            row.save()
        messages.success(request, f"{row.staff.name} is away then.")
        return HttpResponseRedirect(f"{request.path}?staff={row.staff_id}")
    rows = TimeOff.objects.filter(business=here, ends_at__gt=timezone.now()).select_related("staff")
    context = {"form": form, "rows": [(row, _when(row)) for row in rows.order_by("starts_at", "pk")]}
    return pages.show(request, "admin/time_off.html", context, title="Time off", status=400 if form.is_bound else 200)


def _when(row: TimeOff) -> str:
    """This will say when somebody is away, whole days as days."""
    first, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    if first.time() == end.time() == dt.time():
        last = end - dt.timedelta(days=1)
        days = words.dated(first.date())
        return days if last.date() == first.date() else f"{days} – {words.dated(last.date())}"
    until = words.clock(end) if end.date() == first.date() else words.moment(end)
    return f"{words.moment(first)} – {until}"


def _row(model: Any, here: Business, key: str) -> Any:
    """This will give a row of the business, or raise `Http404`."""
    if not (key.isascii() and key.isdigit()):
        raise Http404
    return get_object_or_404(model.objects.select_related("staff"), business=here, pk=int(key[:18]))

"""The dates that differ from the week."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER, OwnedAdmin
from bookings.dashboard.setup.dates_forms import DatesForm
from businesses import diary
from businesses.models import Business, SpecialDay


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
        row = _row(here, request.POST["remove"])
        with diary.changing(here.pk):
            row.delete()
        messages.success(request, f"{words.dated(row.date)} is as usual again.")
        return HttpResponseRedirect(request.path)
    key = (request.POST if request.method == "POST" else request.GET).get("change")
    before = _row(here, key) if key else None
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


def _row(here: Business, key: str) -> SpecialDay:
    """This will give a date of the business, or raise `Http404`."""
    if not (key.isascii() and key.isdigit()):
        raise Http404
    return get_object_or_404(SpecialDay.objects.select_related("staff"), business=here, pk=int(key[:18]))

"""The dates that differ from the week, and who is away when."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from businesses import diary
from businesses.admin import pages
from businesses.admin.hours import set_up
from businesses.admin.owned import OwnedAdmin
from businesses.models import Business, SpecialDay, StaffMember, TimeOff

LONGEST_RANGE_DAYS = 366
DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
CLOCK = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


class DatesForm(forms.Form):
    """Dates that differ from the week, for everybody or for one person."""

    staff = forms.ModelChoiceField(
        StaffMember.objects.none(), label="For", required=False, empty_label="The whole business"
    )
    first = forms.DateField(label="Date", **DATE)
    last = forms.DateField(label="… to", required=False, help_text="Empty: this one date only", **DATE)
    closed = forms.BooleanField(label="Closed all day", required=False)
    opens = forms.TimeField(label="Open from", required=False, **CLOCK)
    closes = forms.TimeField(label="to", required=False, **CLOCK)
    opens_2 = forms.TimeField(label="and from", required=False, **CLOCK)
    closes_2 = forms.TimeField(label="to", required=False, **CLOCK)
    note = forms.CharField(max_length=200, required=False, help_text="Such as Christmas, or: trade fair")

    def __init__(self, *args: Any, here: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = StaffMember.objects.filter(business=here)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This will give `dates` and `periods`, as they are kept."""
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last") or found.get("first")
        if first and last:
            if not 0 <= (last - first).days < LONGEST_RANGE_DAYS:
                self.add_error("last", f"Choose a date from {first} on, within a year.")
            found["dates"] = [first + dt.timedelta(days=n) for n in range(max(0, (last - first).days) + 1)][:366]
        pairs = [(found.get("opens"), found.get("closes")), (found.get("opens_2"), found.get("closes_2"))]
        given = [pair for pair in pairs if any(each is not None for each in pair)]
        if found.get("closed"):
            given = []
        elif not given and not self.errors:
            self.add_error("opens", "Write when it is open, or tick “Closed all day”.")
        if any(None in pair for pair in given):
            self.add_error("closes", "Write both, opening and closing.")
        elif len(given) == 2 and not given[0][0] < given[0][1] <= given[1][0]:
            self.add_error("opens_2", "The second period must begin after the first has ended.")
        found["periods"] = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in given if a is not None and b is not None]
        return found


@admin.register(SpecialDay)
class SpecialDayAdmin(OwnedAdmin):
    """The dates that differ from the week."""

    def get_urls(self) -> list[Any]:
        """One page, with the form on it."""
        view = self.admin_site.admin_view
        return [path("", view(special_days), name="businesses_specialday_changelist")]


def special_days(request: HttpRequest) -> HttpResponse:
    """The coming dates that differ, and the form for more; the same date again replaces what was there."""
    here = set_up(request)
    if request.method == "POST" and "remove" in request.POST:
        row = _row(SpecialDay, here, request.POST["remove"])
        _changed(here, row.staff_id, row.delete)
        messages.success(request, f"{row.date:%d %b %Y} is as usual again.")
        return HttpResponseRedirect(request.path)
    form = DatesForm(request.POST or None, here=here, initial={"first": request.GET.get("date")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _changed(here, data["staff"] and data["staff"].pk, lambda: _put(here, data))
        days = len(data["dates"])
        messages.success(request, f"{days} {'date is' if days == 1 else 'dates are'} saved.")
        return HttpResponseRedirect(request.path)
    rows = SpecialDay.objects.filter(business=here, date__gte=timezone.localdate()).select_related("staff")
    context = {"form": form, "rows": rows.order_by("date", "staff_id"), "wide": ("first", "last")}
    status = 400 if form.is_bound else 200
    return pages.show(request, "admin/special_days.html", context, title="Special days", status=status)


def _put(here: Business, data: dict[str, Any]) -> None:
    """The same dates of the same person are replaced."""
    SpecialDay.objects.filter(business=here, staff=data["staff"], date__in=data["dates"]).delete()
    values = {"business": here, "staff": data["staff"], "periods": data["periods"], "note": data["note"]}
    SpecialDay.objects.bulk_create([SpecialDay(date=date, **values) for date in data["dates"]])


class AwayForm(forms.Form):
    """A time in which somebody is away, on the wall of the business."""

    staff = forms.ModelChoiceField(StaffMember.objects.none(), label="Who", empty_label=None)
    first = forms.DateField(label="From", **DATE)
    begins = forms.TimeField(label="at", required=False, help_text="Empty: the whole day", **CLOCK)
    last = forms.DateField(label="To", **DATE)
    ends = forms.TimeField(label="at", required=False, help_text="Empty: the whole day", **CLOCK)
    reason = forms.CharField(max_length=200, required=False, help_text="For the house; no guest sees it")

    def __init__(self, *args: Any, here: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = here.zone
        self.fields["staff"].queryset = StaffMember.objects.filter(business=here).bookable()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This will give `starts_at` and `ends_at`, instants in UTC."""
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if not (first and last):
            return found
        begin = dt.datetime.combine(first, found.get("begins") or dt.time(), self.zone)
        ends = found.get("ends")
        until = last if ends else last + dt.timedelta(days=1)
        end = dt.datetime.combine(until, ends or dt.time(), self.zone)
        found["starts_at"], found["ends_at"] = begin.astimezone(dt.UTC), end.astimezone(dt.UTC)
        if found["ends_at"] <= found["starts_at"]:
            self.add_error("last", "The end must be after the beginning.")
        return found


@admin.register(TimeOff)
class TimeOffAdmin(OwnedAdmin):
    """Who is away when."""

    def get_urls(self) -> list[Any]:
        """One page, with the form on it."""
        view = self.admin_site.admin_view
        return [path("", view(time_off), name="businesses_timeoff_changelist")]


def time_off(request: HttpRequest) -> HttpResponse:
    """The times off that are not over, and the form for more."""
    here = set_up(request)
    if request.method == "POST" and "remove" in request.POST:
        row = _row(TimeOff, here, request.POST["remove"])
        _changed(here, row.staff_id, row.delete)
        messages.success(request, f"{row.staff.name} is not away then.")
        return HttpResponseRedirect(request.path)
    form = AwayForm(request.POST or None, here=here, initial={"staff": request.GET.get("staff")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = TimeOff(business=here, **{name: data[name] for name in ("staff", "starts_at", "ends_at", "reason")})
        _changed(here, row.staff_id, row.save)
        messages.success(request, f"{row.staff.name} is away then. Bookings in that time stay: see the diary.")
        return HttpResponseRedirect(f"{request.path}?staff={row.staff_id}")
    rows = TimeOff.objects.filter(business=here, ends_at__gt=timezone.now()).select_related("staff")
    context = {"form": form, "rows": rows.order_by("starts_at", "pk")}
    return pages.show(request, "admin/time_off.html", context, title="Time off", status=400 if form.is_bound else 200)


def _row(model: Any, here: Business, key: str) -> Any:
    """This will give a row of the business, or raise `Http404`."""
    if not (key.isascii() and key.isdigit()):
        raise Http404
    return get_object_or_404(model.objects.select_related("staff"), business=here, pk=int(key[:18]))


def _changed(here: Business, staff: int | None, change: Any) -> None:
    """This will make a change of somebody's time between lock and raised versions."""
    with transaction.atomic():
        diary.lock_everyone(here.pk)
        change()
        diary.raise_versions(business_id=here.pk, staff=[staff] if staff else [])
        diary.raise_business_version(here.pk)

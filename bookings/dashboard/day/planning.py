"""The house's own classes: planned with nobody in them, and moved with everybody in them."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from bookings import errors, operations
from bookings.dashboard.day import participants
from bookings.dashboard.day.moving import NewTime
from bookings.dashboard.day.times import Pick, WhenForm, instead_of, picked, sent
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach, actor, reach_of
from bookings.models import Appointment
from businesses.models import Service, StaffMember


class NewClass(WhenForm):
    """What is held, when, and by whom."""

    service = forms.ModelChoiceField(Service.objects.none(), error_messages={"required": "Choose a service."})
    staff = forms.ModelChoiceField(StaffMember.objects.none(), label="With", empty_label=None)

    field_order = ["service", "staff", "day", "time", "offset"]

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert reach.here is not None  # noqa: S101 - the view has asked
        self.zone = reach.here.zone
        services = Service.objects.filter(business=reach.here, capacity__gt=1).active()
        staff = StaffMember.objects.filter(business=reach.here).bookable()
        if reach.own_staff is not None:
            services, staff = services.filter(skills__staff=reach.own_staff), staff.filter(pk=reach.own_staff.pk)
        self.fields["service"].queryset, self.fields["staff"].queryset = services, staff  # type: ignore[attr-defined]


def plan(request: HttpRequest) -> HttpResponse:
    """The form; `?service=&staff=&day=&time=&offset=` fill it in. `off` calls it off at once: the class of the
    timetable that is meant is then not held on its date."""
    here, reach = pages.business(request, OWNER, MANAGER, STAFF), reach_of(request)
    now = timezone.now()
    if request.method != "POST":
        initial = {"day": now.astimezone(here.zone).date().isoformat(), **request.GET.dict()}
        return _asked(request, NewClass(initial=initial, reach=reach))
    data, _ = sent(request)
    form = NewClass(data, reach=reach)
    if not form.is_valid():
        return _asked(request, form, status=400)
    try:
        row = _planned(request, reach, form, now)
    except errors.Refused as error:
        form.add_error(None, words.refusal(error))
        return _asked(request, form, status=409, instead=instead_of(error, here))
    return HttpResponseRedirect(participants.page_of(row))


def move(request: HttpRequest, number: int) -> HttpResponse:
    """The form that moves an appointment with everybody in it."""
    reach, row = participants.within_reach(request, number)
    known = picked(row.starts_at, row.business.zone)
    initial = {"day": known.day, "time": known.time, "offset": known.offset, "staff": row.staff_id}
    if request.method != "POST":
        return _moving(request, row, NewTime(initial=initial, booking=row, reach=reach))
    data, _ = sent(request)
    form = NewTime(data, booking=row, reach=reach)
    if not form.is_valid():
        return _moving(request, row, form, status=400)
    try:
        moved = operations.move_appointment(
            appointment=row,
            starts_at=form.cleaned_data["starts_at"],
            staff=form.cleaned_data["staff"],
            now=timezone.now(),
            by=actor(request),
        )
    except errors.Refused as error:
        form.add_error(None, words.refusal(error))
        return _moving(request, row, form, status=409, instead=instead_of(error, row.business))
    messages.success(request, f"{row.service.name} is {participants.when(moved)} now, with {moved.staff.name}.")
    return HttpResponseRedirect(participants.page_of(moved))


def _planned(request: HttpRequest, reach: Reach, form: NewClass, now: dt.datetime) -> Appointment:
    assert reach.here is not None  # noqa: S101 - the view has asked
    data, by = form.cleaned_data, actor(request)
    wish = operations.one(reach.here, data["service"], data["starts_at"], policy=operations.STAFF, staff=data["staff"])
    row = operations.plan_class(wish=wish, taker=operations.Taker(source="dashboard", by=by), now=now)
    if "off" in request.POST:
        operations.call_off(appointment=row, now=now, by=by)
        messages.success(request, f"{row.service.name}, {participants.when(row)}, is not held.")
    else:
        messages.success(request, f"{row.service.name} is open for guests: {participants.when(row)}.")
    return row


def _asked(
    request: HttpRequest, form: NewClass, *, status: int = 200, instead: list[Pick] | None = None
) -> HttpResponse:
    data = form.data or form.initial
    context = {"form": form, "data": data, "both": form.both(data), "instead": instead or []}
    return pages.show(request, "admin/plan_class.html", context, title="Open a class", status=status)


def _moving(
    request: HttpRequest, row: Appointment, form: NewTime, *, status: int = 200, instead: list[Pick] | None = None
) -> HttpResponse:
    data = form.data or form.initial
    context = {
        "row": row,
        "form": form,
        "data": data,
        "both": form.both(data),
        "instead": instead or [],
        "was": participants.when(row),
        "page": participants.page_of(row),
    }
    return pages.show(request, "admin/move_class.html", context, title="Move it with everybody in it", status=status)

"""Moving a booking to another time, or to somebody else."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.dashboard.day import acting, courses
from bookings.dashboard.day.times import Pick, WhenForm, chosen, free_on, instead_of, picked, sent, typed
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.reach import Reach, actor, reach_of
from bookings.models import Appointment, Booking, Series
from businesses.models import StaffMember


class NewTime(WhenForm):
    """When, and with whom."""

    staff = forms.ModelChoiceField(StaffMember.objects.none(), label="With", empty_label=None)

    def __init__(self, *args: Any, booking: Booking | Appointment, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = booking.business.zone
        able = StaffMember.objects.filter(business=booking.business).performing(booking.service).bookable()
        if reach.own_staff is not None:
            able = able.filter(pk=reach.own_staff.pk)
        self.fields["staff"].queryset = able  # type: ignore[attr-defined]


def move(request: HttpRequest, booking: Booking, reach: Reach) -> HttpResponse:
    """The form; `?at=2026-11-24T10:00&staff=ID` fill it in, as a wall time of the business; `next` is where it leads.

    Moved to where it is, it stays as it is, and the page says so.
    """
    now = timezone.now()
    if request.method != "POST":
        return _shown(request, booking, NewTime(initial=_initial(request, booking), booking=booking, reach=reach), now)
    data, only_looks = sent(request)
    if only_looks:
        return _shown(request, booking, NewTime(initial=data.dict(), booking=booking, reach=reach), now)
    form = NewTime(data, booking=booking, reach=reach)
    if not form.is_valid():
        return _shown(request, booking, form, now, status=400)
    starts_at, staff = form.cleaned_data["starts_at"], form.cleaned_data["staff"]
    scope = courses.scope_of(data.get("scope", ""), booking, reach, now=now)
    if scope != Series.Scope.THIS:
        return courses.move(request, booking, scope, starts_at, staff)
    before = booking.sequence
    try:
        moved = operations.move(
            booking=booking,
            starts_at=starts_at,
            staff=staff,
            now=now,
            by=actor(request),
        )
    except errors.Refused as error:
        form.add_error(None, words.refusal(error))
        return _shown(request, booking, form, now, status=409, instead=instead_of(error, booking.business))
    who, when = moved.guest_name or "Guest", words.moment(moved.starts_at.astimezone(moved.business.zone))
    if moved.sequence == before:
        messages.info(request, f"{who} comes {when} already, to {moved.staff.name}. Nothing was changed.")
    else:
        messages.success(request, f"{who} comes {when} now, to {moved.staff.name}.")
    return HttpResponseRedirect(acting.back_to(request, moved))


def _initial(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    known = picked(booking.starts_at, booking.business.zone)
    day, _, time = request.GET.get("at", "").partition("T")
    return {
        "day": day or known.day,
        "time": time or known.time,
        "offset": known.offset if not time else "",
        "staff": request.GET.get("staff", booking.staff.pk),
    }


def _shown(
    request: HttpRequest,
    booking: Booking,
    form: NewTime,
    now: dt.datetime,
    *,
    status: int = 200,
    instead: Sequence[Pick] = (),
) -> HttpResponse:
    data = form.data or form.initial
    day = typed(data, "day")
    wanted = queries.Wanted(chosen(form, "staff", data), booking.party_size, booking)
    context = {
        "booking": booking,
        "form": form,
        "data": data,
        "free": free_on(booking.business, booking.service, day, now=now, wanted=wanted) if day else [],
        "both": form.both(data),
        "instead": instead,
        "scopes": courses.scopes(booking, reach_of(request), now=now),
        "back": acting.back_to(request, booking),
        "was": words.moment(booking.starts_at.astimezone(booking.business.zone)),
    }
    return pages.show(request, "admin/move.html", context, title="Move a booking", status=status)

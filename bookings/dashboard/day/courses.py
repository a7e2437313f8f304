"""Moving and cancelling several bookings of a series: first each date is shown as it would be, then it is done."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.dashboard.day import acting
from bookings.dashboard.day.repeating import Date, dates, local, which
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.reach import Reach, actor
from bookings.models import Booking, Series
from businesses.models import StaffMember

Scope = Series.Scope


def scopes(booking: Booking, reach: Reach, *, now: dt.datetime) -> list[tuple[str, str]]:
    """This will give how much of its series may be changed with a booking: more than itself, if there is more.

    Whoever sees their own diary alone is offered no scope in which somebody else serves.
    """
    found = [(Scope.THIS, [booking])]
    if booking.series_id is not None:
        found += [(scope, queries.occurrences(booking, scope, now=now)) for scope in (Scope.AFTER, Scope.ALL)]
    return [
        (scope.value, f"{scope.label} ({len(rows)})" if len(rows) > 1 else str(scope.label))
        for scope, rows in found
        if (len(rows) > 1 or scope is Scope.THIS) and _within(rows, reach)
    ]


def scope_of(asked: str, booking: Booking, reach: Reach, *, now: dt.datetime) -> Scope:
    """This will read a scope; raises `Http404` for one that is not offered."""
    if asked in ("", Scope.THIS):
        return Scope.THIS
    if asked not in [scope for scope, _ in scopes(booking, reach, now=now)]:
        raise Http404
    return Scope(asked)


def move(
    request: HttpRequest, booking: Booking, scope: Scope, starts_at: dt.datetime, staff: StaffMember
) -> HttpResponse:
    """This will show where each would go, and once that is agreed to, let them go there."""
    now, error = timezone.now(), None
    person = None if staff.pk == booking.staff.pk else staff
    wanted = {"booking": booking, "starts_at": starts_at, "scope": scope, "staff": person, "now": now}
    try:
        if request.POST.get("sure"):
            moved = operations.move_series(by=actor(request), **wanted)
            messages.success(
                request, f"{_counted(moved)} moved, the first to {local(moved[0].starts_at, booking.business)}."
            )
            return _to(booking)
    except errors.Refused as refused:
        error = words.refusal(refused)
    try:
        ahead = dates(operations.series_changes(**wanted), booking.business)
    except errors.Refused as refused:
        error, ahead = words.refusal(refused), []
    typed = [(name, request.POST[name]) for name in ("day", "time", "offset", "staff", "scope") if name in request.POST]
    return _shown(request, booking, ahead, error, title="Move several bookings", typed=typed, to=staff)


def cancel(request: HttpRequest, booking: Booking, reach: Reach) -> HttpResponse:
    """This will show which bookings a scope takes, and by POST cancel them; `?scope=` is how much of the series."""
    now, error = timezone.now(), None
    sent = request.POST if request.method == "POST" else request.GET
    scope = scope_of(sent.get("scope", ""), booking, reach, now=now)
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[: acting.LONGEST_TEXT]
        try:
            gone = operations.cancel_series(booking=booking, scope=scope, now=now, by=actor(request), reason=reason)
        except errors.Refused as refused:
            error = words.refusal(refused)
        else:
            messages.success(request, f"{_counted(gone)} cancelled.")
            return _to(booking)
    found = queries.occurrences(booking, scope, now=now)
    listed = [Date(local(each.starts_at, booking.business), "", "", each.pk) for each in found]
    how = {"typed": [("scope", scope.value)], "cancels": True}
    return _shown(request, booking, listed, error, title="Cancel several bookings", **how)


def facts(booking: Booking, reach: Reach) -> dict[str, Any]:
    """This will give what the page of a booking shows of its series; nothing: it is of none."""
    if booking.series_id is None:
        return {}
    listed = [
        Date(local(each.starts_at, booking.business), words.STATUS[Booking.Status(each.status)][0], "", each.pk)
        for each in queries.whole_series(booking)
    ]
    others = listed if reach.own_staff is None else []
    return {"which": which(booking), "scopes": scopes(booking, reach, now=timezone.now()), "others": others}


def _shown(
    request: HttpRequest, booking: Booking, listed: Sequence[Date], error: str | None, *, title: str, **more: Any
) -> HttpResponse:
    refused = [each for each in listed if each.refusal]
    context = {"booking": booking, "which": which(booking), "dates": listed, "refused": refused, "error": error, **more}
    return pages.show(request, "admin/course.html", context, title=title, status=409 if error else 200)


def _within(rows: Sequence[Booking], reach: Reach) -> bool:
    own = reach.own_staff
    return own is None or all(place.appointment.staff_id == own.pk for row in rows for place in row.places.all())


def _counted(found: Sequence[Booking]) -> str:
    return "1 booking is" if len(found) == 1 else f"{len(found)} bookings are"


def _to(booking: Booking) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:bookings_booking_change", args=[booking.pk]))

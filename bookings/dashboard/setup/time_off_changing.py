"""One time off: changed or removed, of what repeats this one, this and all after it, or all of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bookings import availability, queries
from bookings.dashboard.frame import away, away_form, pages
from bookings.dashboard.frame.away_form import AwayForm
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach, reach_of
from businesses import absences, diary
from businesses.absences import Scope
from businesses.models import Business, OwnTimeOff, TimeOff

DIARY = "diary"


class Row(NamedTuple):
    """A time off of the list. `on` is the date of it that comes next, `page` where it is changed."""

    row: TimeOff
    when: str
    left_out: str
    on: dt.date
    page: str


def listed(rows: Iterable[TimeOff], here: Business, today: dt.date) -> list[Row]:
    """This will give those of these times off that are not over, with their words."""
    reader, now, found = away.reader_of(here), availability.minute_of(timezone.now()), []
    for row in rows:
        row.business = here
        to_come = [each.on for each in queries.times_away(row, here.zone) if each.time.end > now]
        if to_come:
            page = f"{reverse('admin:businesses_timeoff_change', args=[row.pk])}?on={to_come[0]}"
            left_out = away.left_out(row, reader, today)
            found.append(Row(row, away.when(row, reader), left_out, to_come[0], page))
    return found


def row_of(reach: Reach, number: int) -> TimeOff:
    """This will give a time off that somebody may change, or raise `Http404`."""
    if reach.time_off_mode != OwnTimeOff.ENTER:
        raise Http404
    rows = TimeOff.objects.select_related("staff", "business").filter(business=reach.here)
    return get_object_or_404(rows.filter(staff=reach.own_staff) if reach.own_staff else rows, pk=number)


@shown_first
def change(request: HttpRequest, number: int) -> HttpResponse:
    """The page; `?on=2026-12-24` says which date of what repeats is meant, `back=diary` where one came from."""
    reach = pages.only(request, OWNER, MANAGER, STAFF)
    row = row_of(reach, number)
    dates = queries.times_away(row, row.business.zone)
    one = _meant(request.POST.get("on") or request.GET.get("on", ""), dates)
    if one is None:
        raise Http404
    known = [each.on for each in dates]
    start, end = map(availability.instant_of, one.time)
    shown = away_form.initial(row, one.on, start, end)
    people = [*{each.pk: each for each in (row.staff, *away.people_of(reach))}.values()]
    form = AwayForm(request.POST or None, here=row.business, people=people, row=row, initial=shown)
    scope = request.POST.get("scope", Scope.THIS) if row.repeats else Scope.ALL
    if request.method == "POST" and scope in Scope.values:
        if "remove" in request.POST:
            return _removed(request, row, one.on, scope, known)
        if scope == Scope.ALL:
            form.moves = known[0] - one.on
        if form.is_valid():
            return _changed(request, row, form, one.on, scope, known)
    reader = away.reader_of(row.business)
    context = {
        "form": form,
        "row": row,
        "on": one.on,
        "this": away.once(start, end, reader),
        "when": away.when(row, reader),
        "left_out": away.left_out(row, reader, timezone.localdate()),
        "scopes": Scope.choices,
        "scope": scope,
        "back": _back(request, reach, one.on),
    }
    status = 400 if form.is_bound else 200
    return pages.show(request, "admin/time_off_change.html", context, title=f"Time off: {row.staff}", status=status)


def _meant(typed: str, dates: Sequence[Any]) -> Any:
    """The date that is asked for; without any the one that comes next; None: there is no such date."""
    if typed:
        return next((each for each in dates if each.on.isoformat() == typed), None)
    now = availability.minute_of(timezone.now())
    return next((each for each in dates if each.time.end > now), dates[-1] if dates else None)


def _removed(request: HttpRequest, row: TimeOff, on: dt.date, scope: str, dates: list[dt.date]) -> HttpResponse:
    with diary.changing(row.business_id):
        absences.remove(row, on=on, scope=scope, dates=dates)
    messages.success(request, f"{row.staff.name} is not away then.")
    return HttpResponseRedirect(_back(request, reach_of(request), on))


def _changed(
    request: HttpRequest, row: TimeOff, form: AwayForm, on: dt.date, scope: str, dates: list[dt.date]
) -> HttpResponse:
    wanted = form.new(TimeOff)
    if scope == Scope.THIS and row.repeats:
        wanted.every_weeks, wanted.weekdays, wanted.until = None, [], None
    with diary.changing(row.business_id):
        absences.change(row, wanted, on=on, scope=scope, dates=dates)
    messages.success(request, f"Saved: {wanted.staff.name}, {away.when(wanted, away.reader_of(row.business))}.")
    return HttpResponseRedirect(_back(request, reach_of(request), on))


def _back(request: HttpRequest, reach: Reach, on: dt.date) -> str:
    """Where one came from."""
    if request.GET.get("back") == DIARY:
        return f"{reverse('admin:diary')}?{urlencode({'day': on})}"
    return reverse("admin:own_time_off" if reach.own_staff else "admin:businesses_timeoff_changelist")

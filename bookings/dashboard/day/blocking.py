"""Blocking a time from the diary: a break, an afternoon, a day. Whoever may only ask for time off asks for it here."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import queries
from bookings.dashboard.day.times import picked, typed, within_reach
from bookings.dashboard.frame import addresses, away, pages, reading
from bookings.dashboard.frame.away_form import AwayForm
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach, reach_of
from businesses import diary
from businesses.models import Business, OwnTimeOff, StaffMember, TimeOff, TimeOffRequest

HOUR = dt.timedelta(hours=1)
ALL_DAY = "day"


class End(NamedTuple):
    """A press that saves: what is sent, and its words."""

    value: str
    words: str


def beside(reach: Reach, staff: StaffMember | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """This will give what the form of a new booking needs to lead here: nothing for those who may not."""
    if reach.time_off_mode == OwnTimeOff.NEVER:
        return {}
    known = {"staff": staff and staff.pk, "day": typed(data, "day"), "time": str(data.get("time") or "")[:5]}
    return {"block_page": addresses.block(**known)}


@shown_first
def block(request: HttpRequest) -> HttpResponse:
    """The form; `?staff=ID&day=2026-11-24&time=13:00` fill it in. `end` is a press that says until when."""
    reach = reach_of(request)
    here, mode, now = pages.business(request, OWNER, MANAGER, STAFF), reach.time_off_mode, timezone.now()
    if mode == OwnTimeOff.NEVER:
        raise PermissionDenied
    people = away.people_of(reach)
    form = AwayForm(_sent(request), here=here, people=people) if request.method == "POST" else None
    if form is not None and form.is_valid():
        return _saved(request, form, mode)
    shown, ends = _defaults(request, here, people, now)
    form = form or AwayForm(here=here, people=people, initial=shown)
    context = {
        "form": form,
        "mode": mode,
        "ends": ends,
        "who": next((each for each in people if each.pk == shown["staff"]), None),
        "begin": reading.of(here).short_moment(shown["at"]) if shown["at"] else "",
        "back": f"{reverse('admin:diary')}?day={shown['first']}",
    }
    title = "Ask for time off" if mode == OwnTimeOff.ASK else "Block time"
    return pages.show(request, "admin/block_time.html", context, title=title, status=400 if form.is_bound else 200)


def _sent(request: HttpRequest) -> Any:
    """What was typed; a press that says until when wins over what is typed there."""
    data = request.POST.copy()
    end = data.get("end", "")
    if end == ALL_DAY:
        data["begins"] = data["ends"] = data["last"] = ""
    elif end:
        data["last"], _, data["ends"] = end.partition("T")
    return data


def _saved(request: HttpRequest, form: AwayForm, mode: str) -> HttpResponse:
    if mode == OwnTimeOff.ASK:
        row = form.new(TimeOffRequest, asked_at=timezone.now())
        row.save()
        said = "You have asked for time off: {when}. It counts when an owner or a manager has granted it."
    else:
        row = form.new(TimeOff)
        with diary.changing(form.here.pk):
            row.save()
        said = "{name} is away: {when}."
    messages.success(request, said.format(name=row.staff.name, when=away.when(row, reading.of(form.here))))
    return HttpResponseRedirect(f"{reverse('admin:diary')}?day={row.starts_at.astimezone(form.zone).date()}")


def _defaults(
    request: HttpRequest, here: Business, people: list[StaffMember], now: dt.datetime
) -> tuple[dict[str, Any], list[End]]:
    """What the form shows: an hour from the time that was pressed on, or until the next booking if that is sooner; and
    the other ends that one may press."""
    local = now.astimezone(here.zone)
    day = typed(request.GET, "day") or local.date()
    day = within_reach(day, local.date())
    chosen = request.GET.get("staff", "")
    person = next((each for each in people if str(each.pk) == chosen), people[0] if people else None)
    at = _instant(request.GET.get("time", ""), day, here)
    shown = {"staff": person and person.pk, "first": day, "at": at, "reason": "", "until": day + dt.timedelta(days=365)}
    if at is None or person is None:
        return shown, [End(ALL_DAY, "All day")] if person else []
    (column,) = queries.day_sheet(here, first=day, last=day, now=now, staff=person).columns
    free = next((gap.ends_at for gap in column.gaps if gap.starts_at <= at < gap.ends_at), None)
    closing = max((each.ends_at for each in column.hours), default=None)
    hour = at + HOUR
    end = min(hour, free or hour)
    ends = {hour: "1 hour, until {clock}", free: "while it is free, until {clock}", closing: "until closing, {clock}"}
    reader = reading.of(here)
    presses = [
        End(_value(each, here), said.format(clock=reader.clock(each)))
        for each, said in sorted((pair for pair in ends.items() if pair[0] and pair[0] > at), key=lambda pair: pair[0])
    ]
    last = picked(end, here.zone)
    begins = picked(at, here.zone).time
    shown |= {"begins": begins, "last": last.day, "ends": last.time, "reason": "Blocked"}
    return shown, [*presses, End(ALL_DAY, "all day")]


def _instant(clock: str, day: dt.date, here: Business) -> dt.datetime | None:
    """The instant of a wall time, the first where the clock shows it twice; None: there is none that can be read."""
    try:
        time = dt.time.fromisoformat(clock[:5])
    except ValueError:
        return None
    return next(iter(queries.instants(day, time, here.zone)), None)


def _value(instant: dt.datetime, here: Business) -> str:
    pick = picked(instant, here.zone)
    return f"{pick.day}T{pick.time}"

"""The diary: a day of everybody, a week of one person."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import queries
from bookings.dashboard.day import diary_grid
from bookings.dashboard.day.times import typed
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach
from businesses.models import Business, Service, StaffMember

ONE_DAY = dt.timedelta(days=1)
FARTHEST = dt.timedelta(days=3660)  # from today, to either side
DAY, WEEK = "day", "week"


@dataclass(frozen=True)
class Asked:
    """What of the diary is looked at; the address says all of it. `staff` None is everybody."""

    day: dt.date
    view: str
    staff: StaffMember | None

    @property
    def dates(self) -> tuple[dt.date, dt.date]:
        """The first and the last date: one, or Monday to Sunday."""
        if self.view == DAY:
            return self.day, self.day
        monday = self.day - self.day.weekday() * ONE_DAY
        return monday, monday + 6 * ONE_DAY

    def link(self, **other: Any) -> str:
        """This will give the address of another part of the diary."""
        wanted: dict[str, Any] = {"day": self.day, "view": self.view, "staff": self.staff and self.staff.pk, **other}
        return "?" + urlencode({name: value for name, value in wanted.items() if value is not None})


def diary(request: HttpRequest) -> HttpResponse:
    """The page; `?day=2026-11-24&view=day|week&staff=ID` say what is shown."""
    reach, now = pages.only(request, OWNER, MANAGER, STAFF), timezone.now()
    if reach.here is None:
        return HttpResponseRedirect(reverse("admin:index"))
    people = [reach.own_staff] if reach.own_staff else list(reach.rows(StaffMember.objects.bookable()))
    asked = _asked(request, reach, reach.here, people, now)
    first, last = asked.dates
    sheet = queries.day_sheet(reach.here, first=first, last=last, now=now, staff=asked.staff)
    context = {
        "asked": asked,
        "business": reach.here,
        "grid": diary_grid.Grid(sheet, reach.here.zone, now),
        "heading": words.day(first) if asked.view == DAY else _week(first, last),
        "few": _few(reach.here, asked, now),
        "has_classes": Service.objects.filter(business=reach.here, capacity__gt=1).active().exists(),
        "changes": [each for day in sheet.days if (each := _clock_change(reach.here, day))],
        **_ways(asked, people, now.astimezone(reach.here.zone).date()),
    }
    return pages.show(request, "admin/diary.html", context, title="Diary")


def _asked(
    request: HttpRequest, reach: Reach, business: Business, people: list[StaffMember], now: dt.datetime
) -> Asked:
    """This will read the address; a date that cannot be shown gives today, and says so."""
    today = now.astimezone(business.zone).date()
    day = typed(request.GET, "day") if request.GET.get("day") else today
    if day is None or abs(day - today) > FARTHEST:
        messages.info(request, "The diary has no such date. This is today.")
        day = today
    view = WEEK if request.GET.get("view") == WEEK else DAY
    staff = reach.own_staff or _chosen(request, reach)
    if view == WEEK and staff is None:
        membership = reach.memberships.get(business.pk)
        staff = (membership and membership.staff) or next(iter(people), None)
    return Asked(day, view if staff or view == DAY else DAY, staff)


def _few(business: Business, asked: Asked, now: dt.datetime) -> list[queries.Few]:
    """The classes of these dates that too few people come to."""
    first, last = asked.dates
    found = queries.groups_with_few(business, now=now, first=first, last=last)
    return [each for each in found if asked.staff is None or each.appointment.staff_id == asked.staff.pk]


def _chosen(request: HttpRequest, reach: Reach) -> StaffMember | None:
    key = request.GET.get("staff", "")
    if not (key.isascii() and key.isdigit()):
        return None
    found: StaffMember | None = reach.rows(StaffMember.objects.filter(pk=int(key[:18]))).first()
    if found is None:
        raise Http404
    return found


def _ways(asked: Asked, people: list[StaffMember], today: dt.date) -> dict[str, Any]:
    """Where one can go from here: other dates, the other view, other people."""
    step = ONE_DAY if asked.view == DAY else 7 * ONE_DAY
    if asked.staff and asked.staff not in people:
        people = [*people, asked.staff]  # who left, looked up on purpose
    place = people.index(asked.staff) if asked.staff else -1
    return {
        "people": people,
        "before": asked.link(day=asked.day - step),
        "today": asked.link(day=today),
        "after": asked.link(day=asked.day + step),
        "is_today": asked.dates[0] <= today <= asked.dates[1],
        "views": [(name, name == asked.view, asked.link(view=name)) for name in (DAY, WEEK)],
        "person_before": _person(asked, people[place - 1]) if place > 0 else None,
        "person_after": _person(asked, people[place + 1]) if 0 <= place < len(people) - 1 else None,
    }


def _person(asked: Asked, person: StaffMember) -> dict[str, str]:
    return {"name": person.name, "link": asked.link(staff=person.pk)}


def _week(first: dt.date, last: dt.date) -> str:
    return f"{words.dated(first)} – {words.dated(last)}"


def _clock_change(business: Business, day: dt.date) -> str:
    """The words for a date on which the clocks change; empty on all others."""
    begin, end = (dt.datetime.combine(date, dt.time(), business.zone) for date in (day, day + ONE_DAY))
    before, after = begin.utcoffset(), end.utcoffset()
    if before is None or after is None or before == after:
        return ""
    way, how = ("forward", "is left out") if after > before else ("back", "comes twice")
    return f"On {words.day(day)} the clocks go {way}: some of the night {how}."

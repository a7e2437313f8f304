"""The diary: a day or a week, of everybody or of one person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from bookings import queries
from bookings.dashboard.day import diary_grid
from bookings.dashboard.day.times import picked, typed, within_reach
from bookings.dashboard.day.week_of_all import WeekOfAll
from bookings.dashboard.frame import addresses, pages, reading, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach
from businesses.models import Business, StaffMember

ONE_DAY = dt.timedelta(days=1)
DAY, WEEK, COLUMNS = "day", "week", "columns"
STEADY = 5  # minutes: as often a free time that runs now begins anew


@dataclass(frozen=True)
class Asked:
    """What of the diary is looked at; the address says all of it. `staff` None is everybody.

    On a phone it is a list; whoever wants the columns there asks for them.
    """

    day: dt.date
    view: str
    staff: StaffMember | None
    columns: bool = False

    @property
    def dates(self) -> tuple[dt.date, dt.date]:
        """The first and the last date: one, or Monday to Sunday."""
        if self.view == DAY:
            return self.day, self.day
        monday = self.day - self.day.weekday() * ONE_DAY
        return monday, monday + 6 * ONE_DAY

    @property
    def days(self) -> list[dt.date]:
        """Every date from the first to the last."""
        first, last = self.dates
        return [first + n * ONE_DAY for n in range((last - first).days + 1)]

    @property
    def is_of_all(self) -> bool:
        """Whether it is a week of everybody, which is drawn smaller."""
        return self.view == WEEK and self.staff is None

    def link(self, **other: Any) -> str:
        """This will give the address of another part of the diary."""
        wanted: dict[str, Any] = {"day": self.day, "view": self.view, "staff": self.staff and self.staff.pk}
        wanted |= {"as": COLUMNS if self.columns else None, **other}
        return "?" + urlencode({name: value for name, value in wanted.items() if value is not None})


def diary(request: HttpRequest) -> HttpResponse:
    """The page; `?day=2026-11-24&view=day|week&staff=ID` say what is shown."""
    reach, now = pages.only(request, OWNER, MANAGER, STAFF), timezone.now()
    if reach.here is None:
        return HttpResponseRedirect(reverse("admin:index"))
    house = queries.house(reach.here)
    everybody = [each for each in house.setup.people.values() if each.active]
    people = [reach.own_staff] if reach.own_staff else everybody
    today = now.astimezone(reach.here.zone).date()
    asked = read(request.GET, reach, today)
    if request.GET.get("day") and typed(request.GET, "day") != asked.day:
        messages.info(request, "The diary has no such date. This is today.")
    sheet = shown(house, asked, now, version(house, asked, now))
    context = {
        "walk_in": _walk_in(reach.here, asked, now),
        # By itself: within the frame each of its thousands of names would be looked for in all that the frame knows.
        "sheet": render_to_string("admin/diary_sheet.html", {"reach": reach, **sheet}),
        "heading": sheet["heading"],
        "asked": asked,
        "people": people,
        "few": _few(reach.here, asked, now),
        "has_classes": any(each.active and each.is_group for each in house.setup.services.values()),
        "changes": [each for day in asked.days if (each := _clock_change(reach.here, day))],
        **_ways(asked, people, today),
    }
    return pages.show(request, "admin/diary.html", context, title="Diary")


def read(query: Mapping[str, str], reach: Reach, today: dt.date) -> Asked:
    """This will read the address; a date that cannot be shown is today. Raises `Http404` for somebody else's people."""
    day = typed(query, "day") or today
    view = WEEK if query.get("view") == WEEK else DAY
    staff = reach.own_staff or _chosen(query, reach)
    return Asked(within_reach(day, today), view, staff, query.get("as") == COLUMNS)


def version(house: queries.House, asked: Asked, now: dt.datetime) -> str:
    """This will give what is another text as soon as the sheet is another one."""
    first, last = asked.dates
    local = now.astimezone(house.business.zone)
    runs = f"{local.hour}.{local.minute // STEADY}" if first <= local.date() <= last else ""
    found = queries.diary_version(house, first=first, last=last, now=now)
    return f"{found}.{asked.view}.{asked.staff.pk if asked.staff else ''}.{runs}"


def shown(house: queries.House, asked: Asked, now: dt.datetime, version: str) -> dict[str, Any]:
    """This will give what the sheet of a version shows: the columns of a day or of somebody's week, or the week of all.

    It is what a browser asks for again when something happened: the rest of the page stays as it is.
    """
    (first, last), business = asked.dates, house.business
    known = {
        "asked": asked,
        "business": business,
        "version": version,
        "heading": words.day(asked.day) if asked.view == DAY else _week(first, last),
    }
    if asked.is_of_all:
        found = queries.week_sheet(house, first=first, last=last, now=now)
        return {**known, "week": WeekOfAll(found, reading.of(business), asked.link)}
    sheet = queries.day_sheet(house, first=first, last=last, now=now, staff=asked.staff)
    return {**known, "grid": diary_grid.Grid(sheet, business.zone, now, asked.link)}


def _few(business: Business, asked: Asked, now: dt.datetime) -> list[queries.Few]:
    """The classes of these dates that too few people come to."""
    first, last = asked.dates
    found = queries.groups_with_few(business, now=now, first=first, last=last)
    return [each for each in found if asked.staff is None or each.appointment.staff_id == asked.staff.pk]


def _chosen(query: Mapping[str, str], reach: Reach) -> StaffMember | None:
    key = query.get("staff", "")
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
    alone = people[0].pk if len(people) == 1 else asked.staff and asked.staff.pk
    return {
        "people": people,
        "before": asked.link(day=asked.day - step),
        "today": asked.link(day=today),
        "after": asked.link(day=asked.day + step),
        "is_today": asked.dates[0] <= today <= asked.dates[1],
        "views": [(name, name == asked.view, asked.link(view=name, staff=alone)) for name in (DAY, WEEK)],
        "shapes": [
            ("List", not asked.columns, asked.link(**{"as": None})),
            ("Columns", asked.columns, asked.link(**{"as": COLUMNS})),
        ],
        "person_before": _person(asked, people[place - 1]) if place > 0 else None,
        "person_after": _person(asked, people[place + 1]) if 0 <= place < len(people) - 1 else None,
    }


def _walk_in(business: Business, asked: Asked, now: dt.datetime) -> str:
    """The form of a booking for whoever stands here now, with whom the diary is of or anyone."""
    pick = picked(now, business.zone)
    return addresses.walk_in(day=pick.day, time=pick.time, offset=pick.offset, staff=asked.staff and asked.staff.pk)


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

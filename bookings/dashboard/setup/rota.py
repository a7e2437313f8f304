"""Hours that change from a date on, and weeks that take turns: a page for each such date of a person."""

import datetime as dt
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.away_form import Date
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.setup.turns import Turns, set_rota
from bookings.dashboard.setup.week import Period
from bookings.localized import Reader
from businesses import diary
from businesses.models import Business, OpeningHours, Rota, StaffMember, WorkingHours
from businesses.models.rota import letter

ONE_DAY = dt.timedelta(days=1)
A_DATE = Date(error_messages={"required": "Write a date.", "invalid": "Write a date, such as 2027-01-04."})


class Era(NamedTuple):
    """A line of the list of somebody's hours: what holds from when on, its page, and whether it does today."""

    words: str
    address: str
    is_now: bool
    is_shown: bool


def rotas_of(person: StaffMember) -> list[Rota]:
    """This will give the rotas of a person, in order of their dates."""
    return list(Rota.objects.filter(business=person.business_id, staff=person))


def today_of(here: Business) -> dt.date:
    """This will give the date on the wall of a business."""
    return timezone.now().astimezone(here.zone).date()


def eras(person: StaffMember, rotas: list[Rota], today: dt.date, shown: Rota | None) -> list[Era]:
    """This will give the plain week and every rota as lines, in their order; none where no rota is."""
    if not rotas:
        return []
    begun = [rota for rota in rotas if rota.from_on <= today]
    until = words.day(rotas[0].from_on - ONE_DAY)
    plain = reverse("admin:staff_hours_before", args=[person.pk])
    found = [Era(f"Until {until}", plain, not begun, shown is None)]
    for rota in rotas:
        page = reverse("admin:staff_rota", args=[person.pk, rota.pk])
        found.append(Era(_said(rota), page, begun[-1:] == [rota], shown == rota))
    return found


def page_today(person: StaffMember, today: dt.date) -> str | None:
    """This will give the address of the rota that holds today; None: the plain week does."""
    begun = [rota for rota in rotas_of(person) if rota.from_on <= today]
    return reverse("admin:staff_rota", args=[person.pk, begun[-1].pk]) if begun else None


@shown_first
def staff_rota(request: HttpRequest, key: int, rota: int | None = None) -> HttpResponse:
    """The hours of a person from a date on; without a rota: one that begins on another date."""
    here = pages.business(request, OWNER, MANAGER)
    person = get_object_or_404(StaffMember, business=here, pk=key)
    row = get_object_or_404(Rota, business=here, staff=person, pk=rota) if rota else None
    form = _Form(here, person, row)
    if request.method != "POST":
        return form.shown(request)
    if row and "remove" in request.POST:
        with diary.changing(here.pk):
            row.delete()
        messages.success(request, f"The hours of {person.name} do not change on {words.day(row.from_on)} any more.")
        return HttpResponseRedirect(reverse("admin:staff_hours", args=[key]))
    weeks = form.read(request)
    if weeks is None or form.date is None:
        return form.shown(request, status=400 if form.is_wrong else 200)
    saved = set_rota(person, row, form.date, weeks)
    messages.success(request, f"The hours of {person.name} from {words.day(form.date)} on are saved.")
    return HttpResponseRedirect(reverse("admin:staff_rota", args=[key, saved.pk]))


class _Form:
    """The date and the weeks as they are shown, and what is wrong with them."""

    def __init__(self, here: Business, person: StaffMember, row: Rota | None) -> None:
        self.here, self.person, self.row = here, person, row
        self.today, self.rotas = today_of(here), rotas_of(person)
        self.date: dt.date | None = row.from_on if row else self._next_monday()
        self.typed, self.date_error = f"{self.date:%Y-%m-%d}", ""
        weeks = row.periods if row else self._weeks_before()
        self.own, self.turns = not row or bool(row.weeks), Turns.of(weeks or [_opening(here)])

    def read(self, request: HttpRequest) -> list[list[Period]] | None:
        """This will give the weeks that are to be saved; None: something is wrong, or only the form is to change."""
        data = request.POST
        self.own, self.turns, self.typed = data.get("own") != "no", Turns.read(data), data.get("from", "")[:20]
        self.date = self._date()
        if asked := self.turns.asked(data):
            self.turns, self.date_error = asked, ""
            return None
        weeks = self.turns.periods()
        return None if self.is_wrong else weeks if self.own else []

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be put right."""
        return bool(self.date_error) or (self.own and self.turns.has_errors)

    def shown(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        """The page."""
        name, reader = self.person.name, Reader("en", self.here.country, self.here.zone)
        people = StaffMember.objects.filter(business=self.here).bookable()
        context: dict[str, Any] = {
            "form": self,
            "person": self.person,
            "people": people,
            "eras": eras(self.person, self.rotas, self.today, self.row) if self.row else [],
            "this_week": self._this_week(),
            "turns": [(turn, turn.sum(reader)) for turn in self.turns.turns],
        }
        title = f"Hours of {name} from {words.day(self.row.from_on)}" if self.row else f"New hours of {name}"
        return pages.show(request, "admin/rota.html", context, title=title, status=status)

    def _date(self) -> dt.date | None:
        try:
            found: dt.date | None = A_DATE.clean(self.typed)
        except ValidationError as error:
            self.date_error = " ".join(error.messages)
            return None
        if any(rota.from_on == found and rota != self.row for rota in self.rotas):
            self.date_error = "The hours change on that date already. Choose another date, or change what is there."
        return found

    def _next_monday(self) -> dt.date:
        taken, day = {rota.from_on for rota in self.rotas}, self.today + (7 - self.today.weekday()) * ONE_DAY
        while day in taken:
            day += 7 * ONE_DAY
        return day

    def _weeks_before(self) -> list[list[Period]]:
        """What holds until then, to begin with."""
        begun = [rota for rota in self.rotas if self.date and rota.from_on < self.date]
        if begun:
            return begun[-1].periods
        rows = WorkingHours.objects.filter(business=self.here, staff=self.person)
        return [list(rows.values_list("weekday", "opens", "closes"))] if self.person.own_hours else []

    def _this_week(self) -> str:
        """The letter of the week that today is in, where weeks take turns."""
        begun = [rota for rota in self.rotas if rota.from_on <= self.today]
        if not self.row or begun[-1:] != [self.row] or len(self.row.weeks) < 2:
            return ""
        return letter((_monday(self.today) - _monday(self.row.from_on)).days // 7 % len(self.row.weeks))


def _opening(here: Business) -> list[Period]:
    return list(OpeningHours.objects.filter(business=here).values_list("weekday", "opens", "closes"))


def _said(rota: Rota) -> str:
    count, since = len(rota.weeks), words.day(rota.from_on)
    if count == 0:
        return f"From {since}: whenever the business is open"
    return f"From {since}: every week the same" if count == 1 else f"From {since}: {count} weeks take turns"


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * ONE_DAY

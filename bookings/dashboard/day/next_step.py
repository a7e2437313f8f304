"""What is done next after something of the set-up was saved: one quiet line with the way there, or nothing."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from bookings import queries
from bookings.dashboard.day.checklist import Step, checklist
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.frame.reach import reach_of
from businesses.models import Business, Service, Skill, StaffMember

SAVED_AT = {  # the step that somebody works at, by the name of the page
    **dict.fromkeys(("businesses_business_change",), "contact"),
    **dict.fromkeys(("businesses_openinghours_changelist",), "hours"),
    **dict.fromkeys(("businesses_service_add", "businesses_service_change"), "service"),
    **dict.fromkeys(("businesses_staffmember_add", "businesses_staffmember_change", "staff_hours"), "person"),
    **dict.fromkeys(("businesses_resource_add", "businesses_resource_change"), "room"),
    **dict.fromkeys(("businesses_timetable_add", "businesses_timetable_change"), "timetable"),
}
WORDS = {
    "contact": "Guests do not know yet where you are and how to reach you.",
    "hours": "Now guests need to know when you are open.",
    "service": "Now guests need something to book.",
    "person": "Now somebody has to serve your guests.",
    "skill": "Now it has to be said who does what, in hours in which you are open.",
    "room": "What you offer needs a room or equipment.",
    "timetable": "Your classes need their days and times.",
}
LINE = (
    '{} <a class="border border-current font-medium inline-block ml-2 px-3 py-1 rounded-default whitespace-nowrap"'
    ' href="{}">{}</a>'
)


class Next(NamedTuple):
    """A line: why, the address of the page, and what is done there."""

    why: str
    page: str
    title: str


def offer(request: HttpRequest, answer: HttpResponse) -> None:
    """This will say on the page to which a saved form leads what is best done next, if anything is missing."""
    match, reach = request.resolver_match, reach_of(request)
    step = SAVED_AT.get(match.url_name or "") if match else None
    if step is None or request.method != "POST" or answer.status_code != 302 or reach.here is None:
        return
    if not reach.may(OWNER, MANAGER):
        return
    key = (match.kwargs.get("object_id") or "") if match else ""
    found = _unperformed(reach.here, key) if step == "service" else None
    found = found or _of_checklist(reach.here, step)
    if found and found.page != answer.headers["Location"]:
        messages.info(request, format_html(LINE, found.why, found.page, found.title))


def _unperformed(here: Business, key: str) -> Next | None:
    """A service that was saved and that nobody does yet, where there is somebody who could."""
    services = Service.objects.filter(business=here).active()
    one = services.filter(pk=int(key)) if key.isascii() and key.isdigit() else services.order_by("-pk")
    service, page = one.first(), _page_of_skills(here)
    if service is None or not page or Skill.objects.filter(service=service, staff__active=True).exists():
        return None
    return Next(f"Nobody does “{service.name}” yet, so guests cannot book it.", page, "Say who does it")


def _of_checklist(here: Business, saved: str) -> Next | None:
    """What is missing until guests can book, the step after the saved one first; then the way to the guests."""
    tried = queries.has_bookings(here)
    found = checklist(here, today=timezone.localdate(), tried=tried)
    if found.is_bookable:
        return None if tried else Next("Guests can book you now.", reverse("admin:links"), "Put your booking link here")
    keys = [step.key for step in found.steps]
    after = keys.index(saved) + 1 if saved in keys else 0
    missing = [step for step in (*found.steps[after:], *found.steps[:after]) if not step.done and step.key in WORDS]
    return _led(here, missing[0]) if missing else None


def _led(here: Business, step: Step) -> Next:
    page = _page_of_skills(here) if step.key == "skill" else ""
    return Next(WORDS[step.key], page or reverse(f"admin:{step.page}", args=step.args), step.title)


def _page_of_skills(here: Business) -> str:
    """Where it is said who does what: the page of the only person, else the list of all; "" where there is nobody."""
    people = list(
        StaffMember.objects.filter(business=here, active=True).order_by("pk").values_list("pk", flat=True)[:2]
    )
    if not people:
        return ""
    if len(people) == 1:
        return reverse("admin:businesses_staffmember_change", args=people)
    return reverse("admin:businesses_staffmember_changelist")

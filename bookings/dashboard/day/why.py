"""Why a time is not offered: the starts of a date, and of each what keeps whom from it, with the page that sets it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from bookings import queries
from bookings.dashboard.day.times import picked, typed, within_reach
from bookings.dashboard.day.why_words import Phrasebook, Said
from bookings.dashboard.frame import addresses, pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach, reach_of
from businesses.models import Business, Service, StaffMember

OF_ALL = ("service", "past", "lead time", "window", "closed", "capacity")  # what may be said once, of everybody
MOST = 10_000  # people of a party, as a booking has it


class Asked(NamedTuple):
    """What the address asks; `staff` None is everybody."""

    service: Service
    staff: StaffMember | None
    day: dt.date
    party_size: int


class Line(NamedTuple):
    """Starts of which the same is to be said. `times` are the free ones, each with the form that books it."""

    when: str
    said: Sequence[Said]
    times: Sequence[tuple[str, str]]


class Card(NamedTuple):
    """One person's date."""

    staff: StaffMember
    lacks: Sequence[Said]
    all_day: Sequence[Said]
    lines: Sequence[Line]
    free: int


def why(request: HttpRequest) -> HttpResponse:
    """The page; `?service=ID&staff=ID&day=2026-11-24&party_size=2` say what is asked. Without a service it is the first
    one that the person performs."""
    here, reach = pages.business(request, OWNER, MANAGER, STAFF), reach_of(request)
    now = timezone.now()
    people = [reach.own_staff] if reach.own_staff else list(reach.rows(StaffMember.objects.select_related("location")))
    services = list(reach.rows(Service.objects.select_related("category")))
    asked = _asked(request, reach, services, people, now)
    context: dict[str, Any] = {"asked": asked, "people": people, "services": services}
    if asked:
        told = queries.explain_day(
            here, asked.service, day=asked.day, now=now, staff=asked.staff, party_size=asked.party_size
        )
        context |= _shown(here, reach, asked, told)
    return pages.show(request, "admin/why.html", context, title="Why is a time not offered?")


def _asked(
    request: HttpRequest, reach: Reach, services: list[Service], people: list[StaffMember], now: dt.datetime
) -> Asked | None:
    """This will read the address; None: there is no service to ask about. What cannot be read counts as not asked."""
    assert reach.here is not None  # noqa: S101 - the view has asked
    today = now.astimezone(reach.here.zone).date()
    day = typed(request.GET, "day") or today
    day = within_reach(day, today)
    staff = reach.own_staff or _row(request.GET, "staff", people)
    service = _row(request.GET, "service", services) or _first(reach.here, services, staff)
    party = request.GET.get("party_size", "")
    size = int(party) if party.isascii() and party.isdigit() and len(party) < 6 else 1
    return Asked(service, staff, day, min(max(size, 1), MOST)) if service else None


def _row(asked: QueryDict, name: str, rows: Sequence[Any]) -> Any:
    key = asked.get(name, "")
    if not (key.isascii() and key.isdigit()):
        return None
    found = next((row for row in rows if str(row.pk) == key), None)
    if found is None:
        raise Http404
    return found


def _first(here: Business, services: Sequence[Service], staff: StaffMember | None) -> Service | None:
    active = [each for each in services if each.active] or list(services)
    done = set(staff.skills.values_list("service", flat=True)) if staff else set()
    return next((each for each in active if each.pk in done), next(iter(active), None))


def _shown(here: Business, reach: Reach, asked: Asked, told: queries.DayExplained) -> dict[str, Any]:
    phrasebook = Phrasebook(reach, here.zone, asked.service)
    performers = [each for each in told.people if each.alike]
    shared = _of_all(performers)
    cards = [_card(here, asked, each, phrasebook, shared) for each in performers]
    return {
        "shared": [phrasebook.said(each, told.people[0].staff) for each in shared],
        "cards": sorted(cards, key=lambda card: bool(card.lacks)),
        "others": [each.staff for each in told.people if not each.alike],
        "heading": words.day(asked.day),
        "free": sum(card.free for card in cards),
        "has_grid": told.has_grid,
        "before": _other(asked, asked.day - dt.timedelta(days=1)),
        "after": _other(asked, asked.day + dt.timedelta(days=1)),
        "diary": f"{reverse('admin:diary')}?{urlencode({'day': asked.day})}",
    }


def _of_all(people: Sequence[queries.PersonExplained]) -> list[queries.Finding]:
    """What keeps every one of them from every start, whoever they are."""
    told = [[*each.lacks, *each.all_day] for each in people]
    first = told[0] if told else []
    return [each for each in first if each.rule in OF_ALL and all(each in other for other in told)]


def _other(asked: Asked, day: dt.date) -> str:
    staff = asked.staff and asked.staff.pk
    return addresses.why(day=day, service=asked.service.pk, staff=staff, party_size=asked.party_size)


def _card(
    here: Business,
    asked: Asked,
    told: queries.PersonExplained,
    phrasebook: Phrasebook,
    shared: Sequence[queries.Finding],
) -> Card:
    lacks, all_day = (
        phrasebook.line([each for each in found if each not in shared], told.staff)
        for found in (told.lacks, told.all_day)
    )
    return Card(told.staff, lacks, all_day, list(_lines(here, asked, told, phrasebook)), len(told.free))


def _lines(here: Business, asked: Asked, told: queries.PersonExplained, phrasebook: Phrasebook) -> Iterator[Line]:
    is_kept = bool(told.lacks or told.all_day)
    for alike in told.alike:
        if alike.findings or not is_kept:
            first, last = (picked(alike.starts[place], here.zone).words for place in (0, -1))
            times = [] if alike.findings else [_booking(here, asked, told.staff, each) for each in alike.starts]
            when = first if first == last else f"{first}–{last}"
            yield Line(when, phrasebook.line(alike.findings, told.staff), times)


def _booking(here: Business, asked: Asked, staff: StaffMember, start: dt.datetime) -> tuple[str, str]:
    """A free start: its clock, and the form of a new booking, filled in."""
    pick = picked(start, here.zone)
    known = {"service": asked.service.pk, "staff": staff.pk, "day": pick.day, "time": pick.time, "offset": pick.offset}
    return pick.words, f"{reverse('admin:book')}?{urlencode({name: value for name, value in known.items() if value})}"

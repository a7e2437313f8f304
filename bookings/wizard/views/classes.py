"""The week's classes: of one service, as its step of the times, and of all services."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.wizard import languages, timetables, zones
from bookings.wizard.journey import Journey
from bookings.wizard.pages import house_of, show
from bookings.wizard.progress import frame_of
from bookings.wizard.steps import Choices
from businesses.models import Location, Service

MOST_AT_ONCE = 20  # how large a party the page offers; larger ones are a matter for a call
ONE_DAY = dt.timedelta(days=1)


@require_safe
def classes(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show the classes of a week, of all services or at one place."""
    house, choices, now = house_of(slug), Choices.of(request).without("staff", "start", "month"), timezone.now()
    services = queries.class_services(house, now=now)
    reader = languages.speak(request, house.business)
    places = _places(house, services)
    choices = choices.but(location=choices.location if choices.location in {each.pk for each in places} else None)
    held = _within_window(house, services, now, queries.Wanted(location_id=choices.location))
    to = choices.but(start=None, month=None)
    manner = timetables.Manner(
        business=house.business,
        reader=reader,
        choices=choices,
        href=lambda day: to.but(date=day).to("classes", slug),
        names_people=house.business.show_staff_selection,
        names_places=len(places) > 1,
    )
    context = {
        **_context(manner, held, services, choices.date, now, house),
        "kinds": _kinds(manner, services),
        "zone": _zone(manner, "classes_city", "classes", slug),
        "places": [(place.name, to.but(location=place.pk).to("classes", slug), place.pk) for place in places],
        "everywhere": to.but(location=None).to("classes", slug),
    }
    return show(request, "wizard/classes.html", context, business=house.business, reader=reader)


def of_service(request: HttpRequest, journey: Journey) -> HttpResponse:
    """This will show the classes of one service, a week at a time, as the step in which a time is chosen."""
    choices = journey.choices.but(month=None, staff=str(journey.staff.pk) if journey.staff else "")
    start = choices.start
    chosen = choices.date or (start.astimezone(journey.business.zone).date() if start else None)
    held = _within_window(journey.house, [journey.service], journey.now, journey.wanted())
    manner = timetables.Manner(
        business=journey.business,
        reader=journey.reader,
        choices=choices,
        href=lambda day: choices.but(start=None, date=day).to("time", journey.business.slug, journey.service.pk),
        names_people=journey.business.show_staff_selection,
        names_places=len(journey.locations) > 1 or journey.shown_place is not None,
        mine=journey.agreed.starts_at if journey.agreed else None,
    )
    services = queries.class_services(journey.house, now=journey.now)
    to_all = choices.without("staff", "start").to("classes", journey.business.slug)
    context = {
        **_context(manner, held, [journey.service], chosen, journey.now, journey.house),
        **frame_of(journey, "time"),
        "zone": _zone(manner, "time_city", "time", journey.business.slug, journey.service.pk),
        "everything": to_all if len(services) > 1 else "",
    }
    private = journey.held is not None
    return show(
        request, "wizard/class_times.html", context, business=journey.business, reader=journey.reader, private=private
    )


def _within_window(
    house: queries.House, services: Sequence[Service], now: dt.datetime, wanted: queries.Wanted
) -> list[queries.Class]:
    today = now.astimezone(house.business.zone).date()
    last = today + house.business.window_days * ONE_DAY
    return queries.class_timetable(house, first=today, last=last, now=now, services=services, wanted=wanted)


def _context(
    manner: timetables.Manner,
    held: list[queries.Class],
    services: Sequence[Service],
    date: dt.date | None,
    now: dt.datetime,
    house: queries.House,
) -> dict[str, Any]:
    choices = manner.choices
    most = min(max((service.capacity for service in services), default=1), MOST_AT_ONCE)
    return {
        "choices": choices,
        "week": timetables.week(held, date=date, now=now, manner=manner),
        "parties": sorted({*range(1, most + 1), choices.party}) if most > 1 else [],
    }


def _zone(manner: timetables.Manner, choose: str, here: str, *page: object) -> zones.Line:
    choices = manner.choices
    return zones.line(manner.reader, choices.tz, choose=choices.to(choose, *page), here=choices.to(here, *page))


def _kinds(manner: timetables.Manner, services: Sequence[Service]) -> list[tuple[str, str]]:
    """The way to each service's own timetable."""
    choices = manner.choices
    return [(service.name, choices.to("time", manner.business.slug, service.pk)) for service in services]


def _places(house: queries.House, services: Sequence[Service]) -> list[Location]:
    """Where classes are, in the house's order."""
    found = {skill.staff.location for service in services for skill in house.setup.skills(service.pk)}
    return sorted(found, key=lambda place: (place.position, place.pk))

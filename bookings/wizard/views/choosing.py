"""The steps that only read: where, with whom, and when."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookings.notifications.parts import sum_of
from bookings.wizard import calendars, drafting, languages, menus, stages, times, visits, zones
from bookings.wizard.chosen import service_of
from bookings.wizard.holding import own_hold
from bookings.wizard.journey import Journey
from bookings.wizard.pages import house_of, show
from bookings.wizard.progress import frame_of
from bookings.wizard.steps import ANY, MOST_SERVICES, Choices
from bookings.wizard.views import classes
from bookings.wizard.views.classes import MOST_AT_ONCE


def journey_of(request: HttpRequest, slug: str, service: int) -> Journey:
    """This will look up what an address or a form says; a business or service that is none is not found."""
    house = house_of(slug)
    offered, choices = service_of(house, service), Choices.of(request)
    now = timezone.now()
    held = own_hold(request, house.business, choices, offered, now=now)
    form = drafting.drafted(request, house.business, choices, now=now)
    choices = form.named_in(choices) if choices.draft and form.is_known else choices.but(draft="")
    return Journey(house, offered, choices, held, languages.speak(request, house.business), now, form)


@require_safe
def start(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will lead to the first step without an answer; a start that is gone for this service is asked anew."""
    journey = journey_of(request, slug, service)
    starts_at = journey.choices.start
    if starts_at is not None and journey.next_step() == "details" and not journey.sought().is_free(starts_at):
        day = starts_at.astimezone(journey.business.zone).date()
        return HttpResponseRedirect(journey.to("time", start=None, date=day))
    return HttpResponseRedirect(journey.to_next_step())


@require_safe
def more(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask which service is to follow in the same visit, and say why one that was asked for cannot."""
    journey = journey_of(request, slug, service)
    found = stages.to_follow(journey.house.setup, journey.visit) if journey.asks_more else []
    context = {
        "menu": menus.menu(found, lambda each: visits.with_more(journey, each)),
        "apart": journey.visit.apart,
        "is_alone": not stages.can_be_combined(journey.service),
        "is_full": len(journey.stages) >= MOST_SERVICES,
        "back": journey.to("start"),
        "images": [each.photo for each in found],
        "choices": journey.choices,
    }
    return _step(request, journey, "more", context)


@require_safe
def location(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask where."""
    journey = journey_of(request, slug, service)
    if not journey.asks_location:
        return HttpResponseRedirect(journey.to("start", location=None))
    options = [(place, journey.to("start", location=place.pk)) for place in journey.locations]
    return _step(request, journey, "location", {"options": options})


@require_safe
def staff(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask with whom; anyone comes first. Of several services each is asked for, unless one does it all."""
    journey = journey_of(request, slug, service)
    if not journey.asks_staff:
        return HttpResponseRedirect(journey.to("start", staff=""))
    part, asked = journey.choices.part, journey.asks_staff_of
    part = part if part < len(journey.stages) else 0
    if not part and asked is not None:
        part = asked
    stage = journey.stages[part]
    context = {
        "part": part,
        "stage": stage,
        "options": [(skill, visits.with_person(journey, part, str(skill.staff_id))) for skill in stage.skills],
        "anyone": visits.with_person(journey, part, ANY),
        "for_all": visits.for_all(journey),
        "images": [skill.staff.photo for skill in stage.skills],
    }
    return _step(request, journey, "staff", context)


@require_safe
def time(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will show the dates of a month and the times of one of them; of a class the weeks of its timetable."""
    journey = journey_of(request, slug, service)
    if journey.next_step() in ("more", "location", "staff"):
        return HttpResponseRedirect(journey.to_next_step())
    choices, business = journey.choices, journey.business
    if choices.party > journey.service.capacity:
        return HttpResponseRedirect(journey.to("time", party=journey.service.capacity))
    if journey.is_class:
        return classes.of_service(request, journey)
    chosen = choices.date or (choices.start.astimezone(business.zone).date() if choices.start else None)
    calendar = calendars.calendar(
        journey.sought(),
        date=chosen,
        month=choices.month,
        manner=_manner(journey),
    )
    context = {
        "calendar": calendar,
        "earlier": _earlier(journey, calendar),
        "leads": _leads(journey, calendar),
        "obstacle": visits.obstacle_of(journey, calendar),
        "zone": zones.line(journey.reader, choices.tz, choose=journey.to("time_city"), here=journey.to("time")),
        "parties": _parties(journey),
    }
    return _step(request, journey, "time", context, private=journey.held is not None)


def _parties(journey: Journey) -> list[int]:
    most = min(journey.service.capacity, MOST_AT_ONCE)
    return sorted({*range(1, most + 1), journey.choices.party}) if journey.service.is_group else []


def _manner(journey: Journey) -> times.Manner:
    business = journey.business
    reader = journey.reader
    return times.Manner(
        reader=reader,
        href=lambda **changes: journey.to("time", **changes),
        own=journey.elsewhere,
        duration_minutes=journey.duration_minutes,
        length=reader.minutes_between(*journey.lengths) if business.show_service_duration else "",
        person=journey.shown_person.name if journey.shown_person else "",
        anyone=journey.asks_staff and not journey.is_visit,
        price=_price(journey) if business.show_service_prices else "",
        shares=journey.service.is_group,
    )


def _price(journey: Journey) -> str:
    words = sum_of(journey.least_prices, journey.business.currency, journey.reader)
    return gettext("from %(from)s") % {"from": words} if journey.price_is_least else words


def _earlier(journey: Journey, calendar: calendars.Calendar) -> calendars.Soon | None:
    """The first date on which somebody else has a time, when the chosen person's first date is later."""
    if journey.staff is None or len(journey.skills) < 2 or journey.is_visit:
        return None
    today = journey.now.astimezone(journey.business.zone).date()
    found = journey.sought(anyone=True).dates(today, journey.business.window_days + 1, 1)
    own_first = min((soon.date for soon in calendar.soon), default=None)
    if not found or (own_first and found[0].date >= own_first):
        return None
    day, free = found[0]
    return calendars.Soon(day, journey.reader.day(day), free, journey.to("time", staff=ANY, date=day, month=None))


def _leads(journey: Journey, calendar: calendars.Calendar) -> list[tuple[str, str]]:
    """Where to go from a date, or from a calendar, without any time: to somebody else, or to another service."""
    if calendar.groups:
        return []
    found, day = [], calendar.date
    if calendar.soon and day and journey.staff and journey.sought(anyone=True).dates(day, 1, 1):
        found.append(
            (gettext("See who else is free on this date"), journey.to("time", staff=ANY, date=day, month=None))
        )
    if not calendar.soon:
        found.append((gettext("Choose another service"), journey.changes["service"]))
    return found


def _step(
    request: HttpRequest, journey: Journey, name: str, context: dict[str, object], *, private: bool = False
) -> HttpResponse:
    shown = {**frame_of(journey, name), **context}
    return show(
        request,
        f"wizard/{name}.html",
        shown,
        business=journey.business,
        reader=journey.reader,
        private=private,
    )

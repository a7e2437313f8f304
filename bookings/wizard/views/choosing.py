"""The steps that only read: where, with whom, and when."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.templatetags.localized import price as money
from bookings.wizard import calendars, languages, zones
from bookings.wizard.holding import own_hold
from bookings.wizard.journey import Journey, service_of
from bookings.wizard.pages import house_of, show
from bookings.wizard.steps import ANY, Choices
from bookings.wizard.views import classes
from bookings.wizard.views.classes import MOST_AT_ONCE


def journey_of(request: HttpRequest, slug: str, service: int) -> Journey:
    """This will look up what an address or a form says; a business or service that is none is not found."""
    house = house_of(slug)
    offered, choices = service_of(house, service), Choices.of(request)
    now = timezone.now()
    held = own_hold(request, house.business, choices, offered, now=now)
    return Journey(house, offered, choices, held, languages.speak(request, house.business), now)


@require_safe
def start(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will lead to the first step without an answer; a start that is gone for this service is asked anew."""
    journey = journey_of(request, slug, service)
    starts_at = journey.choices.start
    if starts_at is not None and journey.next_step() == "details":
        free = queries.free_staff(
            journey.house, journey.service, starts_at=starts_at, now=journey.now, wanted=journey.wanted()
        )
        if not free:
            day = starts_at.astimezone(journey.business.zone).date()
            return HttpResponseRedirect(journey.to("time", start=None, date=day))
    return HttpResponseRedirect(journey.to(journey.next_step()))


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
    """This will ask with whom; anyone comes first."""
    journey = journey_of(request, slug, service)
    if not journey.asks_staff:
        return HttpResponseRedirect(journey.to("start", staff=""))
    options = [(skill, journey.to("start", staff=str(skill.staff_id))) for skill in journey.skills]
    context = {
        "options": options,
        "anyone": journey.to("start", staff=ANY),
        "images": [skill.staff.photo for skill in journey.skills],
    }
    return _step(request, journey, "staff", context)


@require_safe
def time(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will show the dates of a month and the times of one of them; of a class the weeks of its timetable."""
    journey = journey_of(request, slug, service)
    before = journey.next_step()
    if before in ("location", "staff"):
        return HttpResponseRedirect(journey.to(before))
    choices, business = journey.choices, journey.business
    if choices.party > journey.service.capacity:
        return HttpResponseRedirect(journey.to("time", party=journey.service.capacity))
    if journey.is_class:
        return classes.of_service(request, journey)
    chosen = choices.date or (choices.start.astimezone(business.zone).date() if choices.start else None)
    calendar = calendars.calendar(
        journey.house,
        journey.service,
        wanted=journey.wanted(),
        date=chosen,
        month=choices.month,
        now=journey.now,
        manner=_manner(journey),
    )
    context = {
        "calendar": calendar,
        "earlier": _earlier(journey, calendar),
        "zones": zones.options(business.timezone, choices.tz),
        "parties": range(1, min(journey.service.capacity, MOST_AT_ONCE) + 1) if journey.service.is_group else [],
    }
    return _step(request, journey, "time", context, private=journey.held is not None)


def _manner(journey: Journey) -> calendars.Manner:
    business, prices = journey.business, journey.prices
    return calendars.Manner(
        reader=journey.reader,
        href=lambda **changes: journey.to("time", **changes),
        own=journey.own_reader,
        duration_minutes=journey.duration_minutes,
        person=journey.shown_person.name if journey.shown_person else "",
        price=money(prices[0], business.currency, journey.reader)
        if business.show_service_prices and len(prices) == 1
        else "",
        shares=journey.service.is_group,
    )


def _earlier(journey: Journey, calendar: calendars.Calendar) -> calendars.Soon | None:
    """The first date on which somebody else has a time, when the chosen person's first date is later."""
    if journey.staff is None or len(journey.skills) < 2:
        return None
    today = journey.now.astimezone(journey.business.zone).date()
    found = queries.open_dates(
        journey.house,
        journey.service,
        first=today,
        horizon_days=journey.business.window_days + 1,
        now=journey.now,
        count=1,
        wanted=journey.wanted(anyone=True),
    )
    own_first = min((soon.date for soon in calendar.soon), default=None)
    if not found or (own_first and found[0].date >= own_first):
        return None
    day, free = found[0]
    return calendars.Soon(day, journey.reader.day(day), free, journey.to("time", staff=ANY, date=day, month=None))


def _step(
    request: HttpRequest, journey: Journey, name: str, context: dict[str, object], *, private: bool = False
) -> HttpResponse:
    shown = {"journey": journey, "steps": journey.steps(name), **context}
    return show(
        request,
        f"wizard/{name}.html",
        shown,
        business=journey.business,
        reader=journey.reader,
        private=private,
    )

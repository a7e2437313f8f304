"""Who takes bookings here, and what a business offers: the first step."""

import datetime as dt

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.localized import Reader
from bookings.wizard import languages, menus, policy, public_data
from bookings.wizard.pages import business_of, show
from bookings.wizard.progress import first_step
from bookings.wizard.steps import Choices
from businesses import normal, palette
from businesses.models import Business, OpeningHours, Service, SpecialDay

MANY_SERVICES, MANY_BUSINESSES, PAGE = 12, 12, 50
COMING_DAYS = 21


@require_safe
def businesses(request: HttpRequest) -> HttpResponse:
    """This will list the businesses that take bookings."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    everyone = Business.objects.open_to_guests()
    page = Paginator(_found(everyone, words), PAGE).get_page(request.GET.get("page"))
    house = Business(language="en", country="", timezone="UTC")
    context = {"page": page, "words": words, "searchable": everyone.count() > MANY_BUSINESSES}
    return show(request, "wizard/businesses.html", context, reader=languages.speak(request, house))


def _found(everyone: QuerySet[Business], words: str) -> QuerySet[Business] | list[Business]:
    """Those with every word in their name, kind or address."""
    if not words:
        return everyone
    return [each for each in everyone if normal.has_words(words, each.name, each.category, each.address)]


@require_safe
def business(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show a business: hours, address and what it offers."""
    shown = business_of(slug)
    reader, choices = languages.speak(request, shown), Choices.of(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    services = list(Service.objects.active().filter(business=shown).select_related("category"))
    today = timezone.now().astimezone(shown.zone).date()
    days = SpecialDay.objects.filter(
        business=shown, staff=None, date__range=(today, today + dt.timedelta(days=COMING_DAYS))
    )
    periods = list(OpeningHours.objects.filter(business=shown).order_by("weekday", "opens"))
    address = settings.PUBLIC_URL + request.path
    context = {
        "menu": menus.menu(
            [service for service in services if _matches(service, words)],
            lambda service: choices.to("start", shown.slug, service.pk),
        ),
        "words": words,
        "services": services,
        "classes": _classes(services, shown, choices),
        "searchable": len(services) > MANY_SERVICES,
        "hours": _hours(periods, reader, today.weekday()),
        "special_days": [{"day": day, "periods": _special(day, reader)} for day in days],
        "steps": first_step(),
        "images": [service.photo for service in services],
        "data": public_data.of_business(shown, services, periods, address),
        "absolute_url": address,
    }
    answer = show(request, "wizard/business.html", context, business=shown, reader=reader)
    if "preview" in request.GET:
        policy.allow_preview(answer)
    return answer


@require_safe
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """This will give the colours of a business as a style sheet."""
    response = HttpResponse(palette.style_sheet(business_of(slug).accent_color), content_type="text/css")
    response["Cache-Control"] = "public, max-age=300"
    return response


def _classes(services: list[Service], business: Business, choices: Choices) -> str:
    """The address of the week's classes; "" where there are none."""
    timed = any(service.starts == Service.Starts.TIMETABLE for service in services)
    shared = any(service.is_group for service in services)
    if timed or (shared and queries.has_single_classes(business, now=timezone.now())):
        return choices.to("classes", business.slug)
    return ""


def _matches(service: Service, words: str) -> bool:
    heading = service.category.name if service.category else ""
    return normal.has_words(words, service.name, service.description, heading)


def _hours(periods: list[OpeningHours], reader: Reader, today: int) -> list[tuple[str, list[str], bool]]:
    """The days from the country's first on: name, periods as they are written there, and whether it is today."""
    written: dict[int, list[str]] = {}
    for period in periods:
        written.setdefault(period.weekday, []).append(f"{reader.wall(period.opens)} – {reader.wall(period.closes)}")
    return [(name, written.get(day, []), day == today) for day, _, name in reader.weekdays()]


def _special(day: SpecialDay, reader: Reader) -> list[str]:
    pairs = [[dt.time.fromisoformat(text) for text in pair] for pair in day.periods]
    return [f"{reader.wall(opens)} – {reader.wall(closes)}" for opens, closes in pairs]

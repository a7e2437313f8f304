"""The guests' pages: who takes bookings here, and what a business offers."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from businesses.models import Business, OpeningHours, Service, Weekday


@require_safe
def businesses(request: HttpRequest) -> HttpResponse:
    """This will list the businesses that take bookings."""
    return render(request, "wizard/businesses.html", {"businesses": Business.objects.open_to_guests()})


@require_safe
def business(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show a business: hours, address and what it offers."""
    shown = get_object_or_404(Business.objects.open_to_guests(), slug=slug)
    return render(request, "wizard/business.html", {"business": shown, "hours": _hours(shown), "menu": _menu(shown)})


def _hours(business: Business) -> list[tuple[str, list[OpeningHours]]]:
    """The periods of each weekday, Monday first."""
    periods = {
        weekday: list(of_day)
        for weekday, of_day in groupby(business.openinghours_set.order_by("weekday", "opens"), lambda p: p.weekday)
    }
    return [(day.label, periods.get(day.value, [])) for day in Weekday]


def _menu(business: Business) -> list[tuple[str, list[dict[str, Any]]]]:
    """The active services under their headings, in the business's order; those without one come last."""
    services = Service.objects.active().filter(business=business).select_related("category")
    headings: dict[str, list[dict[str, Any]]] = {}
    for service in sorted(services, key=_place):
        heading = service.category.name if service.category else ""
        price = money(service.price, business.currency) if business.show_service_prices else None
        headings.setdefault(heading, []).append({"service": service, "price": price})
    return list(headings.items())


def _place(service: Service) -> tuple[bool, int, int]:
    category = service.category
    return (category is None, category.position if category else 0, category.pk if category else 0)


def money(amount: Decimal | None, currency: str) -> str:
    """This will write a price the same in every language: the amount and the currency's code."""
    if amount is None:
        return "Price on request"
    return f"{amount:.2f} {currency}" if amount else "Free"

"""What search engines and messengers may know of a business, in the words of schema.org."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from businesses import money
from businesses.models import Business, OpeningHours, Service, Weekday

KINDS = {"salon": "HairSalon", "clinic": "MedicalClinic", "studio": "ExerciseGym", "restaurant": "Restaurant"}
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def of_business(business: Business, services: list[Service], periods: list[OpeningHours], url: str) -> SafeString:
    """This will give a business as JSON-LD that is safe inside a script element."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": KINDS.get(business.category.casefold(), "LocalBusiness"),
        "name": business.name,
        "description": business.description,
        "url": url,
        "telephone": business.phone,
        "email": business.email,
        "address": business.address,
        "image": business.logo,
        "openingHoursSpecification": [_period(period) for period in periods],
        "makesOffer": [_offer(service, business) for service in services],
        "potentialAction": {"@type": "ReserveAction", "target": url},
    }
    return as_json({name: value for name, value in facts.items() if value})


def as_json(facts: dict[str, Any]) -> SafeString:
    """This will write JSON in which nothing can end the element it stands in."""
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped just here


def _period(period: OpeningHours) -> dict[str, str]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{Weekday(period.weekday).name.capitalize()}",
        "opens": f"{period.opens:%H:%M}",
        "closes": f"{period.closes:%H:%M}",
    }


def _offer(service: Service, business: Business) -> dict[str, Any]:
    offer: dict[str, Any] = {"@type": "Offer", "itemOffered": {"@type": "Service", "name": service.name}}
    if business.show_service_prices and service.price is not None:
        offer |= {"price": money.written(service.price, business.currency), "priceCurrency": business.currency}
    return offer

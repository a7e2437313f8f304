"""What a business is and offers."""

from collections.abc import Iterable, Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects.answering import Asking
from bookings.dialects.booqara.serializers.values import Price
from bookings.dialects.shop import Shop
from bookings.dialects.shown import Answer, TextOrNull
from businesses.models import Service

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
NO_CATEGORY = {"categoryId": None, "categoryName": "Other"}


@extend_schema_field({"type": ["string", "null"], "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$"})
class WallTime(serializers.CharField):
    """A wall time with seconds."""


class DayHours(Answer):
    """A weekday's first opening and last close."""

    day = serializers.ChoiceField(DAYS)
    isOpen = serializers.BooleanField()
    openTime = WallTime(allow_null=True)
    closeTime = WallTime(allow_null=True)


class BookingSettings(Answer):
    """A business's rules."""

    bookingLeadTimeMinutes = serializers.IntegerField(source="lead_time_minutes")
    bookingWindowDays = serializers.IntegerField(source="window_days")
    slotIntervalMinutes = serializers.IntegerField(source="slot_interval_minutes")


class BookingPage(Answer):
    """What a business shows on its page."""

    showStaffSelection = serializers.BooleanField(source="show_staff_selection")
    showServicePrices = serializers.BooleanField(source="show_service_prices")
    showServiceDuration = serializers.BooleanField(source="show_service_duration")
    requireCustomerEmail = serializers.BooleanField(source="require_customer_email")


class Profile(Answer):
    """A business."""

    name = serializers.CharField(source="business.name")
    description = TextOrNull(source="business.description")
    category = TextOrNull(source="business.category")
    logoUrl = TextOrNull(source="business.logo")
    phone = TextOrNull(source="business.phone")
    address = TextOrNull(source="business.address")
    timezone = serializers.CharField(source="business.timezone")
    hours = serializers.SerializerMethodField()
    bookingSettings = BookingSettings(source="business")
    bookingPage = BookingPage(source="business")

    @extend_schema_field(DayHours(many=True))
    def get_hours(self, shop: Shop) -> list[dict[str, Any]]:
        """This will give the weekly hours, Sunday first."""
        weekly = shop.house.setup.hours.weekly
        return [_hours(name, weekly.get((n - 1) % 7, ())) for n, name in enumerate(DAYS)]


def _hours(name: str, periods: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """One weekday, in minutes after midnight: the first opening, and the last close."""
    if not periods:
        return {"day": name, "isOpen": False, "openTime": None, "closeTime": None}
    opens, closes = min(begin for begin, _ in periods), max(end for _, end in periods)
    return {"day": name, "isOpen": True, "openTime": _clock(opens), "closeTime": _clock(closes)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


class CatalogueService(Asking):
    """A service; length and price only where the booking page shows them."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    description = TextOrNull()
    photoUrl = TextOrNull(source="photo")
    durationMinutes = serializers.IntegerField(source="duration_minutes", required=False)
    price = Price(allow_null=True, required=False)

    def to_representation(self, service: Service) -> dict[str, Any]:
        """This will leave out what the page hides."""
        shown, business = super().to_representation(service), self.context["business"]
        if not business.show_service_duration:
            del shown["durationMinutes"]
        if not business.show_service_prices:
            del shown["price"]
        return shown


class CatalogueCategory(Answer):
    """A heading and its services; those without one stand under `Other`."""

    categoryId = serializers.UUIDField(allow_null=True)
    categoryName = serializers.CharField()
    services = CatalogueService(many=True)


class Catalogue(Answer):
    """Everything that can be booked."""

    categories = CatalogueCategory(many=True)

    @staticmethod
    def of(services: Iterable[Service]) -> dict[str, Any]:
        """This will put services, given in order with their categories, under their headings."""
        headings: dict[tuple[bool, int, int], dict[str, Any]] = {}
        for service in services:
            category = service.category
            place = (category is None, category.position if category else 0, category.pk if category else 0)
            named = {"categoryId": category.uuid, "categoryName": category.name} if category else NO_CATEGORY
            headings.setdefault(place, {**named, "services": []})["services"].append(service)
        return {"categories": [headings[place] for place in sorted(headings)]}


class Person(Answer):
    """Somebody who can be booked."""

    id = serializers.UUIDField(source="uuid")
    fullName = serializers.CharField(source="name")
    jobTitle = TextOrNull(source="job_title")
    about = TextOrNull()
    photoUrl = TextOrNull(source="photo")
    color = TextOrNull()
    nextAvailable = serializers.SerializerMethodField()

    @extend_schema_field({"type": "null"})
    def get_nextAvailable(self, person: object) -> None:
        """This will give null: the vendor keeps the field for later."""


class Team(Answer):
    """Those who can be booked."""

    staff = Person(many=True)

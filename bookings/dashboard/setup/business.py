"""The profile of a business, its rules, its booking page and its messages."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from bookings.dashboard.frame import pages
from bookings.dashboard.frame.outside import ShownFirstAdmin
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.frame.reach import reach_of
from bookings.dashboard.frame.searched import Searched
from bookings.dashboard.setup.business_form import BusinessForm
from bookings.dashboard.setup.photo import PicturedAdmin
from businesses.models import Business


@admin.register(Business)
class BusinessAdmin(ShownFirstAdmin, PicturedAdmin, Searched):
    """The profile and the rules of a business."""

    form = BusinessForm
    pictured = "logo_url"
    in_setup = True
    list_display = ("name", "slug", "timezone", "active")
    search_fields = ("name", "slug")
    list_filter = ("active",)
    fieldsets = (
        ("Profile", {"fields": ("name", "description", "category", "phone", "email", "address", "logo_url")}),
        ("Where it is", {"fields": ("country", "timezone", "currency", "language")}),
        (
            "Rules",
            {
                "fields": (
                    "lead_time_minutes",
                    "window_days",
                    "slot_interval_minutes",
                    "cancel_notice_minutes",
                    "auto_confirm",
                    "pending_expiry_minutes",
                    "hold_minutes",
                    "guests_may_book_series",
                    "online_shown_minutes",
                    "own_time_off",
                )
            },
        ),
        (
            "Booking page",
            {
                "fields": (
                    "slug",
                    "active",
                    "accent_color",
                    "show_staff_selection",
                    "show_service_prices",
                    "show_service_duration",
                    "require_customer_email",
                    "consent_text",
                    "embed_origins",
                )
            },
        ),
        (
            "Messages",
            {"fields": ("reminder_minutes", "sends_thanks", "sends_missed", "quiet_from", "quiet_until")},
        ),
    )

    def get_urls(self) -> list[Any]:
        """The page of the business that one works in has an address of its own."""
        return [path("rules/", self.admin_site.admin_view(rules), name="business_rules"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address of a business and whether it is open are the platform's to say."""
        return () if reach_of(request).is_platform else ("slug", "active")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The platform sees all of them."""
        reach = reach_of(request)
        return reach.businesses if reach.is_platform else super().get_queryset(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only the platform makes businesses."""
        return reach_of(request).is_platform

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A business is switched off, not deleted."""
        return False

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """What guests see."""
        return [("See the booking page", f"/book/{obj.slug}/")] if obj.active else []

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Whoever has one business stays on its page; the platform goes back to the list."""
        if reach_of(request).is_platform:
            return super().response_post_save_change(request, obj)
        return HttpResponseRedirect(reverse("admin:businesses_business_change", args=[obj.pk]))


def rules(request: HttpRequest) -> HttpResponse:
    """This will lead to the page of the business that the person works in."""
    here = pages.business(request, OWNER, MANAGER)
    return HttpResponseRedirect(reverse("admin:businesses_business_change", args=[here.pk]))

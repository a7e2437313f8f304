"""Rooms and equipment: what only one appointment can have at a time, and what follows when one is out of order."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator

from bookings import queries
from bookings.dashboard.frame.addresses import bookings_with
from bookings.dashboard.frame.kept import SwitchedAdmin
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.searched import Searched
from bookings.dashboard.setup.catalog_forms import ResourceForm
from bookings.dashboard.setup.rehousing import WAY_ON, rehouse
from businesses.models import Resource, Service


@admin.register(Resource)
class ResourceAdmin(Searched, SwitchedAdmin):
    """What only one appointment can have at a time."""

    form = ResourceForm
    in_setup = True
    after_switching_off = ""
    fields = ("name", "kind", "location", "active")
    list_display = ("name", "kind", "location", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "kind")

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """What is booked with it."""
        return [("What is booked with it", bookings_with(str(obj.pk)))]

    def notes(self, obj: Any) -> list[str]:
        """That somebody is to come to it though it is out of order."""
        count = len(queries.coming_with(obj, now=timezone.now())) if not obj.active else 0
        if not count:
            return super().notes(obj)
        stand = "s still stand" if count > 1 else " still stands"
        said = f"It is out of order, and {count} coming appointment{stand} in it, as no"
        return [*super().notes(obj), f"{said} other {obj.kind} is free then. {WAY_ON}"]

    @method_decorator(shown_first)
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; what finds no other of its kind is shown before anything is switched off."""
        return super().changelist_view(request, *args, **kwargs)

    @method_decorator(shown_first)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; when it is saved, what was to come to what is out of order now goes elsewhere."""
        answer = super().changeform_view(request, *args, **kwargs)
        switched_off = getattr(request, "_switched_off", None)
        if switched_off is not None:
            rehouse(request, [switched_off])
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save it, and say which services now wait for a kind that is no more."""
        super().save_model(request, obj, form, change)
        if change and not obj.active:
            request._switched_off = obj  # type: ignore[attr-defined]
        before = form.initial.get("kind")
        left = Resource.objects.filter(business=obj.business_id, kind=before, active=True)
        waiting = Service.objects.filter(business=obj.business_id, resource_kind=before).active()
        if before and waiting and not left.exists():
            names = ", ".join(service.name for service in waiting)
            self.message_user(request, f"No {before} is left, so guests cannot book: {names}.", messages.WARNING)

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """This will take the chosen ones out of use; what was to come to them goes elsewhere, where there is room."""
        chosen = list(queryset)
        super().switch_off(request, queryset)
        rehouse(request, chosen)

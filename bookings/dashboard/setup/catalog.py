"""What is offered, and where: services, categories, places."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from bookings import queries
from bookings.dashboard.frame import words
from bookings.dashboard.frame.kept import SwitchedAdmin
from bookings.dashboard.frame.ordered import OrderedAdmin
from bookings.dashboard.frame.outside import ShownFirstAdmin
from bookings.dashboard.frame.searched import Searched
from bookings.dashboard.setup.catalog_forms import CategoryForm, LocationForm, ServiceForm
from bookings.dashboard.setup.phases import bar
from bookings.dashboard.setup.photo import PicturedAdmin
from businesses import diary
from businesses.models import Category, Location, Service, Skill, StaffMember, Timetable

BY_CATEGORY = (
    F("category__position").asc(nulls_last=True),
    F("category__name").asc(nulls_last=True),
    "position",
    "id",
)


@admin.register(Service)
class ServiceAdmin(ShownFirstAdmin, PicturedAdmin, Searched, OrderedAdmin, SwitchedAdmin):
    """What can be booked, under its headings."""

    form = ServiceForm
    in_setup = True
    instead = "Switch off “Can be booked” instead: guests no longer see it, and its history is kept."
    list_display = ("name", "heading", "length", "amount", "places", "on", "position")
    list_select_related = ("category", "business")
    list_filter = ("category", "active")
    search_fields = ("name", "description")
    search_help_text = "Name or description"
    ordering = BY_CATEGORY
    list_before_template = "admin/_services.html"
    fieldsets = (
        ("What it is", {"fields": ("name", "category", "description", "price", "active")}),
        ("Photo", {"fields": ("photo_url", "photo_alt")}),
        ("Time", {"fields": ("duration_minutes", "phases", "buffer_before_minutes", "buffer_after_minutes", "starts")}),
        ("People", {"fields": ("people",)}),
        ("Group", {"fields": ("capacity", "min_participants", "min_participants_by_minutes")}),
        ("Online", {"fields": ("online",)}),
        ("Room or equipment", {"fields": ("resource_kind",)}),
        ("What guests are asked", {"fields": ("questions",)}),
    )

    @display(description="category", ordering="category__position")
    def heading(self, service: Service) -> str:
        """Under which heading it stands."""
        return service.category.name if service.category else "No category"

    @display(description="length", ordering="duration_minutes")
    def length(self, service: Service) -> str:
        """How long it takes, and which of it is work."""
        length = f"{service.duration_minutes}\u00a0min"
        return format_html("{} {}", length, bar(service)) if service.waits else length

    @display(description="price", ordering="price")
    def amount(self, service: Service) -> str:
        """What it costs."""
        if not service.price:
            return "on request" if service.price is None else "free"
        return words.price(service.price, service.business.currency)

    @display(description="places", ordering="capacity")
    def places(self, service: Service) -> str:
        """How few and how many share it."""
        fewest, most = service.min_participants, service.capacity
        shared = f"{fewest} to {most}" if 1 < fewest < most else str(most)
        return f"{shared}, timetable" if service.starts == Service.Starts.TIMETABLE else shared

    @display(description="can be booked", ordering="active", boolean=True)
    def on(self, service: Service) -> bool:
        """Whether guests see it."""
        return service.active

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """The timetable, of a class."""
        if obj.starts != Service.Starts.TIMETABLE:
            return []
        return [("Its times in the timetable", f"{_list(Timetable)}?service__id__exact={obj.pk}")]

    def derive(self, obj: Any) -> tuple[str, ...]:
        """This will keep the fewest participants, which a document may set, within the places."""
        obj.min_participants = min(obj.min_participants, obj.capacity)
        return ("min_participants",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save the service and who does it, between lock and raised versions."""
        if "people" not in form.cleaned_data:  # a number typed in the list
            super().save_model(request, obj, form, change)
            return
        with transaction.atomic():
            super().save_model(request, obj, form, change)  # which locks the diaries, and they stay locked
            if "people" in form.changed_data:
                _set_people(obj, set(form.cleaned_data["people"]))
        if change and "resource_kind" in form.changed_data and queries.has_coming(obj, now=timezone.now()):
            self.message_user(request, "What is booked already keeps the room or equipment it has.", messages.INFO)
        if obj.active and not form.cleaned_data["people"]:
            self.message_user(request, f"Nobody does “{obj}” yet, so guests cannot book it.", messages.WARNING)


def _set_people(service: Service, people: set[StaffMember]) -> None:
    """This will let these people do a service, and nobody else; who did it already keeps their own length and price."""
    before = set(service.skills.values_list("staff", flat=True))
    after = {person.pk for person in people}
    with diary.changing(service.business_id):
        service.skills.exclude(staff__in=after).delete()
        Skill.objects.bulk_create(
            Skill(business=service.business, staff=each, service=service) for each in people if each.pk not in before
        )


def _list(model: Any) -> str:
    return reverse(f"admin:businesses_{model._meta.model_name}_changelist")


@admin.register(Category)
class CategoryAdmin(Searched, OrderedAdmin):
    """The headings of the list that guests see."""

    form = CategoryForm
    in_setup = True
    fields = ("name",)
    list_display = ("name", "position")
    search_fields = ("name",)

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """What stands under it."""
        return [("Its services", f"{_list(Service)}?category__id__exact={obj.pk}")]


@admin.register(Location)
class LocationAdmin(ShownFirstAdmin, OrderedAdmin, SwitchedAdmin):
    """Where people work and appointments are."""

    form = LocationForm
    in_setup = True
    fields = ("name", "address", "active")
    list_display = ("name", "address", "active", "position")

    def notes(self, obj: Any) -> list[str]:
        """Whom guests cannot book while it is switched off."""
        people = [] if obj.active else obj.staff.bookable()
        names = ", ".join(person.name for person in people)
        said = [f"It is not in use, so guests cannot book who works here: {names}."] if names else []
        return [*super().notes(obj), *said]

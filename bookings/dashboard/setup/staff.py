"""Who serves."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from bookings.dashboard.frame.kept import SwitchedAdmin
from bookings.dashboard.frame.ordered import OrderedAdmin
from bookings.dashboard.frame.outside import ShownFirstAdmin
from bookings.dashboard.frame.plain import Color
from bookings.dashboard.frame.searched import Searched
from bookings.dashboard.setup.meeting import meeting
from bookings.dashboard.setup.photo import PHOTO, PHOTO_ALT, Photo, PicturedAdmin, PicturedForm
from bookings.dashboard.setup.skills import Skills
from businesses.models import Rota, StaffMember

COLORS = ("#7c3aed", "#0f766e", "#b45309", "#be123c", "#1d4ed8", "#4d7c0f", "#a21caf", "#0e7490")


class StaffForm(PicturedForm):
    """A person, and what they do."""

    photo_url = Photo(label="Photo", help_text=PHOTO)
    color = Color(label="Colour", required=False, help_text="Theirs in the diary.")

    class Meta:
        model = StaffMember
        exclude = ()
        labels = {
            "photo_alt": "What the photo shows",
            "email": "E-mail",
            "online": "Address of their video meetings",
            "mailed": "Told by mail",
            "active": "Takes appointments",
        }
        help_texts = {
            "name": "What guests read when they choose with whom.",
            "job_title": "Such as “Colourist”.",
            "about": "A sentence or two for guests.",
            "photo_alt": PHOTO_ALT,
            "email": "Where they are told of their bookings. Guests never see it.",
            "online": "Where guests of online services meet them: https://meet.example.com/ana. {random} in it becomes "
            "a part that nobody guesses. Empty: at the address of the service.",
            "mailed": "Of what others book, move or cancel for them. Off: nobody is, neither they nor the business.",
            "location": "Where they work.",
            "active": "Off: guests cannot choose them any more. What is booked already stays.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = Skills(self, self.instance)
        if not self.instance.pk:
            others = StaffMember.objects.filter(business=self.instance.business).count()
            self.initial.setdefault("color", COLORS[others % len(COLORS)])
            self.begin_with_first("location")

    def clean_online(self) -> str:
        """This will see that it is the address of a meeting."""
        return meeting(self.cleaned_data["online"])

    def clean(self) -> dict[str, Any]:
        """This will look at the table, too."""
        found = super().clean() or self.cleaned_data
        self.skills.check()
        return found


@admin.register(StaffMember)
class StaffMemberAdmin(ShownFirstAdmin, PicturedAdmin, Searched, OrderedAdmin, SwitchedAdmin):
    """The people with a diary."""

    form = StaffForm
    in_setup = True
    instead = "Switch off “Takes appointments” instead: guests cannot choose them any more, and their diary is kept."
    list_display = ("name", "job_title", "location", "does", "hours", "active", "position")
    list_select_related = ("location",)
    list_filter = ("active", "location")
    search_fields = ("name", "job_title", "email")
    change_form_after_template = "admin/_skills.html"
    fieldsets = (
        ("Who it is", {"fields": ("name", "job_title", "about", "color", "email", "mailed", "active")}),
        ("Where they work", {"fields": ("location", "online")}),
        ("Photo", {"fields": ("photo_url", "photo_alt")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of services that each does, and whether their hours change."""
        rows = super().get_queryset(request)
        turns = Exists(Rota.objects.filter(staff=OuterRef("pk")))
        return rows.annotate(service_count=Count("skills", filter=Q(skills__service__active=True)), has_rota=turns)

    @display(description="does", ordering="service_count")
    def does(self, person: StaffMember) -> str:
        """How much they do."""
        count: int = person.service_count  # type: ignore[attr-defined]
        return {0: "nothing yet", 1: "1 service"}.get(count, f"{count} services")

    @display(description="hours")
    def hours(self, person: StaffMember) -> str:
        """The page of their hours."""
        words = "own hours" if person.own_hours else "as the business"
        if person.has_rota:  # type: ignore[attr-defined]
            words = "changing hours"
        return format_html(
            '<a class="underline" href="{}">{}<span class="visually-hidden"> of {}</span></a>',
            _hours(person),
            words,
            person.name,
        )

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """The pages of their time."""
        return [("Hours", _hours(obj)), ("Time off", reverse("admin:businesses_timeoff_changelist"))]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save the person and what they do, between lock and raised versions."""
        skills = getattr(form, "skills", None)
        with self.changing(obj):
            super().save_model(request, obj, form, change)
            if skills:
                skills.save()
        if skills and obj.active and not obj.skills.exists():
            self.message_user(
                request, f"Nothing is ticked for {obj}, so guests cannot choose them yet.", messages.WARNING
            )


def _hours(person: StaffMember) -> str:
    return reverse("admin:staff_hours", args=[person.pk])

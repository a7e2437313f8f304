"""What is offered, as forms in plain words."""

from typing import Any

from django import forms
from unfold import widgets

from bookings.dashboard.frame.plain import Lines, PlainForm, Suggesting, read_date
from businesses.models import Category, Location, Resource, Service, StaffMember, Timetable

NOTHING = [("", "Nothing")]


class ServiceForm(PlainForm):
    """A service: what guests read, how long it takes, how many share it, what it needs, who does it."""

    limits = {
        "duration_minutes": (1, 1440),
        "price": (0, None),
        "buffer_before_minutes": (0, 1440),
        "buffer_after_minutes": (0, 1440),
        "capacity": (1, 10_000),
    }

    resource_kind = forms.ChoiceField(
        label="Needs",
        required=False,
        widget=widgets.UnfoldAdminSelectWidget,
        help_text="One free room or machine of this kind for each appointment. "
        "The list has what you entered under “Rooms and equipment”.",
    )
    people = forms.ModelMultipleChoiceField(
        StaffMember.objects.none(),
        label="Done by",
        required=False,
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Only what somebody does can be booked. Own lengths and prices are set on the person's page.",
    )

    class Meta:
        model = Service
        exclude = ()
        labels = {
            "photo_url": "Photo address",
            "duration_minutes": "Length in minutes",
            "buffer_before_minutes": "Time before, in minutes",
            "buffer_after_minutes": "Time after, in minutes",
            "starts": "Begins",
            "capacity": "Places",
            "active": "Can be booked",
        }
        help_texts = {
            "name": "What guests read in the list, such as “Cut and finish”.",
            "category": "The heading under which it stands.",
            "description": "A sentence or two for guests.",
            "photo_url": "Where the picture is on the web: https://www.example.com/cut.jpg",
            "price": "29.50 = twenty-nine fifty. 0 = free. Empty: guests are told to ask.",
            "duration_minutes": "45 = three quarters of an hour. This is what guests see.",
            "buffer_before_minutes": "To prepare: 10 = ten minutes before each appointment are kept free. 0 = none.",
            "buffer_after_minutes": "To clean up: 15 = a quarter of an hour after each one is kept free. 0 = none.",
            "capacity": "How many guests share one appointment: 1 = a visit of one's own, 8 = a class of eight.",
            "active": "Off: guests do not see it. What is booked already stays.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here, now = self.instance.business, self.instance.resource_kind
        kinds = set(Resource.objects.filter(business=here, active=True).values_list("kind", flat=True).order_by())
        gone = [(now, f"{now} (there is none now)")] if now and now not in kinds else []
        self.kinds = kinds
        self.fields["resource_kind"].choices = [*NOTHING, *((kind, kind) for kind in sorted(kinds)), *gone]  # type: ignore[attr-defined]
        if "starts" in self.fields:
            self.fields["starts"].choices = [  # type: ignore[attr-defined]
                ("grid", f"whenever somebody is free, every {here.slot_interval_minutes} minutes"),
                ("timetable", "only at the times of the timetable, as classes do"),
            ]
        if "price" in self.fields:
            self.fields["price"].label = f"Price in {here.currency}"
            self.fields["price"].in_currency(here.currency)  # type: ignore[attr-defined]
        people = self.fields["people"]
        people.queryset = StaffMember.objects.filter(business=here)  # type: ignore[attr-defined]
        if self.instance.pk:
            people.initial = list(self.instance.skills.values_list("staff", flat=True))

    def clean(self) -> dict[str, Any]:
        """This will see that what it needs is there."""
        found = super().clean() or self.cleaned_data
        kind = found.get("resource_kind")
        if kind and found.get("active") and kind not in self.kinds:
            self.add_error(
                "resource_kind", f"There is no {kind} that could be used. Enter one first, or choose another."
            )
        return found


class CategoryForm(PlainForm):
    """A heading."""

    class Meta:
        model = Category
        exclude = ()
        help_texts = {"name": "A heading in the list that guests see, such as “Colour”."}


class LocationForm(PlainForm):
    """A place."""

    class Meta:
        model = Location
        exclude = ()
        labels = {"active": "In use"}
        help_texts = {
            "name": "What you call it, such as “Garden house”.",
            "address": "What guests need to find it; it stands in their confirmation.",
            "active": "Off: nobody new is sent there. What is booked already stays.",
        }


class ResourceForm(PlainForm):
    """A room, a chair, a machine."""

    class Meta:
        model = Resource
        exclude = ()
        labels = {"active": "In use", "kind": "Kind"}
        widgets = {"kind": Suggesting}
        help_texts = {
            "name": "Which one it is: “Room 2”, “Laser by the window”.",
            "kind": "What it is: “room”, “laser”. Services ask for a kind, and get whichever of the kind is free.",
            "location": "Where it stands.",
            "active": "Off: it is broken or lent, and no new appointment gets it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Resource.objects.filter(business=self.instance.business).values_list("kind", flat=True)
        if isinstance(self.fields["kind"].widget, Suggesting):
            self.fields["kind"].widget.suggestions = sorted(set(kinds))
        if not self.instance.pk:
            self.begin_with_first("location")


class TimetableForm(PlainForm):
    """A class of every week."""

    excepted_dates = Lines(
        label="Not on",
        read=read_date,
        help_text="Dates without it, one a line, as year-month-day: 2026-12-24",
    )

    class Meta:
        model = Timetable
        exclude = ()
        labels = {"staff": "With", "valid_from": "From", "valid_until": "Until"}
        help_texts = {
            "service": "Services that begin “only at the times of the timetable”.",
            "staff": "Who holds it. The person must do this service.",
            "time": "18:30 = half past six in the evening, where the business is.",
            "valid_from": "The first date on which it may be. Empty: from now on.",
            "valid_until": "The last date on which it may be. Empty: no end.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.instance.business
        services, staff = Service.objects.filter(business=here), StaffMember.objects.filter(business=here)
        fitting = services.filter(starts=Service.Starts.TIMETABLE) | services.filter(pk=self.instance.service_id)
        self.fields["service"].queryset = fitting  # type: ignore[attr-defined]
        self.fields["staff"].queryset = staff.bookable() | staff.filter(pk=self.instance.staff_id)  # type: ignore[attr-defined]
        self.fields["weekday"].required = self.instance.date is None

    def clean(self) -> dict[str, Any]:
        """This will see that the dates are in order and that the person does what they are to hold."""
        found = super().clean() or self.cleaned_data
        first, last = found.get("valid_from"), found.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", f"Choose {first} or a later date.")
        service, person = found.get("service"), found.get("staff")
        if service and person and not person.skills.filter(service=service).exists():
            self.add_error("staff", f"{person} does not do {service} yet. Tick it on the page of {person} first.")
        return found

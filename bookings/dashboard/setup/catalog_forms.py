"""What is offered, as forms in plain words."""

from typing import Any

from django import forms
from django.utils.html import format_html
from unfold import widgets

from bookings.dashboard.frame.plain import PlainForm, Suggesting
from bookings.dashboard.setup.meeting import meeting
from bookings.dashboard.setup.phases import Phases, bar
from bookings.dashboard.setup.photo import PHOTO, PHOTO_ALT, Photo, PicturedForm
from bookings.dashboard.setup.questions import Questions
from businesses import phases
from businesses.models import Category, Location, Resource, Service, StaffMember

NOTHING = [("", "Nothing")]
TOLD_BEFORE = [
    *((0, "when it begins"), (60, "an hour before"), (180, "3 hours before"), (720, "12 hours before")),
    *((1440, "a day before"), (2880, "2 days before"), (10_080, "a week before")),
]


class ServiceForm(PicturedForm):
    """A service: what guests read, how long it takes, how many share it, what it needs, who does it."""

    limits = {"price": (0, None), "capacity": (1, 10_000), "min_participants": (1, 10_000)}
    lengths = {
        "duration_minutes": (1, 1440),
        "buffer_before_minutes": (0, 1440),
        "buffer_after_minutes": (0, 1440),
    }

    photo_url = Photo(label="Photo", help_text=PHOTO)
    phases = Phases(
        label="Work and waiting",
        help_text="Only where something has to develop: 40 work, 30 wait, 20 work. While it waits, the person serves "
        "others, and the room or chair stays taken. Together it is the length. Empty: it is work all the time.",
    )
    resource_kind = forms.ChoiceField(
        label="Needs",
        required=False,
        widget=widgets.UnfoldAdminSelectWidget,
        help_text="One free room or machine of this kind for each appointment. "
        "The list has what you entered under “Rooms and equipment”.",
    )
    min_participants_by_minutes = forms.TypedChoiceField(
        label="Tell me when they are fewer",
        coerce=int,
        empty_value=0,
        required=False,
        choices=TOLD_BEFORE,
        widget=widgets.UnfoldAdminSelectWidget,
        help_text="You decide then whether it takes place.",
    )
    questions = Questions(
        label="Questions",
        help_text="Guests are asked these where they write their name. Empty the words of one to take it away, change "
        "the numbers to put them in order. Two free rows are always below; save to get more. What was answered already "
        "stays as it was asked. A box that must be ticked can be a consent: its words and the moment are kept.",
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
            "photo_alt": "What the photo shows",
            "duration_minutes": "Length",
            "buffer_before_minutes": "Time before",
            "buffer_after_minutes": "Time after",
            "starts": "Begins",
            "capacity": "Places",
            "min_participants": "At least",
            "online": "Address of the video meeting",
            "active": "Can be booked",
        }
        help_texts = {
            "online": "Held online: https://meet.example.com/{random}, where {random} becomes a part that nobody "
            "guesses, for each appointment another. A person with an address of their own is met there. Empty: at "
            "the location.",
            "name": "What guests read in the list, such as “Cut and finish”.",
            "category": "The heading under which it stands.",
            "description": "A sentence or two for guests.",
            "photo_alt": PHOTO_ALT,
            "price": "29.50 = twenty-nine fifty. 0 = free. Empty: guests are told to ask.",
            "duration_minutes": "From the start to the end, as guests read it.",
            "buffer_before_minutes": "To prepare: so long before each appointment is kept free. 0 = none.",
            "buffer_after_minutes": "To clean up: so long after each one is kept free. 0 = none.",
            "capacity": "How many guests share one appointment: 1 = a visit of one's own, 8 = a class of eight.",
            "min_participants": "With how many guests a class is worth it: 3. 1 = it is held for anybody who comes.",
            "active": "Off: guests do not see it. What is booked already stays.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if told := self.fields.get("min_participants_by_minutes"):
            before = self.instance.min_participants_by_minutes
            told.choices = with_present(TOLD_BEFORE, before, f"{before} minutes before")  # type: ignore[attr-defined]
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
        if "phases" in self.fields and self.instance.waits:
            self.fields["phases"].help_text = format_html("{}{}", bar(self.instance), self.fields["phases"].help_text)
        people = self.fields["people"]
        people.queryset = StaffMember.objects.filter(business=here)  # type: ignore[attr-defined]
        if self.instance.pk:
            people.initial = list(self.instance.skills.values_list("staff", flat=True))

    def clean_online(self) -> str:
        """This will see that it is the address of a meeting."""
        return meeting(self.cleaned_data["online"])

    def clean(self) -> dict[str, Any]:
        """This will see that what it needs is there."""
        found = super().clean() or self.cleaned_data
        fewest, places = found.get("min_participants"), found.get("capacity")
        if fewest and places and fewest > places and "min_participants" in self.changed_data:
            self.add_error("min_participants", f"Write at most {places}: there are no more places.")
        kind = found.get("resource_kind")
        if kind and found.get("active") and kind not in self.kinds:
            self.add_error(
                "resource_kind", f"There is no {kind} that could be used. Enter one first, or choose another."
            )
        if "phases" in self.fields and (found.get("phases") or not self.errors.get("phases")):
            self._check_phases(found.get("phases") or [], found.get("duration_minutes"))
        return found

    def _check_phases(self, typed: list[dict[str, int]], minutes: int | None) -> None:
        """This will see that the phases are the length, and that nobody takes another time for them."""
        if fault := phases.fault(typed, None):
            self.add_error("phases", f"This {fault}. Write it as 40 work, 30 wait, 20 work.")
            return
        total = sum(each for phase in typed for each in phase.values())
        if typed and minutes and total != minutes:
            self.add_error("phases", f"This takes {total} minutes together, but the length is {minutes}. Change one.")
        skills = self.instance.skills.filter(duration_minutes__isnull=False) if self.instance.pk else ()
        if typed and (slow := sorted(skill.staff.name for skill in skills)):
            who = ", ".join(slow)
            self.add_error("phases", f"What waits takes as long with everybody. Empty the own length of {who} first.")


def with_present(choices: list[tuple[int, str]], present: int, words: str) -> list[tuple[int, str]]:
    """This will add what is set now where the list lacks it, in order, so that saving a form never changes it."""
    known = {key for key, _ in choices}
    return choices if present in known else sorted([*choices, (present, words)])


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
            "active": "Off: it is broken or lent. No new appointment gets it, and what is to come goes to another of "
            "the kind, where one is free.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Resource.objects.filter(business=self.instance.business).values_list("kind", flat=True)
        if isinstance(self.fields["kind"].widget, Suggesting):
            self.fields["kind"].widget.suggestions = sorted(set(kinds))
        if not self.instance.pk:
            self.begin_with_first("location")

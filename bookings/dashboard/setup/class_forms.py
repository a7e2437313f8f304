"""Classes as forms: several weekdays or one date at once, with a new service where there is none yet."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone
from unfold import widgets

from bookings import queries
from bookings.dashboard.frame import words
from bookings.dashboard.frame.plain import A_COLOR, Lines, PlainForm, limit, read_date
from bookings.models import Booking
from businesses.forms import Amount, Name
from businesses.models import Location, OpeningHours, Service, StaffMember, Timetable, Weekday

TOLD_MINUTES = 1440  # before a class, when too few have booked
A_CLASS = {"starts": Service.Starts.TIMETABLE}
WHAT_A_ROW_MEETS = {"service", "staff", "weekday", "date", "time", "valid_from", "valid_until", "excepted_dates"}


class Concerned(NamedTuple):
    """Who is concerned by a class that comes or changes: whose bookings are in its way, and who is booked at a time
    that it no longer has."""

    in_the_way: Sequence[Booking] = ()
    left: Sequence[Booking] = ()

    @classmethod
    def by(cls, rows: Sequence[Timetable], here: queries.House, before: int | None) -> "Concerned":
        """This will find them, as the diaries are now; `before` is the entry that changes."""
        now = timezone.now()
        in_the_way = {each.pk: each for row in rows for each in queries.bookings_in_the_way(here, row, now=now)}
        old = Timetable.objects.select_related("service", "staff").filter(pk=before).first() if before else None
        if old is None:
            return cls(list(in_the_way.values()))
        kept = {each.pk for row in rows for each in queries.guests_of_class(here, row, now=now)}
        left = [each for each in queries.guests_of_class(here, old, now=now) if each.pk not in kept]
        gone = {each.pk for each in left}
        return cls([each for key, each in in_the_way.items() if key not in gone], left)


class TimetableForm(PlainForm):
    """A class that is on the timetable already."""

    excepted_dates = Lines(
        label="Not on",
        read=read_date,
        help_text="Dates without it, one a line, as year-month-day: 2026-12-24",
    )

    class Meta:
        model = Timetable
        exclude = ()
        labels = {"staff": "With", "valid_from": "From", "valid_until": "Until", "date": "One date only"}
        help_texts = {
            "service": "Services that begin “only at the times of the timetable”.",
            "staff": "Who gives it.",
            "time": "18:30 = half past six in the evening, where the business is.",
            "valid_from": "The first date on which it may be. Empty: from now on.",
            "valid_until": "The last date on which it may be. Empty: no end.",
            "date": "For a class that does not come back every week.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.instance.business
        services, staff = Service.objects.filter(business=here), StaffMember.objects.filter(business=here)
        fitting = services.filter(**A_CLASS) | services.filter(capacity__gt=1)
        fitting |= services.filter(pk=self.instance.service_id)
        self.fields["service"].queryset = fitting  # type: ignore[attr-defined]
        if "staff" in self.fields:
            own = staff.filter(pk=self.instance.staff_id)
            self.fields["staff"].queryset = staff.bookable() | own  # type: ignore[attr-defined]
        self.lacks_skill = ""  # what the button says that lets somebody do it
        self.rows: list[Timetable] = []
        self.concerned = Concerned()

    def clean(self) -> dict[str, Any]:
        """This will see that the class can be held: `rows` are the timetable's entries that the form means."""
        found = super().clean() or self.cleaned_data
        first, last = found.get("valid_from"), found.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", f"Choose {first} or a later date.")
        days = self._days(found)
        if found.get("date"):  # which it is on, and no other
            found |= {"valid_from": None, "valid_until": None, "excepted_dates": []}
        service, person = self._service(found), self._person(found)
        if service and person:
            self._check_skill(service, person)
        if self.errors or service is None or person is None:
            return found
        self.rows = [self._row(found, service, person, weekday, date) for weekday, date in days]
        here = queries.house(self.instance.business)
        if self.instance.pk is None or WHAT_A_ROW_MEETS.intersection(self.changed_data):
            for row in self.rows:
                self._check(row, here)
        self.concerned = Concerned.by(self.rows, here, self.instance.pk)
        return found

    def _days(self, found: dict[str, Any]) -> list[tuple[int | None, Any]]:
        """The weekday or the date of each entry."""
        weekday, date = found.get("weekday"), found.get("date")
        if (weekday is None) == (date is None) and not {"weekday", "date"} & set(self.errors):
            self.add_error("weekday", "Choose a weekday, or one date below.")
        return [(weekday, date)]

    def _service(self, found: dict[str, Any]) -> Service | None:
        service: Service | None = found.get("service")
        if service and service.starts != Service.Starts.TIMETABLE and found.get("date") is None:
            words = f"{service} is booked at any time, not by the timetable. Give it one date, or change how it begins."
            self.add_error("service", words)
        return service

    def _check_skill(self, service: Service, person: StaffMember) -> None:
        if service.pk is None or person.pk is None or person.skills.filter(service=service).exists():
            return
        if "let_do" not in self.data:
            self.lacks_skill = f"Let {person} do {service}, and save"
            self.add_error("staff", f"{person} does not do {service} yet.")

    def _person(self, found: dict[str, Any]) -> StaffMember | None:
        person: StaffMember | None = found.get("staff")
        return person

    def _row(
        self, found: dict[str, Any], service: Service, person: StaffMember, weekday: int | None, date: Any
    ) -> Timetable:
        names = ("time", "valid_from", "valid_until", "excepted_dates")
        values = {name: found[name] for name in names}
        key, here = self.instance.pk, self.instance.business
        return Timetable(pk=key, business=here, service=service, staff=person, weekday=weekday, date=date, **values)

    def _check(self, row: Timetable, here: queries.House) -> None:
        """This will say what keeps a class from being held at all."""
        day = f"On {row.day}"
        for other in queries.classes_meeting(here, row)[:1]:
            self.add_error("time", f"{row.staff} has {other.service} then: {other}. Choose another time or teacher.")
        never = queries.never_held(here, row, now=timezone.now())
        if never is queries.Never.OVER:
            self.add_error("date" if row.date else None, f"{day}, no date is left on which it could be.")
        elif never is queries.Never.CLOSED:
            self.add_error("time", f"{day} you are not open for all of it: {_hours(row)}.")
        elif never is queries.Never.OFF:
            self.add_error("time", f"{day} {row.staff} does not work for all of it. See the hours of {row.staff}.")


class ClassForm(TimetableForm):
    """A class that is new on the timetable, on several weekdays at once or on one date."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Every",
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Tick each day of the week on which it is.",
    )
    new_name = Name(
        label="Name",
        max_length=200,
        required=False,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="What guests read, such as “Yoga for beginners”.",
    )
    new_teacher = Name(
        label="With",
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="Who gives it, as guests read the name. If you work alone, that is you.",
    )
    new_minutes = forms.IntegerField(
        label="Length in minutes", required=False, widget=widgets.UnfoldAdminIntegerFieldWidget, initial=60
    )
    new_price = Amount(
        required=False,
        widget=widgets.UnfoldAdminDecimalFieldWidget,
        help_text="For each person. 0 = free. Empty: guests are told to ask.",
    )
    new_places = forms.IntegerField(
        label="Places", required=False, widget=widgets.UnfoldAdminIntegerFieldWidget, initial=10
    )
    new_fewest = forms.IntegerField(
        label="At least",
        required=False,
        widget=widgets.UnfoldAdminIntegerFieldWidget,
        initial=1,
        help_text="With how many guests it is worth it. When fewer have booked a day before, you are told, and decide.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.instance.business
        service, price = self.fields["service"], self.fields["new_price"]
        service.required, service.label = False, "Which class"
        service.empty_label = "A new one, described below"  # type: ignore[attr-defined]
        service.help_text = ""
        price.label = f"Price in {here.currency}"
        price.in_currency(here.currency)  # type: ignore[attr-defined]
        for name, highest in (("new_minutes", 1440), ("new_places", 10_000), ("new_fewest", 10_000)):
            limit(self.fields[name], 1, highest)
        limit(price, 0, None)
        if "staff" in self.fields:
            del self.fields["new_teacher"]
            people = self.fields["staff"].queryset  # type: ignore[attr-defined]
            self.initial.setdefault("staff", next(iter(people[:1]), None))
        if services := list(service.queryset.filter(**A_CLASS)[:1]):  # type: ignore[attr-defined]
            self.initial.setdefault("service", services[0])

    def _days(self, found: dict[str, Any]) -> list[tuple[int | None, Any]]:
        weekdays, date = found.get("weekdays") or [], found.get("date")
        if weekdays and date:
            self.add_error("date", "Choose weekdays or one date, not both.")
        elif not weekdays and not date and not {"weekdays", "date"} & set(self.errors):
            self.add_error("weekdays", "Tick a weekday, or write one date below.")
        return [(None, date)] if date else [(day, None) for day in weekdays]

    def _service(self, found: dict[str, Any]) -> Service | None:
        if found.get("service") or "service" in self.errors:
            if found.get("new_name"):
                self.add_error("new_name", "Choose “A new one” above for it, or leave this empty.")
            return super()._service(found)
        for name in ("new_name", "new_minutes", "new_places"):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, "Write it for the new class, or choose one above.")
        here, name = self.instance.business, found.get("new_name")
        if name and Service.objects.filter(business=here, name=name).exists():
            self.add_error("new_name", f"“{name}” already exists. Choose it above, or another name.")
        fewest, places = found.get("new_fewest") or 1, found.get("new_places")
        if places and fewest > places:
            self.add_error("new_fewest", f"Write at most {places}: there are no more places.")
        if self.errors:
            return None
        return Service(
            business=here,
            name=name,
            duration_minutes=found["new_minutes"],
            price=found.get("new_price"),
            capacity=places,
            min_participants=fewest,
            min_participants_by_minutes=TOLD_MINUTES if fewest > 1 else 0,
            **A_CLASS,
        )

    def _person(self, found: dict[str, Any]) -> StaffMember | None:
        if "staff" in self.fields or not found.get("new_teacher"):
            return super()._person(found)
        here = self.instance.business
        place = Location.objects.filter(business=here, active=True).first()
        if place is None:
            self.add_error("new_teacher", "Say first where people work, under “Locations”.")
            return None
        return StaffMember(business=here, name=found["new_teacher"], location=place, color=A_COLOR)


def _hours(row: Timetable) -> str:
    """The opening hours of the weekday of a class."""
    weekday = row.date.weekday() if row.date else row.weekday
    periods = OpeningHours.objects.filter(business=row.business, weekday=weekday).order_by("opens")
    return " and ".join(words.span(each.opens, each.closes) for each in periods) or "it is closed"

"""The timetable: a week of classes at a glance, a class of several weekdays in one form, and who it concerns."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from bookings import queries
from bookings.dashboard.frame import words
from bookings.dashboard.frame.plain import PlainAdmin
from bookings.dashboard.frame.reach import reach_of
from bookings.dashboard.setup.class_forms import ClassForm, TimetableForm
from bookings.models import Booking
from businesses.models import Business, Service, Skill, StaffMember, Timetable, Weekday

LENGTH = ("staff_id", "service_id", "duration_minutes")
MOST_NAMED = 10  # guests that a message names, each with a link


def _questions(who: str) -> Any:
    return (
        ("Which class", {"fields": ("service",)}),
        ("A new class", {"fields": ("new_name", "new_minutes", "new_price", "new_places", "new_fewest")}),
        ("When, and with whom", {"fields": ("weekdays", "date", "time", who)}),
        ("Dates of a weekly class", {"fields": ("valid_from", "valid_until", "excepted_dates")}),
    )


ADDING, BEGINNING = _questions("staff"), _questions("new_teacher")


class Cell(NamedTuple):
    """A class in the grid."""

    row: Timetable
    ends: dt.time
    places: str
    note: str


@admin.register(Timetable)
class TimetableAdmin(PlainAdmin):
    """When classes are. Guests join only these."""

    form = TimetableForm
    in_setup = True
    list_display = ("day", "clock", "service", "staff", "places", "first", "last")
    list_display_links = ("day", "clock")
    list_select_related = ("service", "staff")
    list_filter = ("service", "staff", "weekday")
    list_before_template = "admin/_timetable.html"
    change_form_before_template = "admin/_let_do.html"
    fieldsets = (
        ("Which class", {"fields": ("service", "staff")}),
        ("When", {"fields": ("weekday", "time", "date")}),
        ("Dates of a weekly class", {"fields": ("valid_from", "valid_until", "excepted_dates")}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new class has a form of its own."""
        return super().get_form(request, obj, change=change, **kwargs | ({} if obj else {"form": ClassForm}))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """So has it its own order of questions."""
        if obj:
            return self.fieldsets
        here = reach_of(request).here
        alone = here is not None and not StaffMember.objects.filter(business=here).bookable().exists()
        return BEGINNING if alone else ADDING

    @display(description="day", ordering="weekday")
    def day(self, entry: Timetable) -> str:
        """The weekday, or the one date."""
        return entry.day

    @display(description="time", ordering="time")
    def clock(self, entry: Timetable) -> str:
        """The time of day where the business is."""
        return words.clock(entry.time)

    @display(description="guests", ordering="service__capacity")
    def places(self, entry: Timetable) -> str:
        """How few and how many come."""
        return _places(entry.service)

    @display(description="from", ordering="valid_from")
    def first(self, entry: Timetable) -> str:
        """The first date."""
        return "" if entry.date else str(entry.valid_from or "now on")

    @display(description="until", ordering="valid_until")
    def last(self, entry: Timetable) -> str:
        """The last date, itself included."""
        return "" if entry.date else str(entry.valid_until or "further notice")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The week as a grid above the list."""
        here = reach_of(request).here
        may = here is not None and self.has_view_permission(request)
        shown = _grid(here) if here and may else {}
        return super().changelist_view(request, {**(extra_context or {}), **shown})

    def notes(self, obj: Any) -> list[str]:
        """Who is booked in it already."""
        guests = queries.guests_of_class(queries.house(obj.business), obj, now=timezone.now())
        if not guests:
            return super().notes(obj)
        words = "When it changes or goes, their bookings stay as they are, and you are shown whom to tell."
        return [*super().notes(obj), f"{_count(guests)} booked in it for dates to come. {words}"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save every entry that the form means, with the new service and skill that it asks for."""
        with self.changing(obj):
            service, person = form.rows[0].service, form.rows[0].staff
            _save_new(service)
            _save_new(person)
            Skill.objects.get_or_create(business_id=obj.business_id, staff=person, service=service)
            obj.service, obj.staff = service, person
            if change:
                super().save_model(request, obj, form, change)
            else:
                for name in ("weekday", "date", "valid_from", "valid_until", "excepted_dates"):
                    setattr(obj, name, getattr(form.rows[0], name))
                super().save_model(request, obj, form, change)
                for row in form.rows[1:]:
                    row.service, row.staff = service, person
                    row.save()
        self._tell_in_the_way(request, form.concerned.in_the_way)
        self._tell_left(request, form.concerned.left)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """This will delete the entry, and say who is booked in it."""
        before = queries.guests_of_class(queries.house(obj.business), obj, now=timezone.now())
        super().delete_model(request, obj)
        self._tell_left(request, before)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """Back to the week, where the class can be seen; and on to what guests see of it."""
        page = reverse("time", args=[obj.business.slug, obj.service_id])
        words = '{} is on the timetable. <a class="underline" href="{}">See it as guests do</a>'
        self.message_user(request, format_html(words, obj.service, page), messages.SUCCESS)
        if "_continue" in request.POST:
            return HttpResponseRedirect(reverse("admin:businesses_timetable_change", args=[obj.pk]))
        again = "_addanother" in request.POST
        return HttpResponseRedirect(reverse(f"admin:businesses_timetable_{'add' if again else 'changelist'}"))

    def _tell_in_the_way(self, request: HttpRequest, found: Sequence[Booking]) -> None:
        if found:
            words = "On these dates the class is not held until you have moved what is booked in its time: {}"
            self.message_user(request, format_html(words, _named(found)), messages.WARNING)

    def _tell_left(self, request: HttpRequest, left: Sequence[Booking]) -> None:
        if left:
            words = "{} still booked at the old time. Move or cancel them: {}"
            self.message_user(request, format_html(words, _count(left), _named(left)), messages.WARNING)


def _save_new(row: Service | StaffMember) -> None:
    """This will save a service or a person who is new, as the last one."""
    if row.pk is None:
        rows = type(row)._default_manager.filter(business=row.business_id)
        row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        row.save()


def _grid(here: Business) -> dict[str, Any]:
    """The weekly classes by weekday, in order of time, and those of one date that are to come."""
    today = timezone.now().astimezone(here.zone).date()
    rows = list(Timetable.objects.filter(business=here).select_related("service", "staff").order_by("time", "pk"))
    own = Skill.objects.filter(business=here, duration_minutes__isnull=False).order_by()
    lengths = {(person, service): minutes for person, service, minutes in own.values_list(*LENGTH)}
    cells = [_cell(row, lengths.get((row.staff_id, row.service_id))) for row in rows]
    weekly = [(str(day.label), [cell for cell in cells if cell.row.weekday == day.value]) for day in Weekday]
    dated = [cell for cell in cells if cell.row.date and cell.row.date >= today]
    return {
        "week": weekly if any(found for _, found in weekly) else [],
        "dated": sorted(dated, key=lambda cell: (cell.row.date, cell.row.time)),
        "timetable_of": here,
    }


def _cell(row: Timetable, own_minutes: int | None) -> Cell:
    length = dt.timedelta(minutes=own_minutes or row.service.duration_minutes)
    ends = (dt.datetime.combine(dt.date(2000, 1, 1), row.time) + length).time()
    dates = [f"from {row.valid_from}" if row.valid_from else "", f"until {row.valid_until}" if row.valid_until else ""]
    return Cell(row, ends, _places(row.service), " ".join(filter(None, dates)))


def _places(service: Service) -> str:
    fewest, most = service.min_participants, service.capacity
    return f"{fewest} to {most}" if 1 < fewest < most else f"up to {most}" if fewest < most else str(most)


def _count(bookings: Sequence[Booking]) -> str:
    people = sum(booking.party_size for booking in bookings)
    return "1 guest is" if people == 1 else f"{people} guests are"


def _named(bookings: Iterable[Booking]) -> SafeString:
    """Who is booked when, each with a link."""
    rows = sorted(bookings, key=lambda each: (each.starts_at, each.pk))
    named = format_html_join(
        ", ",
        '<a class="underline" href="{}">{}, {}</a>',
        (
            (reverse("admin:bookings_booking_change", args=[each.pk]), each.guest_name or "a hold", _moment(each))
            for each in rows[:MOST_NAMED]
        ),
    )
    return format_html("{} and {} more", named, len(rows) - MOST_NAMED) if len(rows) > MOST_NAMED else named


def _moment(booking: Booking) -> str:
    return words.moment(booking.starts_at.astimezone(booking.business.zone))

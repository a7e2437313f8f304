"""Bookings in the dashboard: the list, and the page of one with everything that can be done about it."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from bookings import queries
from bookings.dashboard.day import acting, asked, changing, courses, moving
from bookings.dashboard.day.status_filter import StatusFilter
from bookings.dashboard.frame import pages, sent, words
from bookings.dashboard.frame.addresses import OUT_OF_ORDER
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import reach_of
from bookings.dashboard.frame.read_only import ReadOnlyAdmin
from bookings.models import Booking, Delivery, Event, Place
from businesses import normal
from businesses.models import Resource, StaffMember


class WhenFilter(admin.SimpleListFilter):
    """Bookings by the local date of their visit."""

    title, parameter_name = "when", "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The spans to choose from."""
        return [("today", "Today"), ("tomorrow", "Tomorrow"), ("week", "The next 7 days"), ("past", "The last 7 days")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The bookings of the chosen span."""
        today = timezone.localdate()
        first, last = {
            "today": (0, 0),
            "tomorrow": (1, 1),
            "week": (0, 6),
            "past": (-7, -1),
        }.get(self.value() or "", (None, None))
        if first is None or last is None:
            return queryset
        span = (today + dt.timedelta(days=first), today + dt.timedelta(days=last))
        places = Place.objects.filter(business=reach_of(request).here, appointment__listed_on__range=span)
        return queryset.filter(pk__in=places.values("booking"))


class PersonFilter(admin.SimpleListFilter):
    """Bookings by who serves."""

    title, parameter_name = "person", "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Everybody with a diary."""
        staff = reach_of(request).rows(StaffMember.objects.all())
        return [(str(person.pk), person.name) for person in staff]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The bookings of that person."""
        key = self.value() or ""
        if not (key.isascii() and key.isdigit()):
            return queryset
        return queryset.filter(pk__in=_with_person(int(key[:18])))


class RoomFilter(admin.SimpleListFilter):
    """Bookings that are still to come, by the room or equipment that they have."""

    title, parameter_name = "room or equipment", "room"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Everything there is, and whatever is out of order."""
        things = reach_of(request).rows(Resource.objects.all())
        return [(OUT_OF_ORDER, "Out of order"), *((str(each.pk), each.name) for each in things)] if things else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The coming bookings of the chosen one."""
        chosen, here = self.value() or "", reach_of(request).here
        if chosen == OUT_OF_ORDER:
            which = Q(resource__active=False)
        elif chosen.isascii() and chosen.isdigit():
            which = Q(resource=int(chosen[:18]))
        else:
            return queryset
        return queryset.filter(pk__in=queries.booked_with(here, which, now=timezone.now())) if here else queryset.none()


class CameFromFilter(admin.SimpleListFilter):
    """Bookings by where the link stood that led their guests here."""

    title, parameter_name = "where the link was", "from"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The places for which there is a link to copy."""
        return list(words.CAME_FROM.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The bookings of the chosen place."""
        return queryset.filter(came_from=self.value()) if self.value() else queryset


def _with_person(key: int) -> QuerySet[Any, Any]:
    return Place.objects.filter(appointment__staff=key).values("booking")


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    """What was ordered, by whom, and what became of it."""

    roles = (OWNER, MANAGER, STAFF)
    list_display = ("when", "guest", "what", "with_whom", "state", "code")
    list_display_links = ("when", "guest")
    list_filter = (WhenFilter, StatusFilter, PersonFilter, RoomFilter, "source", CameFromFilter)
    search_fields = ("code", "guest_name", "guest_email", "guest_phone")
    search_help_text = "Code, name, e-mail or phone"
    show_full_result_count = False
    list_per_page = 50
    actions = ("confirm", "cancel", "complete", "no_show")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bookings with what the list shows of them."""
        return super().get_queryset(request).visible().with_details()  # type: ignore[attr-defined]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The bookings that have every word in what was typed, or in what their customer is called and reached by."""
        for word in normal.name(search_term).split():
            asked = Q(code__icontains=normal.code(word)[-12:] or word)
            for field in ("guest_name", "guest_email", "guest_phone"):
                asked |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(asked | Q(customer__folded__contains=normal.folded(word)))
        return queryset, False

    def of_own_diary(self, rows: QuerySet[Any], staff: StaffMember) -> QuerySet[Any]:
        """Staff members see the bookings that they serve."""
        return rows.filter(pk__in=_with_person(staff.pk))

    def get_urls(self) -> list[Any]:
        """The pages of one booking."""
        view = self.admin_site.admin_view
        return [
            path("<int:key>/do/<slug:name>/", view(require_POST(self.do)), name="bookings_booking_do"),
            path("<int:key>/answers/", view(require_POST(self.answer)), name="bookings_booking_answers"),
            path("<int:key>/part/<int:number>/", view(require_POST(self.change_part)), name="bookings_booking_part"),
            path("<int:key>/move/", view(self.move), name="bookings_booking_move"),
            path("<int:key>/cancel/", view(self.cancel_several), name="bookings_booking_cancel"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of one booking. There is no form: whatever changes it is pressed."""
        if request.method != "GET":
            return super().change_view(request, object_id, *args, **kwargs)
        if there := self.led_there(request, object_id):
            return there
        return self._page(request, self._booking(request, object_id))

    def _page(self, request: HttpRequest, booking: Booking, *, another: changing.Another | None = None) -> HttpResponse:
        """The page, with what was typed where it was refused."""
        reach = reach_of(request)
        context = _facts(booking) | asked.facts(booking) | courses.facts(booking, reach)
        context["changeable"] = changing.parts(booking, reach, bound=another)
        title, status = booking.guest_name or "Guest", 200 if another is None else another.status
        return pages.show(request, "admin/booking.html", context, title=title, status=status)

    def do(self, request: HttpRequest, key: int, name: str) -> HttpResponse:
        """This will do what was pressed."""
        return acting.do(request, self._booking(request, key), name)

    def answer(self, request: HttpRequest, key: int) -> HttpResponse:
        """This will write down what its guest answers."""
        return asked.answers(request, self._booking(request, key))

    def change_part(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """This will give a part of it another service, length or person."""
        booking = self._booking(request, key)
        refused = changing.change(request, booking, number, request.POST)
        if refused is not None:
            return self._page(request, booking, another=refused)
        return HttpResponseRedirect(acting.back_to(request, booking))

    def move(self, request: HttpRequest, key: int) -> HttpResponse:
        """The form that moves it."""
        return moving.move(request, self._booking(request, key), reach_of(request))

    def cancel_several(self, request: HttpRequest, key: int) -> HttpResponse:
        """The page that cancels it with others of its series."""
        return courses.cancel(request, self._booking(request, key), reach_of(request))

    def _booking(self, request: HttpRequest, key: int | str) -> Booking:
        """This will give a booking within reach, with its details, or raise `Http404`."""
        found = self.get_queryset(request).filter(pk=int(key)) if str(key).isdecimal() else None
        booking: Booking | None = found.first() if found is not None else None
        if booking is None:
            raise Http404
        return booking

    @admin.display(description="guest", ordering="guest_name")
    def guest(self, booking: Booking) -> str:
        """The typed name; a walk-in may have none."""
        return booking.guest_name or "Guest"

    @admin.display(description="when")
    def when(self, booking: Booking) -> str:
        """Local time of the business, with the year where it is another one."""
        return words.near(booking.starts_at.astimezone(booking.business.zone), timezone.now())

    @admin.display(description="service")
    def what(self, booking: Booking) -> str:
        """What was agreed."""
        return booking.service_name

    @admin.display(description="with")
    def with_whom(self, booking: Booking) -> str:
        """Who serves."""
        return booking.staff.name

    @admin.display(description="state", ordering="status")
    def state(self, booking: Booking) -> str:
        """The state by word and look."""
        text, _, look = words.STATUS[Booking.Status(booking.status)]
        return format_html('<span class="own"><span class="badge {}">{}</span></span>', look, text)

    @admin.action(description="Confirm", permissions=["view"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """This will confirm the chosen bookings."""
        self._each(request, queryset, "confirm")

    @admin.action(description="Cancel", permissions=["view"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """This will cancel the chosen bookings."""
        self._each(request, queryset, "cancel")

    @admin.action(description="Took place", permissions=["view"])
    def complete(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """This will say that the chosen bookings took place."""
        self._each(request, queryset, "complete")

    @admin.action(description="Nobody came", permissions=["view"])
    def no_show(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """This will say that nobody came to the chosen bookings."""
        self._each(request, queryset, "no_show")

    def _each(self, request: HttpRequest, queryset: QuerySet[Booking], name: str) -> None:
        now = timezone.now()
        for booking in queryset:
            acting.pressed(request, booking, acting.PRESSES[name], now=now)


def _facts(booking: Booking) -> dict[str, Any]:
    """What the page of a booking shows."""
    zone = booking.business.zone
    text, icon, look = words.STATUS[Booking.Status(booking.status)]
    events = Event.objects.filter(booking=booking).order_by("sequence")
    meeting = queries.meeting(booking)
    told_from = meeting.told_later(timezone.now()) if meeting else None
    return {
        "booking": booking,
        "places": list(booking.places.all()),
        "when": words.moment(booking.starts_at.astimezone(zone)),
        "until": words.clock(booking.ends_at.astimezone(zone)),
        "status": {"text": text, "icon": icon, "look": look},
        "source": words.booked_by(booking),
        "is_online": queries.is_online(booking),
        "meeting": meeting,
        "told_from": words.moment(told_from.astimezone(zone)) if told_from else "",
        "presses": acting.presses(booking),
        "may_move": booking.status in acting.PRESSES["arrive"].states,
        "happened": [
            (words.moment(event.occurred_at.astimezone(zone)), words.happened(event, zone), words.whose(event.by))
            for event in events
        ],
        "told": sent.described(
            Delivery.objects.filter(booking=booking).select_related("endpoint").order_by("-due_at", "-pk")[:50]
        ),
        "link": f"/b/{queries.link_token(booking)}/",
        "to_deliveries": reverse("admin:bookings_delivery_changelist"),
    }

"""Taking a booking for somebody: on the telephone, at the counter, for a guest who already sits there."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.dashboard.day import asked, blocking, repeating
from bookings.dashboard.day.repeating import Date, Repeats
from bookings.dashboard.day.times import Pick, WhenForm, chosen, free_on, instead_of, picked, sent, typed
from bookings.dashboard.frame import addresses, pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach, actor
from bookings.models import Appointment, Booking
from businesses import customers
from businesses.forms import Email, PersonName
from businesses.models import Customer, Service, StaffMember

NEW = "new"
ASKED_FOR_DATES = {*("service", "staff", "day", "time", "offset", "party_size"), *Repeats.base_fields, "__all__"}


def _length(field: str) -> int:
    return Booking._meta.get_field(field).max_length or 0  # type: ignore[union-attr]


class NewBooking(Repeats, WhenForm):
    """What is wanted, when, and by whom."""

    service = forms.ModelChoiceField(Service.objects.none(), error_messages={"required": "Choose a service."})
    staff = forms.ModelChoiceField(StaffMember.objects.none(), required=False, empty_label="Anyone who is free")
    party_size = forms.IntegerField(label="People", min_value=1, max_value=10_000, initial=1)
    who = forms.CharField(initial=NEW)
    name = PersonName(max_length=_length("guest_name"), required=False)
    email = Email(label="E-mail", max_length=_length("guest_email"), required=False)
    phone = forms.CharField(max_length=_length("guest_phone"), required=False)
    notes = forms.CharField(label="The guest's wishes", max_length=2000, required=False)
    staff_notes = forms.CharField(label="Notes for the house", max_length=2000, required=False)
    overbook_reason = forms.CharField(label="Why", max_length=300, required=False)
    token = forms.CharField(max_length=64, required=False)

    field_order = ["service", "staff", "day", "time", "offset", "party_size"]

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert reach.here is not None  # noqa: S101 - the view has asked
        self.zone, self.business, self.may_search = reach.here.zone, reach.here, reach.own_staff is None
        services = Service.objects.filter(business=reach.here).active().select_related("category")
        staff = StaffMember.objects.filter(business=reach.here).bookable()
        if reach.own_staff is not None:
            services, staff = services.filter(skills__staff=reach.own_staff), staff.filter(pk=reach.own_staff.pk)
            self.fields["staff"].required, self.fields["staff"].empty_label = True, None  # type: ignore[attr-defined]
        self.fields["service"].queryset, self.fields["staff"].queryset = services, staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """This will find the customer, or see that a new one has a name."""
        found = super().clean()
        who = str(found.get("who", NEW))
        found["customer"] = None
        if service := found.get("service"):
            try:
                found["answers"] = asked.read(asked.of([service]), self.data)  # type: ignore[list-item]
            except ValidationError as fault:
                self.add_error(None, fault)
        if who == NEW and not found.get("name"):
            self.add_error("name", "Write the guest's name, or choose “Walk-in”.")
        elif who.isascii() and who.isdigit():
            if self.may_search:
                people = Customer.objects.filter(business=self.business).current()
                found["customer"] = people.filter(pk=int(who[:18])).first()
            if found["customer"] is None:
                self.add_error("who", "This customer is no longer there. Search again.")
        return found

    def guest(self) -> operations.Guest:
        """This will give who comes; what is typed beside a chosen customer is this booking's alone."""
        data, known = self.cleaned_data, self.cleaned_data["customer"]
        if data["who"] == addresses.WALK_IN:
            return operations.Guest(name=data["name"], notes=data["notes"])
        return operations.Guest(
            name=data["name"] or (known.full_name if known else ""),
            email=data["email"] or (known.email if known else ""),
            phone=data["phone"] or (known.phone if known else ""),
            notes=data["notes"],
            customer=known,
        )


def book(request: HttpRequest) -> HttpResponse:
    """The form; `?service=&staff=&day=&time=&offset=&customer=` fill it in."""
    reach, now = pages.only(request, OWNER, MANAGER, STAFF), timezone.now()
    if reach.here is None:
        return HttpResponseRedirect(reverse("admin:index"))
    if request.method != "POST":
        return _shown(request, reach, NewBooking(initial=_initial(request, reach, now), reach=reach), now)
    data, only_looks = sent(request)
    if data.get("look") == "dates":
        form = NewBooking(data, reach=reach)
        dates = _dates(form, now)
        for name in form.errors.keys() - ASKED_FOR_DATES:  # who comes is asked later
            del form.errors[name]
        return _shown(request, reach, form, now, dates=dates)
    if only_looks:
        return _shown(request, reach, NewBooking(initial=data, reach=reach), now)
    form = NewBooking(data, reach=reach)
    if not form.is_valid():
        return _shown(request, reach, form, now, status=400)
    try:
        found = _booked(request, reach, form, now)
    except errors.Refused as error:
        form.add_error(None, words.refusal(error))
        if isinstance(error, errors.AskedOtherwise):  # sent once more it is meant
            data["token"] = _new_token()
        near, dates = instead_of(error, reach.here), repeating.taken(error, reach.here)
        return _shown(request, reach, form, now, status=409, instead=near, dates=dates)
    booking = found[0]
    when = words.moment(booking.starts_at.astimezone(reach.here.zone))
    often = f"{len(found)} dates from {when} on" if len(found) > 1 else when
    messages.success(request, f"Booked: {booking.service_name}, {often}, with {booking.staff.name}.")
    return HttpResponseRedirect(reverse("admin:bookings_booking_change", args=[booking.pk]))


def _booked(request: HttpRequest, reach: Reach, form: NewBooking, now: dt.datetime) -> list[Booking]:
    assert reach.here is not None  # noqa: S101 - the view has asked
    data = form.cleaned_data
    order = operations.Order(
        form.guest(),
        operations.Taker(source="dashboard", by=actor(request)),
        confirmed=True,
        staff_notes=data["staff_notes"],
        token=data["token"],
        reason=data["overbook_reason"],
        answers=data["answers"],
    )
    size = data["party_size"]
    group = _full_group(form, data["starts_at"]) if order.reason.strip() else None
    if group is not None:
        return [operations.overbook(appointment=group, order=order, now=now, party_size=size)]
    rule, wish = form.recurrence(), _wish(form)
    if rule is None:
        return [operations.book(wish=wish, order=order, now=now)]
    return [each for (each,) in operations.book_series(wish=wish, recurrence=rule, orders=[order], now=now)]


def _wish(form: NewBooking) -> operations.Wish:
    data, here = form.cleaned_data, form.business
    how = {"policy": operations.COUNTER, "staff": data["staff"], "party_size": data["party_size"]}
    return operations.one(here, data["service"], data["starts_at"], **how)


def _dates(form: NewBooking, now: dt.datetime) -> list[Date]:
    """Each date of a series as it would be, for whoever looks first; nothing while the form lacks what it takes."""
    if form.errors.keys() & ASKED_FOR_DATES or (rule := form.recurrence()) is None:
        return []
    try:
        found = operations.series_states(wish=_wish(form), recurrence=rule, now=now)
    except errors.Refused as error:
        form.add_error(None, words.refusal(error))
        return []
    return repeating.dates(found, form.business)


def _full_group(form: NewBooking, starts_at: dt.datetime) -> Appointment | None:
    """The group that has too few places left for the party; None: there is none, or it has enough."""
    data = form.cleaned_data
    if not data["service"].is_group:
        return None
    group = queries.group_at(form.business, data["service"], starts_at=starts_at, staff=data["staff"])
    return group if group and group.places - group.places_taken < data["party_size"] else None


def _initial(request: HttpRequest, reach: Reach, now: dt.datetime) -> dict[str, Any]:
    local = now.astimezone(reach.here.zone) if reach.here else now
    asked = {name: request.GET[name] for name in ("service", "staff", "time", "offset", "name") if name in request.GET}
    if reach.own_staff is not None:
        asked["staff"] = str(reach.own_staff.pk)
    day = typed(request.GET, "day") or local.date()
    return {
        "day": day.isoformat(),
        "party_size": 1,
        "who": request.GET.get("customer", NEW),
        "token": _new_token(),
        **asked,
    }


def _new_token() -> str:
    return uuid.uuid4().hex


def _shown(
    request: HttpRequest,
    reach: Reach,
    form: NewBooking,
    now: dt.datetime,
    *,
    status: int = 200,
    instead: Sequence[Pick] = (),
    dates: Sequence[Date] = (),
) -> HttpResponse:
    """The page: the form, the free times of its date, the customers that were searched for."""
    data = form.data or form.initial
    here = form.business
    service, staff = chosen(form, "service", data), chosen(form, "staff", data)
    wanted = str(data.get("q", "")).strip()
    known = _known(reach, str(data.get("who", NEW)), wanted)
    has_reason = bool(str(data.get("overbook_reason", "")).strip())
    can_overbook = has_reason or (status == 409 and _can_overbook(form))
    context = {
        "form": form,
        "data": data,
        "services": _by_category(form),
        "free": _free(form, service, staff, data, now) if service else [],
        "instead": instead,
        "dates": dates,
        "often": list(repeating.OFTEN.items()),
        "weekdays": list(repeating.DAYS.items()),
        "ticked": repeating.typed_weekdays(data),
        "asked": asked.rows(asked.of([service]), data) if service else [],
        "both": form.both(data),
        "now_pick": picked(now, here.zone),
        "known": known,
        "searched": wanted,
        "may_search": form.may_search,
        "can_overbook": can_overbook,
        "service": service,
        "why": _why(service, staff, data) if service else "",
        **blocking.beside(reach, staff, data),
    }
    return pages.show(request, "admin/book.html", context, title="New booking", status=status)


def _why(service: Service, staff: StaffMember | None, data: Any) -> str:
    """The page that says what keeps guests from the other times of the date."""
    party = str(data.get("party_size", ""))
    return addresses.why(day=typed(data, "day"), service=service.pk, staff=staff and staff.pk, party_size=party)


def _can_overbook(form: NewBooking) -> bool:
    return "starts_at" in form.cleaned_data and _full_group(form, form.cleaned_data["starts_at"]) is not None


def _free(form: NewBooking, service: Service, staff: Any, data: Any, now: dt.datetime) -> list[Pick]:
    day, party = typed(data, "day"), str(data.get("party_size", 1))
    if day is None:
        return []
    size = int(party[:5]) if party.isascii() and party.isdigit() else 1
    return free_on(form.business, service, day, now=now, wanted=queries.Wanted(staff, max(size, 1)))


def _known(reach: Reach, who: str, wanted: str) -> list[Customer]:
    """The customers to choose from: who is chosen, then who was searched for."""
    if reach.here is None or reach.own_staff is not None:
        return []
    chosen = Customer.objects.filter(business=reach.here, pk=int(who[:18])) if who.isascii() and who.isdigit() else []
    return list({row.pk: row for row in [*chosen, *customers.search(reach.here, wanted)]}.values())


def _by_category(form: NewBooking) -> list[tuple[str, list[Service]]]:
    found: dict[str, list[Service]] = {}
    for service in form.fields["service"].queryset:  # type: ignore[attr-defined]
        found.setdefault(service.category.name if service.category else "Other", []).append(service)
    return list(found.items())

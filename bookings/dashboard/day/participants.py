"""One appointment with everybody in it: who is here, who joins, who leaves, and the class as a whole."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.dashboard.day import asked
from bookings.dashboard.day.visits import Links, shown
from bookings.dashboard.frame import pages, reading, words
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import Reach, actor
from bookings.models import Appointment, Booking
from businesses import customers
from businesses.forms import Email, PersonName
from businesses.models import Customer

TOO_FEW = "Unfortunately too few people have signed up this time. We are sorry, and hope to see you another time."
TOO_MANY = "It has not so many places left. Say below why they come all the same, or take fewer."
LONGEST_REASON = 500
COMING = (Booking.Status.PENDING, Booking.Status.CONFIRMED, Booking.Status.COMPLETED, Booking.Status.NO_SHOW)


class Joining(forms.Form):
    """Who joins: somebody known, somebody new, or a walk-in without a name."""

    who = forms.ModelChoiceField(Customer.objects.none(), required=False)
    name = PersonName(max_length=200, required=False)
    email = Email(label="E-mail", max_length=254, required=False)
    phone = forms.CharField(max_length=50, required=False)
    party_size = forms.IntegerField(label="People", min_value=1, max_value=10_000, initial=1)
    overbook_reason = forms.CharField(label="Why", max_length=300, required=False)
    token = forms.CharField(max_length=64, required=False)

    def __init__(self, *args: Any, reach: Reach, row: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked.of([row.service])
        if reach.own_staff is None:
            people = Customer.objects.filter(business=reach.here).current()
            self.fields["who"].queryset = people  # type: ignore[attr-defined]

    def order(self, taker: operations.Taker) -> operations.Order:
        """This will give the order; what is typed beside a known customer is this booking's alone."""
        data, known = self.cleaned_data, self.cleaned_data["who"]
        guest = operations.Guest(
            name=data["name"] or (known.full_name if known else ""),
            email=data["email"] or (known.email if known else ""),
            phone=data["phone"] or (known.phone if known else ""),
            customer=known,
        )
        return operations.Order(
            guest,
            taker,
            confirmed=True,
            token=data["token"],
            reason=data["overbook_reason"],
            answers=data["answers"],
        )

    def clean(self) -> dict[str, Any]:
        """This will read what the service asks."""
        return (super().clean() or {}) | {"answers": asked.read(self.asked, self.data)}


def participants(request: HttpRequest, number: int) -> HttpResponse:
    """The page; `?q=` looks for customers. Sent, it adds whoever is typed or chosen."""
    reach, row = within_reach(request, number)
    now = timezone.now()
    if request.method != "POST":
        return _shown(request, reach, row, Joining(reach=reach, row=row), now)
    form = Joining(request.POST, reach=reach, row=row)
    if not form.is_valid():
        return _shown(request, reach, row, form, now, status=400)
    try:
        booking = _joined(request, row, form, now)
    except errors.Refused as error:
        full = isinstance(error, errors.SlotTaken) and row.places - row.places_taken < error.party_size
        form.add_error(None, TOO_MANY if full else words.refusal(error))
        return _shown(request, reach, row, form, now, status=409)
    messages.success(request, f"{booking.guest_name or 'A guest'} joins.")
    return HttpResponseRedirect(page_of(row))


def call_off(request: HttpRequest, number: int) -> HttpResponse:
    """This will call the whole appointment off."""
    _, row = within_reach(request, number)
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    try:
        operations.call_off(appointment=row, now=timezone.now(), by=actor(request), reason=reason)
    except errors.Refused as error:
        messages.warning(request, words.refusal(error))
        return HttpResponseRedirect(page_of(row))
    messages.success(request, f"{row.service.name}, {when(row)}, is called off. Everybody in it is told.")
    return HttpResponseRedirect(_diary_of(row))


def let_be(request: HttpRequest, number: int) -> HttpResponse:
    """This will note that it is held however few come."""
    _, row = within_reach(request, number)
    try:
        operations.let_be(appointment=row, now=timezone.now())
    except errors.Refused as error:
        messages.warning(request, words.refusal(error))
    else:
        messages.success(request, f"{row.service.name}, {when(row)}, is held however few come.")
    back = request.POST.get("next")
    return HttpResponseRedirect(reverse("admin:index") if back == "index" else page_of(row))


def within_reach(request: HttpRequest, number: int) -> tuple[Reach, Appointment]:
    """This will give an appointment of the business, of their own for a staff member; raises `Http404`."""
    reach = pages.only(request, OWNER, MANAGER, STAFF)
    rows = Appointment.objects.filter(business=reach.here, pk=number) if reach.here else Appointment.objects.none()
    if reach.own_staff is not None:
        rows = rows.filter(staff=reach.own_staff)
    row = rows.select_related("business", "service", "staff", "location", "resource").first()
    if row is None:
        raise Http404
    return reach, row


def page_of(row: Appointment) -> str:
    """This will give the address of the page of an appointment."""
    return reverse("admin:participants", args=[row.pk])


def when(row: Appointment) -> str:
    """This will write its start, as it is at the venue."""
    return words.moment(row.starts_at.astimezone(row.business.zone))


def _diary_of(row: Appointment) -> str:
    return f"{reverse('admin:diary')}?day={row.listed_on.isoformat()}"


def _joined(request: HttpRequest, row: Appointment, form: Joining, now: dt.datetime) -> Booking:
    order = form.order(operations.Taker(source="dashboard", by=actor(request)))
    size = form.cleaned_data["party_size"]
    if order.reason.strip() and row.places - row.places_taken < size:
        return operations.overbook(appointment=row, order=order, now=now, party_size=size)
    return operations.join(appointment=row, order=order, now=now, party_size=size, policy=operations.COUNTER)


def _shown(
    request: HttpRequest, reach: Reach, row: Appointment, form: Joining, now: dt.datetime, *, status: int = 200
) -> HttpResponse:
    reader, links, wanted = reading.of(row.business), Links(), request.GET.get("q", "")
    inside = [each for each in queries.visits_in(row) if each.booking.erased_at is None]
    few = queries.is_few(row, now=now)
    context = {
        "row": row,
        "when": when(row),
        "until": words.clock(row.ends_at.astimezone(row.business.zone)),
        "path": request.path,
        "coming": [shown(each, reader, now, links) for each in inside if each.booking.status in COMING],
        "gone": [shown(each, reader, now, links) for each in inside if each.booking.status not in COMING],
        "left": row.places - row.places_taken,
        "may_join": row.live and row.service.is_group,
        "may_change": row.live and row.ends_at > now,
        "few": few,
        "reason": TOO_FEW if few else "",
        "form": form,
        "asked": asked.rows(form.asked, form.data),
        "data": form.data,
        "token": uuid.uuid4().hex,
        "may_search": reach.own_staff is None,
        "searched": wanted,
        "known": customers.search(row.business, wanted) if wanted and reach.own_staff is None else [],
        "can_overbook": status == 409,
        "diary": _diary_of(row),
    }
    return pages.show(request, "admin/participants.html", context, title=row.service.name, status=status)

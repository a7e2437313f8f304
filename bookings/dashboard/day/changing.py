"""Another service, length or person for what is booked, on the booking's own page."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from bookings import errors, operations
from bookings.dashboard.frame import words
from bookings.dashboard.frame.reach import Reach, actor, reach_of
from bookings.models import Booking, Place
from businesses.models import Service, StaffMember

LONGEST = 1440  # minutes, as of a service


class Another(forms.Form):
    """What is done, for how long and by whom."""

    service = forms.ModelChoiceField(Service.objects.none(), empty_label=None)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=LONGEST)
    staff = forms.ModelChoiceField(StaffMember.objects.none(), label="With", empty_label=None)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    status = 400  # of the answer that shows it again

    def __init__(self, *args: Any, booking: Booking, place: Place, number: int, reach: Reach, **kwargs: Any) -> None:
        now = place.appointment
        self.place, self.number, initial = place, number, {"minutes": place.duration_minutes, "seen": booking.sequence}
        initial |= {"service": now.service_id, "staff": now.staff_id}
        super().__init__(*args, initial=initial, auto_id=f"part-{number}-%s", label_suffix="", **kwargs)
        services = Service.objects.filter(business=booking.business, active=True, capacity=1)
        staff = StaffMember.objects.filter(business=booking.business).bookable()
        if reach.own_staff is not None:
            services, staff = services.filter(skills__staff=reach.own_staff), staff.filter(pk=reach.own_staff.pk)
        services |= Service.objects.filter(pk=now.service_id)  # whatever became of them since, they are what was agreed
        staff |= StaffMember.objects.filter(pk=now.staff_id)
        self.fields["service"].queryset, self.fields["staff"].queryset = services.distinct(), staff  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What the operation is asked for: of another service the usual length, unless another one was typed."""
        data = dict(self.cleaned_data)
        if data["service"].pk != self.place.appointment.service_id and data["minutes"] == self.place.duration_minutes:
            data["minutes"] = None
        return data


class Part(NamedTuple):
    """A part of a booking, and the form that makes it another one."""

    place: Place
    form: Another


def parts(booking: Booking, reach: Reach, *, bound: Another | None = None) -> list[Part]:
    """This will give the forms of what can be changed: the open parts that nobody else shares."""
    if booking.status not in Booking.OPEN:
        return []
    found = []
    for number, place in _changeable(booking):
        form = Another(booking=booking, place=place, number=number, reach=reach)
        found.append(Part(place, bound if bound is not None and bound.number == number else form))
    return found


def change(request: HttpRequest, booking: Booking, number: int, sent: Mapping[str, Any]) -> Another | None:
    """This will make a part another one and say so; None: it did, else the form that says why not."""
    place = dict(_changeable(booking)).get(number)
    if place is None:
        raise Http404
    form = Another(sent, booking=booking, place=place, number=number, reach=reach_of(request))
    if not form.is_valid():
        return form
    by, guest = actor(request), booking.guest_name or "Guest"
    try:
        changed = operations.change_part(booking=booking, position=number, now=timezone.now(), by=by, **form.wanted)
    except errors.Refused as error:
        form.add_error(None, words.refusal(error))
        form.status = 409
        return form
    part = [each for each in changed.places.all() if each.live][number]
    if changed.sequence == booking.sequence:
        messages.info(request, f"{guest} has that already. Nothing was changed.")
    else:
        said = f"{guest} has {part.service_name} now, {part.duration_minutes} min with {part.appointment.staff.name}."
        messages.success(request, said)
    return None


def _changeable(booking: Booking) -> Iterator[tuple[int, Place]]:
    """The parts that can be another one, each with its number among those that stand."""
    standing = sorted((place for place in booking.places.all() if place.live), key=lambda place: place.position)
    for number, place in enumerate(standing):
        if place.appointment.places == 1:
            yield number, place

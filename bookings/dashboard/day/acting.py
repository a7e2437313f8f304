"""What one presses about a booking: every press is one operation, and says what came of it."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from bookings import errors, operations
from bookings.dashboard.frame import words
from bookings.dashboard.frame.reach import actor
from bookings.models import Booking

LONGEST_TEXT = 2000
Status = Booking.Status


class Press(NamedTuple):
    """A button: its words, in which states it is there, what it does, and what is said after."""

    label: str
    icon: str
    states: tuple[str, ...]
    verb: Callable[..., Booking]
    done: str
    form: str = ""  # the name of a text that is sent along


PRESSES = {
    "confirm": Press("Confirm", "check", (Status.PENDING,), operations.confirm, "is confirmed"),
    "arrive": Press("Is here", "login", (Status.PENDING, Status.CONFIRMED), operations.arrive, "is marked as here"),
    "not_arrived": Press(
        "Is not here after all",
        "undo",
        (Status.PENDING, Status.CONFIRMED),
        lambda **how: operations.arrive(arrived=False, **how),
        "is no longer marked as here",
    ),
    "complete": Press("Took place", "done_all", (Status.CONFIRMED,), operations.complete, "took place"),
    "no_show": Press("Nobody came", "person_off", (Status.CONFIRMED,), operations.no_show, "is marked as missed"),
    "reopen": Press("Undo", "undo", (Status.COMPLETED, Status.NO_SHOW), operations.reopen, "is confirmed again"),
    "unconfirm": Press(
        "Take the confirmation back", "undo", (Status.CONFIRMED,), operations.unconfirm, "waits for your yes again"
    ),
    "cancel": Press(
        "Cancel", "close", (Status.PENDING, Status.CONFIRMED), operations.cancel, "is cancelled", form="reason"
    ),
    "note": Press("Save the notes", "edit_note", tuple(Status), operations.annotate, "has new notes", "staff_notes"),
}


def presses(booking: Booking) -> dict[str, Press]:
    """This will give what can be pressed about a booking as it is now, by name."""
    hidden = {"note", "arrive" if booking.arrived else "not_arrived"}
    return {name: each for name, each in PRESSES.items() if name not in hidden and booking.status in each.states}


def do(request: HttpRequest, booking: Booking, name: str) -> HttpResponse:
    """This will do what was pressed, say what came of it, and go back to where that was."""
    press = PRESSES.get(name)
    if press is None:
        raise Http404
    sent = {press.form: request.POST.get(press.form, "").strip()} if press.form else {}
    if any(len(text) > LONGEST_TEXT for text in sent.values()):
        messages.error(request, f"Write at most {LONGEST_TEXT} characters. Nothing was changed.")
    else:
        pressed(request, booking, press, now=timezone.now(), **sent)
    return HttpResponseRedirect(back_to(request, booking))


def pressed(request: HttpRequest, booking: Booking, press: Press, *, now: dt.datetime, **sent: str) -> None:
    """This will do what was pressed about one booking, and say what came of it."""
    guest = f"{booking.guest_name or 'Guest'} ({words.moment(booking.starts_at.astimezone(booking.business.zone))})"
    try:
        press.verb(booking=booking, now=now, by=actor(request), **sent)
    except errors.Refused as error:
        messages.warning(request, f"{guest}: {words.refusal(error)}")
    else:
        messages.success(request, f"{guest} {press.done}.")


def back_to(request: HttpRequest, booking: Booking) -> str:
    """This will give the address on which something was pressed, if it is one of ours, else the booking's page."""
    address = request.POST.get("next", "") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/admin/"):
        return address
    return reverse("admin:bookings_booking_change", args=[booking.pk])

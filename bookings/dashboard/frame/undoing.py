"""Undoing a change of the set-up together with what was done to the bookings that it left outside.

What is needed for it is kept in the session of whoever made the change: for ten minutes, and only while nobody has
changed the set-up since.
"""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations
from bookings.dashboard.frame import noting, pages
from bookings.dashboard.frame.navigation import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import actor
from bookings.dashboard.frame.settling import Done
from bookings.models import Booking
from businesses import diary, setup_copy
from businesses.models import Business, StaffMember

KEY, MINUTES = "undo", 10


class Kept:
    """The set-up as it was before a change."""

    def __init__(self, business_id: int) -> None:
        self.business_id, self.rows = business_id, setup_copy.rows_of(business_id)

    def remember(self, request: HttpRequest, *, now: dt.datetime) -> None:
        """This will keep what undoes the change that is being made; called in its transaction."""
        request.session[KEY] = {
            "business": self.business_id,
            "version": diary.versions(self.business_id).get(diary.of_setup(self.business_id)),
            "until": (now + dt.timedelta(minutes=MINUTES)).isoformat(),
            "difference": setup_copy.difference(self.rows, setup_copy.rows_of(self.business_id)),
            "moved": [],
            "cancelled": 0,
        }


def remember_too(request: HttpRequest, done: Done) -> None:
    """This will keep what was done to bookings, to be undone with the change."""
    request.session[KEY] |= {
        "moved": [[each.pk, each.sequence, start.isoformat(), person] for each, start, person in done.moved],
        "cancelled": len(done.cancelled),
    }
    request.session.modified = True


def undo(request: HttpRequest) -> HttpResponse:
    """What would be undone, and the button."""
    here, now = pages.business(request, OWNER, MANAGER, STAFF), timezone.now()  # of their own session each
    kept = request.session.get(KEY)
    if request.method != "POST" or not _put_back(request, kept, here, now):
        context = {"kept": kept if _holds(kept, here, now) else None, "minutes": MINUTES}
        return pages.show(request, "admin/undo.html", context, title="Undo the last change")
    stuck = [pk for pk, *was in kept["moved"] if not _moved_back(request, here, pk, *was, now=now)]
    del request.session[KEY]
    _tell(request, kept, len(stuck))
    return HttpResponseRedirect(reverse("admin:index"))


def _put_back(request: HttpRequest, kept: Any, here: Business, now: dt.datetime) -> bool:
    """Whether the set-up is as it was again; not when somebody changed it since, even a moment ago."""
    if not _holds(kept, here, now):
        return False
    with transaction.atomic():
        diary.lock_everyone(here.pk)
        if not _holds(kept, here, now):
            return False
        watch = noting.Watch(request, here.pk, setup_copy.rows_of(here.pk))
        with watch.watching(), diary.changing(here.pk):
            setup_copy.put_back(here.pk, kept["difference"])
        watch.note(said="Undone.")
    return True


def _holds(kept: Any, here: Business, now: dt.datetime) -> bool:
    return bool(
        kept
        and kept["business"] == here.pk
        and now <= dt.datetime.fromisoformat(kept["until"])
        and kept["version"] == diary.versions(here.pk).get(diary.of_setup(here.pk))
    )


def _moved_back(
    request: HttpRequest, here: Business, pk: int, sequence: int, start: str, person: int, *, now: dt.datetime
) -> bool:
    """Whether a booking is where it was before; not when something else happened to it since."""
    booking = Booking.objects.filter(business=here, pk=pk).with_details().first()
    staff = StaffMember.objects.filter(business=here, pk=person).first()
    if booking is None:
        return False
    alone = sum(place.live for place in booking.places.all()) == 1
    try:
        operations.move(
            booking=booking, starts_at=dt.datetime.fromisoformat(start), staff=staff if alone else None,
            seen=sequence, now=now, by=actor(request),
        )  # fmt: skip
    except errors.Refused:
        return False
    return True


def _tell(request: HttpRequest, kept: Any, stuck: int) -> None:
    back = len(kept["moved"]) - stuck
    said = ["The change is undone: the set-up is as it was."]
    if back:
        said.append(f"{back} booking{' is' if back == 1 else 's are'} back at the old time.")
    messages.success(request, " ".join(said))
    if stuck:
        which = "1 booking" if stuck == 1 else f"{stuck} bookings"
        messages.warning(request, f"{which} could not be moved back: look in the list of bookings.")
    if count := kept["cancelled"]:
        stay = "1 booking stays" if count == 1 else f"{count} bookings stay"
        messages.warning(request, f"{stay} cancelled: what is cancelled has to be booked anew.")

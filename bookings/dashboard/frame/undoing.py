"""Undoing a change of the set-up together with what was done to the bookings that it left outside.

What is needed for it is kept in the session of whoever made the change: for ten minutes, and only while nobody has
changed the set-up since.
"""

import datetime as dt
import time
from collections.abc import Iterable
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
from bookings.dashboard.frame.settling import SECONDS, Done
from bookings.models import Booking
from businesses import diary, setup_copy
from businesses.models import Business, Resource, StaffMember

KEY, MINUTES = "undo", 10
NOTHING = {
    "difference": {"write": "[]", "delete": []},
    "cancelled": 0,
    "rehoused": [],
    "is_back": True,
}  # once the set-up is as it was


class Kept:
    """The set-up as it was before a change."""

    def __init__(self, business_id: int) -> None:
        self.business_id, self.rows = business_id, setup_copy.rows_of(business_id)

    def remember(self, request: HttpRequest, *, now: dt.datetime) -> None:
        """This will keep what undoes the change that is being made; called in its transaction."""
        request.session[KEY] = {
            "business": self.business_id,
            "version": _version(self.business_id),
            "until": (now + dt.timedelta(minutes=MINUTES)).isoformat(),
            "difference": setup_copy.difference(self.rows, setup_copy.rows_of(self.business_id)),
            "moved": [],
            "rehoused": getattr(request, "_rehoused", []),
            "cancelled": 0,
        }


def remember_too(request: HttpRequest, done: Done) -> None:
    """This will keep what was done to bookings, to be undone with the change."""
    request.session[KEY] |= {
        "moved": [[each.pk, each.sequence, start.isoformat(), person] for each, start, person in done.moved],
        "cancelled": len(done.cancelled),
    }
    request.session.modified = True


def note_rehoused(request: HttpRequest, resource: Resource, moved: Iterable[Booking]) -> None:
    """This will have these go back into a resource when the change is undone that is being made."""
    known = [*getattr(request, "_rehoused", []), [resource.pk, [[each.pk, each.sequence] for each in moved]]]
    request._rehoused = known  # type: ignore[attr-defined]


def undo(request: HttpRequest) -> HttpResponse:
    """What would be undone, and the button."""
    here, now = pages.business(request, OWNER, MANAGER, STAFF), timezone.now()  # of their own session each
    kept = request.session.get(KEY)
    if request.method != "POST" or not _put_back(request, kept, here, now):
        context = {"kept": kept if _holds(kept, here, now) else None, "minutes": MINUTES}
        return pages.show(request, "admin/undo.html", context, title="Undo the last change")
    stayed = _all_housed_back(request, here, kept.get("rehoused", []), now=now)
    stuck, late = _all_moved_back(request, here, kept["moved"], now=now)
    _tell(request, kept, stuck, len(late))
    _tell_of_rooms(request, kept, stayed)
    if late:
        request.session[KEY] = kept | NOTHING | {"moved": late, "version": _version(here.pk)}
        return HttpResponseRedirect(reverse("admin:undo"))
    del request.session[KEY]
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
        and kept["version"] == _version(here.pk)
    )


def _all_housed_back(request: HttpRequest, here: Business, rehoused: list[Any], *, now: dt.datetime) -> int:
    """How many stay in the room to which they were moved."""
    stayed = 0
    for key, moved in rehoused:
        resource, back = Resource.objects.filter(business=here, pk=key).first(), list[Booking]()
        if resource:
            back = operations.house_back(resource=resource, moved=dict(moved), now=now, by=actor(request))
        stayed += len(moved) - len(back)
    return stayed


def _all_moved_back(
    request: HttpRequest, here: Business, moved: list[list[Any]], *, now: dt.datetime
) -> tuple[int, list[list[Any]]]:
    """How many could not be moved back, and those for which there was no time: a page cannot take for ever."""
    stuck, end = 0, time.monotonic() + SECONDS
    for place, (pk, *was) in enumerate(moved):
        if time.monotonic() > end:
            return stuck, moved[place:]
        stuck += not _moved_back(request, here, pk, *was, now=now)
    return stuck, []


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


def _tell_of_rooms(request: HttpRequest, kept: Any, stayed: int) -> None:
    back = sum(len(moved) for _, moved in kept.get("rehoused", [])) - stayed
    if back:
        which = "1 booking is" if back == 1 else f"{back} bookings are"
        messages.success(request, f"{which} back in the room, or with the equipment, of before.")
    if stayed:
        which = "1 booking stays" if stayed == 1 else f"{stayed} bookings stay"
        messages.warning(request, f"{which} where the change had put it, as something else happened since.")


def _version(business_id: int) -> int | None:
    return diary.versions(business_id).get(diary.of_setup(business_id))


def _tell(request: HttpRequest, kept: Any, stuck: int, late: int) -> None:
    back = len(kept["moved"]) - stuck - late
    said = ["The change is undone: the set-up is as it was."]
    if back:
        said.append(f"{back} booking{' is' if back == 1 else 's are'} back at the old time.")
    messages.success(request, " ".join(said))
    if stuck:
        which = "1 booking" if stuck == 1 else f"{stuck} bookings"
        messages.warning(request, f"{which} could not be moved back: look in the list of bookings.")
    if late:
        which = "1 booking" if late == 1 else f"{late} bookings"
        messages.warning(request, f"There was no time for {which}. Press the button again to go on.")
    if count := kept["cancelled"]:
        stay = "1 booking stays" if count == 1 else f"{count} bookings stay"
        messages.warning(request, f"{stay} cancelled: what is cancelled has to be booked anew.")

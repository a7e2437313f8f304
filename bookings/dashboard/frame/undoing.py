"""Undoing a change of the set-up together with what was done to the bookings that it left outside.

What is needed for it is kept in the session of whoever made the change: for ten minutes, and only while nobody has
changed the set-up since.
"""

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bookings import operations, queries
from bookings.dashboard.frame import noting, pages, rearranging
from bookings.dashboard.frame.navigation import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import actor
from bookings.models import Booking, Rearrangement
from bookings.queries import Chosen, Rearranged
from businesses import diary, setup_copy
from businesses.models import Business, Resource

KEY, MINUTES = "undo", 10
TRIES, PAUSE = 40, 0.1  # seconds, for whoever is at work with a booking


class Kept:
    """The set-up as it was before a change."""

    def __init__(self, business_id: int) -> None:
        self.business_id, self.rows = business_id, setup_copy.rows_of(business_id)

    def remember(self, request: HttpRequest, begun: Rearrangement, *, now: dt.datetime) -> None:
        """This will keep what undoes the change that is being made, and what is begun with it; called in its
        transaction."""
        request.session[KEY] = {
            "business": self.business_id,
            "version": _version(self.business_id),
            "until": (now + dt.timedelta(minutes=MINUTES)).isoformat(),
            "difference": setup_copy.difference(self.rows, setup_copy.rows_of(self.business_id)),
            "rearrangement": begun.pk,
            "rehoused": getattr(request, "_rehoused", []),
        }


def note_rehoused(request: HttpRequest, resource: Resource, moved: Iterable[Booking]) -> None:
    """This will have these go back into a resource when the change is undone that is being made."""
    known = [*getattr(request, "_rehoused", []), [resource.pk, [[each.pk, each.sequence] for each in moved]]]
    request._rehoused = known  # type: ignore[attr-defined]


def undo(request: HttpRequest) -> HttpResponse:
    """What would be undone, and the button."""
    here, now = pages.business(request, OWNER, MANAGER, STAFF), timezone.now()  # of their own session each
    kept = request.session.get(KEY)
    if request.method != "POST" or not _put_back(request, kept, here, now):
        context = {"minutes": MINUTES}
        if _holds(kept, here, now):
            context |= {"kept": kept, "done": queries.rearranged(_begun(here, kept))}
        return pages.show(request, "admin/undo.html", context, title="Undo the last change")
    del request.session[KEY]
    messages.success(request, "The change is undone: the set-up is as it was.")
    _house_back(request, here, kept["rehoused"], now)
    done = _stopped(_begun(here, kept))
    if count := len(done.cancelled):
        stay = "1 booking stays" if count == 1 else f"{count} bookings stay"
        messages.warning(request, f"{stay} cancelled: what is cancelled has to be booked anew.")
    return _moved_back(request, here, done.moved, now)


def _house_back(request: HttpRequest, here: Business, rehoused: Sequence[Any], now: dt.datetime) -> None:
    """Into the rooms of before; not what something else happened to since."""
    back, stayed = 0, 0
    for key, moved in rehoused:
        resource, housed = Resource.objects.filter(business=here, pk=key).first(), list[Booking]()
        if resource:
            housed = operations.house_back(resource=resource, moved=dict(moved), now=now, by=actor(request))
        back, stayed = back + len(housed), stayed + len(moved) - len(housed)
    if back:
        which = "1 booking is" if back == 1 else f"{back} bookings are"
        messages.success(request, f"{which} back in the room, or with the equipment, of before.")
    if stayed:
        which = "1 booking stays" if stayed == 1 else f"{stayed} bookings stay"
        messages.warning(request, f"{which} where the change had put it, as something else happened since.")


def _moved_back(request: HttpRequest, here: Business, moved: Sequence[Chosen], now: dt.datetime) -> HttpResponse:
    """To where they were; not what something else happened to since."""
    front = HttpResponseRedirect(reverse("admin:index"))
    if not moved:
        return front
    lines = [line._replace(sequence=line.sequence + 1, deed=Rearrangement.Deed.BACK) for line in moved]
    begun = operations.begin_rearranging(business=here, lines=lines, now=now, by=actor(request))
    return rearranging.carry_on(request, begun, front)


def _begun(here: Business, kept: Any) -> Rearrangement:
    return get_object_or_404(Rearrangement, business=here, pk=kept["rearrangement"])


def _stopped(begun: Rearrangement) -> Rearranged:
    """What came of it, once nobody goes on with it: whoever is at work finishes the booking that they are at."""
    for _ in range(TRIES):
        if operations.stop_rearranging(rearrangement=begun, now=timezone.now()):
            break
        time.sleep(PAUSE)
    return queries.rearranged(begun)


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


def _version(business_id: int) -> int | None:
    return diary.versions(business_id).get(diary.of_setup(business_id))

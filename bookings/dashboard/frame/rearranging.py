"""Bookings that go elsewhere after a change of the set-up, or back: done at once, or turn by turn, and told.

Many take longer than one request may. So a turn of some seconds is done at a time, by this page, or by the worker when
nobody looks.
"""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from bookings import operations, queries
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.navigation import MANAGER, OWNER, STAFF
from bookings.dashboard.frame.reach import actor
from bookings.models import Booking, Rearrangement
from bookings.queries import Chosen

TURN = 4.0  # seconds
NAMED = 5  # bookings that a message names
State, BACK = Rearrangement.State, Rearrangement.Deed.BACK


def carry_on(request: HttpRequest, rearrangement: Rearrangement, leads_to: HttpResponse) -> HttpResponse:
    """This will do a turn. When that was all of it, it is told on the page to which the change leads; else the page
    that goes on with it is next."""
    after = operations.carry_on_rearranging(rearrangement=rearrangement, now=timezone.now(), seconds=TURN)
    if after.state == State.RUNNING:
        return HttpResponseRedirect(reverse("admin:rearranging", args=[after.pk]))
    tell(request, after)
    return leads_to


@require_http_methods(["GET", "HEAD", "POST"])
def rearranging(request: HttpRequest, key: int) -> HttpResponse:
    """How far it is; each `POST` is one more turn. Whoever began it sees it."""
    here = pages.business(request, OWNER, MANAGER, STAFF)
    rows = Rearrangement.objects.filter(business=here, by=actor(request)).select_related("business")
    current = get_object_or_404(rows, pk=key)
    if request.method == "POST":
        return carry_on(request, current, HttpResponseRedirect(request.path))
    found = queries.rearranged(current)
    context = {
        "current": current,
        "is_running": current.state == State.RUNNING,
        "total": len(current.lines),
        "done": len(current.lines) - len(found.waiting),
        "said": Outcome(current).said(),
        "stuck": _bookings(found.stuck),
        "moved": _bookings(found.moved),
        "is_back": _is_back(current),
    }
    return pages.show(request, "admin/rearranging.html", context, title="Bookings that go elsewhere")


def tell(request: HttpRequest, rearrangement: Rearrangement) -> None:
    """This will say what came of it, and offer to undo it."""
    outcome = Outcome(rearrangement)
    if said := outcome.said():
        if _is_back(rearrangement):
            messages.success(request, said)
        else:
            offer = '{} <a class="underline" href="{}">Undo all of it</a>'
            messages.success(request, format_html(offer, said, reverse("admin:undo")))
    if stuck := outcome.said_of_stuck():
        messages.warning(request, stuck)


class Outcome:
    """What came of a rearrangement, in words."""

    def __init__(self, rearrangement: Rearrangement) -> None:
        self.is_back, self.found = _is_back(rearrangement), queries.rearranged(rearrangement)

    def said(self) -> str:
        """What was done."""
        kept, moved, cancelled, *_ = self.found
        if self.is_back:
            is_are = "is" if len(moved) == 1 else "are"
            return f"{_count(moved)} {is_are} back at the old time." if moved else ""
        named = [f"{_named(each)} with {each.staff.name}" for each in _bookings(moved[:NAMED])]
        gone = [_named(each) for each in _bookings(cancelled[:NAMED])]
        as_before = "stays as it was" if len(kept) == 1 else "stay as they were"
        said = [f"{_count(kept)} {as_before}."] if kept else []
        said += _sentence(moved, "moved", named) + _sentence(cancelled, "cancelled", gone)
        return " ".join(said)

    def said_of_stuck(self) -> str:
        """What could not be done; empty: nothing."""
        stuck = self.found.stuck
        if not stuck:
            return ""
        if self.is_back:
            return f"{_count(stuck)} could not be moved back: look in the list of bookings."
        named = _few([_named(each) for each in _bookings(stuck[:NAMED])], len(stuck))
        why = "These could not be moved or cancelled, or something else happened to them meanwhile"
        return f"{why}: {named}. Look at them, and call the guests if need be."


def _is_back(rearrangement: Rearrangement) -> bool:
    return any(line.deed == BACK for line in queries.lines_of(rearrangement))


def _bookings(lines: Sequence[Chosen]) -> list[Booking]:
    rows = Booking.objects.filter(pk__in=[line.booking for line in lines]).with_details()
    found = {each.pk: each for each in rows}
    return [found[line.booking] for line in lines if line.booking in found]


def _sentence(lines: Sequence[Chosen], what: str, named: Sequence[str]) -> list[str]:
    if not lines:
        return []
    return [f"{_count(lines)} {'is' if len(lines) == 1 else 'are'} {what}: {_few(named, len(lines))}."]


def _count(lines: Sequence[Chosen]) -> str:
    return "1 booking" if len(lines) == 1 else f"{len(lines)} bookings"


def _few(named: Sequence[str], count: int) -> str:
    more = count - len(named)
    return "; ".join([*named, *([f"{more} more"] if more > 0 else [])])


def _named(booking: Booking) -> str:
    return f"{booking.guest_name or 'Guest'}, {words.moment(booking.starts_at.astimezone(booking.business.zone))}"

"""Why a booking was not moved, cancelled or confirmed, at an address that can be gone back to and reloaded."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from bookings import errors
from bookings.wizard import refusals
from bookings.wizard.moves import Moves
from bookings.wizard.own import Own, by_link_to_change

CHANGED = (errors.WrongStatus, errors.ChangedMeanwhile)  # somebody else was faster: the page shows what they did


@require_safe
@by_link_to_change
def not_done(own: Own) -> HttpResponse:
    """This will say what was refused, and what would work; a time that is free again leads back to the last look."""
    kind = refusals.kind_named(own.request.GET.get("why", ""))
    if kind is None:
        return own.seen()
    words, start = refusals.words_of(kind), own.choices.start
    context: dict[str, Any] = {"words": words}
    if issubclass(kind, CHANGED):
        context["changed"] = own.booking
    elif issubclass(kind, errors.SlotTaken) and start is not None and own.is_open:
        sought = Moves(own).sought
        if sought.is_free(start):
            return HttpResponseRedirect(own.to("own_move", start=start, staff=own.choices.staff))
        context["times"] = sought.nearest(start)
    return own.page("wizard/not_done.html", context, status=words.status)

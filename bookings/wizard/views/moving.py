"""Another time for a booking: the same dates and times as for a new one, and one more look before it moves."""

import datetime as dt

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings import errors, operations, queries
from bookings.wizard import deeds, zones
from bookings.wizard.moves import Moves
from bookings.wizard.own import BY, Own, by_link_to_change


@csrf_exempt  # the link itself is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
@by_link_to_change
def move(own: Own) -> HttpResponse:
    """This will show other times, then the two times side by side, and by POST move the booking."""
    if not own.is_open:
        return own.seen()
    if own.request.method == "POST":
        return _moved(own)
    if not own.can_change:
        return own.refusal(errors.TooLate(until=own.until))
    starts_at = own.choices.start
    if starts_at is not None and starts_at != own.booking.starts_at:
        return own.page("wizard/move_check.html", _last_look(own, starts_at))
    moves = Moves(own)
    hindrance = moves.hindrance()
    if hindrance:
        return own.page("wizard/move.html", {"hindrance": hindrance})
    calendar = moves.calendar()
    leads = [] if calendar.soon else [(gettext("Book something else"), own.to_business)]
    return own.page("wizard/move.html", {"calendar": calendar, "zone": _zone(own), "leads": leads})


def _last_look(own: Own, starts_at: dt.datetime) -> dict[str, object]:
    """What changes, what stays, and until when it can be changed again."""
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=own.booking.duration_minutes),
        "there": own.elsewhere(starts_at),
        "after": Moves(own).after(starts_at),
        "until": queries.last_change(own.business, starts_at),
        "is_last": not queries.is_in_time(own.business, starts_at, now=own.now),
        "other_times": own.to("own_move", staff=own.choices.staff, date=starts_at.astimezone(own.business.zone).date()),
    }


def _moved(own: Own) -> HttpResponse:
    starts_at, seen = own.choices.start, own.request.POST.get("sequence", "")
    if starts_at is None:
        return HttpResponseRedirect(own.to("own_move"), status=303)
    moves = Moves(own)
    try:
        operations.move(
            booking=own.booking,
            starts_at=starts_at,
            now=own.now,
            by=BY,
            staff=moves.instead,
            location_id=moves.wanted.location_id,
            policy=operations.GUEST,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
        )
    except errors.Refused as error:
        return own.refusal(error)
    return own.seen(deeds.MOVED)


def _zone(own: Own) -> zones.Line:
    choose, here = (own.choices.to(name, own.token) for name in ("own_move_city", "own_move"))
    return zones.line(own.reader, own.zone, choose=choose, here=here)

"""Another time for a booking: the same dates and times as for a new one, and one more look before it moves."""

import datetime as dt

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings import errors, operations, queries
from bookings.wizard import calendars, zones
from bookings.wizard.own import BY, OPEN, Own, by_link_to_change
from bookings.wizard.sought import Sought


@csrf_exempt  # the link itself is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
@by_link_to_change
def move(own: Own) -> HttpResponse:
    """This will show other times, then the two times side by side, and by POST move the booking."""
    if own.booking.status not in OPEN:
        return own.seen()
    if own.request.method == "POST":
        return _moved(own)
    if not own.can_change:
        return own.refusal(errors.TooLate(until=own.until))
    starts_at = own.choices.start
    if starts_at is not None and starts_at != own.booking.starts_at:
        context = {
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=own.booking.duration_minutes),
            "there": own.elsewhere(starts_at),
            "other_times": own.to("own_move", date=starts_at.astimezone(own.business.zone).date()),
        }
        return own.page("wizard/move_check.html", context)
    calendar = _calendar(own)
    leads = [] if calendar.soon else [(gettext("Book something else"), own.to_business)]
    return own.page("wizard/move.html", {"calendar": calendar, "zone": _zone(own), "leads": leads})


def _moved(own: Own) -> HttpResponse:
    starts_at, seen = own.choices.start, own.request.POST.get("sequence", "")
    if starts_at is None:
        return HttpResponseRedirect(own.to("own_move"), status=303)
    try:
        operations.move(
            booking=own.booking,
            starts_at=starts_at,
            now=own.now,
            by=BY,
            location_id=_wanted(own).location_id,
            policy=operations.GUEST,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
        )
    except errors.Refused as error:
        return own.refusal(error)
    address = own.to("own_booking")
    return HttpResponseRedirect(address + ("&" if "?" in address else "?") + "done=moved", status=303)


def _calendar(own: Own) -> calendars.Calendar:
    booking, choices = own.booking, own.choices
    stages = queries.stages_of(booking)
    people = {stage.staff for stage in stages}
    person = people.pop() if len(people) == 1 else None
    return calendars.calendar(
        Sought(queries.house(own.business), stages, _wanted(own), own.now),
        date=choices.date,
        month=choices.month,
        manner=calendars.Manner(
            reader=own.reader,
            href=lambda **changes: choices.but(start=None, **changes).to("own_move", own.token),
            own=own.elsewhere,
            duration_minutes=booking.duration_minutes,
            person=person.name if person and own.business.show_staff_selection else "",
            shares=booking.service.is_group,
        ),
    )


def _wanted(own: Own) -> queries.Wanted:
    """Whoever is free at the same place for a guest who had chosen anyone; else those whom they had chosen."""
    booking = own.booking
    anyone = any(place.any_staff for place in booking.parts)
    return queries.Wanted(None, booking.party_size, booking, booking.location.pk if anyone else None)


def _zone(own: Own) -> zones.Line:
    choose, here = (own.choices.to(name, own.token) for name in ("own_move_city", "own_move"))
    return zones.line(own.reader, own.zone, choose=choose, here=here)

"""A guest's own booking: whoever has its link may see and cancel it. No GET changes anything."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bookings import errors, operations, queries
from bookings.models import Booking, Series
from bookings.notifications import calendar as calendar_files
from bookings.wizard import again, deeds, mine
from bookings.wizard.courses import course_of, takes_others_with_it
from bookings.wizard.own import BY, Own, by_link, by_link_to_change

LONGEST_REASON = 500


@require_safe
@by_link
def booking(own: Own) -> HttpResponse:
    """This will show a booking; right after it was made, moved or cancelled with a word about that."""
    is_open = own.is_open
    context = {
        "course": course_of(own),
        "deed": deeds.deed_of(own),
        "first_name": "" if own.read_only else next(iter(own.booking.guest_name.split()), ""),
        "ics": own.to("own_calendar"),
        "google": calendar_files.google_link(own.booking, url=own.url, reader=own.reader),
        "same_again": again.address_of(own.booking, own.choices.visit),
        "again": own.to_business if own.business.active else "",
        "outlook": calendar_files.outlook_link(own.booking, url=own.url, reader=own.reader),
        "is_open": is_open,
        "is_over": own.booking.ends_at <= own.now,
        "is_coming": is_open and own.booking.ends_at > own.now,
        "last_day": own.reader.day(own.reader.date_of(queries.link_ends_at(own.booking))),
    }
    response = own.page("wizard/booking.html", context)
    mine.keep_seen(own.request, response, own.booking)
    return response


@require_safe
@by_link
def calendar_file(own: Own) -> HttpResponse:
    """This will give the booking as a file for calendar programs."""
    content = calendar_files.entries([own.entry], reader=own.reader, now=own.now)
    response = HttpResponse(content, content_type=calendar_files.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{own.booking.code}.ics"'
    return response


@csrf_exempt  # the link itself is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
@by_link_to_change
def cancel(own: Own) -> HttpResponse:
    """This will ask whether the booking is to be cancelled, and by POST cancel it; twice is as once."""
    if own.booking.status == Booking.Status.CANCELLED:
        return own.seen()
    if own.request.method != "POST":
        context = {"longest_reason": LONGEST_REASON, "after": takes_others_with_it(own) and Series.Scope.AFTER}
        return own.page("wizard/cancel.html", context)
    reason = own.request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
    after = own.request.POST.get("scope") == Series.Scope.AFTER
    how = {"now": own.now, "by": BY, "reason": reason, "policy": operations.GUEST}
    try:
        if after:
            operations.cancel_series(booking=own.booking, scope=Series.Scope.AFTER, **how)
        else:
            operations.cancel(booking=own.booking, **how)
    except errors.Refused as error:
        return own.refusal(error)
    return own.seen(deeds.CANCELLED)

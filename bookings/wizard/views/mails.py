"""What the links of mails lead to: “I’ll be there”, the same once more, no more mails. Only a POST does anything."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bookings import errors, operations, queries
from bookings.models import Booking
from bookings.notifications import refusals
from bookings.wizard import again
from bookings.wizard.own import BY, Own, by_link, by_link_to_change, privately, unknown
from businesses.models import ReminderRule


@csrf_exempt  # the link itself is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
@by_link_to_change
def attend(own: Own) -> HttpResponse:
    """This will ask whether the guest comes, and by POST confirm a pending booking where a reminder asks for that."""
    asks = ReminderRule.objects.filter(business=own.business, asks_attendance=True, active=True).exists()
    if own.booking.status != Booking.Status.PENDING or not asks:
        return own.seen()
    if own.request.method != "POST":
        return own.page("wizard/attend.html", {})
    try:
        operations.confirm(booking=own.booking, now=own.now, by=BY)
    except errors.Refused as error:
        return own.refusal(error)
    return own.seen()


@require_safe
@by_link
def book_again(own: Own) -> HttpResponse:
    """This will lead to the dates of the same services with the same people, else to whatever can be booked by then."""
    if not own.business.active:
        return own.seen()
    return HttpResponseRedirect(again.address_of(own.booking, own.choices.visit) or own.to_business)


@csrf_exempt  # mail programs post here by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@privately
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """This will ask, and by POST keep, that a guest wants no mail beyond what their bookings need."""
    booking = queries.booking_by_stop(token)
    if booking is None:
        return unknown(request)
    done = request.method == "POST"
    if done and booking.guest_email:
        refusals.refuse(booking.business, booking.guest_email)
    return Own(request, token, booking).page("wizard/unsubscribe.html", {"unsubscribed": done})

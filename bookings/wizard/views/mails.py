"""What the links of mails lead to: “I’ll be there”, and no more mails. Only a POST does anything."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings import errors, operations
from bookings.models import Booking
from bookings.notifications import refusals
from bookings.wizard.views.own import BY, opened, unknown
from businesses.models import ReminderRule


@csrf_exempt  # the link itself is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest, token: str) -> HttpResponse:
    """This will ask whether the guest comes, and by POST confirm a pending booking where a reminder asks for that."""
    own = opened(request, token)
    if own is None:
        return unknown(request)
    asks = ReminderRule.objects.filter(business=own.business, asks_attendance=True, active=True).exists()
    if own.booking.status != Booking.Status.PENDING or not asks:
        return HttpResponseRedirect(own.to("own_booking"), status=303 if request.method == "POST" else 302)
    if request.method != "POST":
        return own.page("wizard/attend.html", {})
    try:
        operations.confirm(booking=own.booking, now=own.now, by=BY)
    except errors.Refused as error:
        return own.refusal(error)
    return HttpResponseRedirect(own.to("own_booking"), status=303)


@csrf_exempt  # mail programs post here by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """This will ask, and by POST keep, that a guest wants no mail beyond what their bookings need."""
    own = opened(request, token)
    if own is None:
        return unknown(request)
    done = request.method == "POST"
    if done and own.booking.guest_email:
        refusals.refuse(own.business, own.booking.guest_email)
    return own.page("wizard/unsubscribe.html", {"unsubscribed": done})

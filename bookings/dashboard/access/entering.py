"""The one point at which somebody comes in: whatever was asked of them was right, and the session begins."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bookings.dashboard.access import browsers
from bookings.dashboard.frame import noting, sitting
from businesses import account_mail, addresses, limits, security_log
from businesses.models import User


def enter(request: HttpRequest, user: User, answer: HttpResponse, *, by_factor: bool) -> HttpResponse:
    """This will sign somebody in and give the answer, by which the browser is known to them from now on.

    Somebody who has been here before, but never in this browser, is told so by mail.
    """
    is_new_device = user.last_login is not None and not browsers.known(request, user)
    sitting.begin(request, user, by_factor=by_factor)
    security_log.note("signed in", request, by="factor" if by_factor else "password")
    noting.note_account(request, "Signed in with a second factor." if by_factor else "Signed in with the password.")
    browsers.keep(request, answer, user)
    if is_new_device:
        now, network = timezone.now(), addresses.networks(request.META.get("REMOTE_ADDR", "")).near
        with suppress(limits.Exceeded):
            limits.take(limits.DEVICE_MAILS, str(user.pk), now=now)
            account_mail.ask_new_device(user, network, now=now)
    return answer

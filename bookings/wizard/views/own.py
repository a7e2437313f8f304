"""A guest's own booking: whoever has its link may see, move and cancel it. No GET changes anything."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bookings import errors, operations, queries
from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications import calendar as calendar_files
from bookings.wizard import languages, refusals
from bookings.wizard.pages import show
from bookings.wizard.steps import Choices
from businesses.models import Business

BY = "guest"
LONGEST_REASON = 500
TYPED = ("sequence", "reason")
OPEN = (Booking.Status.PENDING, Booking.Status.CONFIRMED)


class Own:
    """A booking opened by its link, and how its guest reads it."""

    def __init__(self, request: HttpRequest, token: str, booking: Booking) -> None:
        self.request, self.token, self.booking = request, token, booking
        self.business: Business = booking.business
        self.now = timezone.now()
        self.reader: Reader = languages.speak(request, self.business, preferred=booking.guest_language)
        self.choices = Choices.of(request)

    def to(self, name: str, **changes: Any) -> str:
        """This will give the address of one of this booking's pages."""
        return self.choices.visit.but(**changes).to(name, self.token)

    def elsewhere(self, instant: dt.datetime) -> Reader | None:
        """This will give the guest's own clock; None: it shows the venue's time at that instant, or is not known."""
        zone = Choices.read_zone(self.choices.tz or self.booking.guest_timezone)
        return self.reader.elsewhere(zone, instant) if zone else None

    @property
    def own_reader(self) -> Reader | None:
        """The guest's own clock, when it shows another time for the booking."""
        return self.elsewhere(self.booking.starts_at)

    @property
    def url(self) -> str:
        """The address of the booking for mails and calendars."""
        return settings.PUBLIC_URL + reverse("own_booking", args=[self.token])

    @property
    def until(self) -> dt.datetime:
        """Up to when its guest may move or cancel it."""
        return self.booking.starts_at - dt.timedelta(minutes=self.business.cancel_notice_minutes)

    @property
    def can_change(self) -> bool:
        """Whether its guest may still move or cancel it."""
        in_time = self.now <= self.until and self.now < self.booking.starts_at
        return self.booking.status in OPEN and in_time

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """This will answer with a page that nobody keeps and that tells no other site its address."""
        addresses = {"back": self.to("own_booking"), "move": self.to("own_move"), "cancel": self.to("own_cancel")}
        shown = {
            "own": self,
            "booking": self.booking,
            "where": calendar_files.where(self.booking),
            **addresses,
            **context,
        }
        response = show(
            self.request, template, shown, business=self.business, reader=self.reader, status=status, private=True
        )
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    def refusal(self, error: errors.Refused) -> HttpResponse:
        """This will say why something was not done, and what would work; nothing typed is lost."""
        words = refusals.words_for(error)
        context: dict[str, Any] = {"words": words}
        if isinstance(error, errors.SlotTaken):
            context["times"] = error.alternatives
        elif isinstance(
            error, errors.WrongStatus | errors.ChangedMeanwhile
        ):  # somebody else was faster: the page shows what they did
            self.booking = context["changed"] = queries.booking_by_link(self.token) or self.booking
        elif isinstance(error, errors.Busy):
            context["again"] = [(name, self.request.POST[name]) for name in TYPED if name in self.request.POST]
        response = self.page("wizard/not_done.html", context, status=words.status)
        if isinstance(error, errors.Busy):
            response["Retry-After"] = "2"
        return response


@require_safe
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """This will show a booking; right after it was made, moved or cancelled with a word about that."""
    own = opened(request, token)
    if own is None:
        return unknown(request)
    url = own.url
    context = {
        "done": request.GET.get("done", ""),
        "first_name": next(iter(own.booking.guest_name.split()), ""),
        "ics": own.to("own_calendar"),
        "google": calendar_files.google_link(own.booking, url=url, reader=own.reader),
        "again": own.choices.visit.to("business", own.business.slug),
        "outlook": calendar_files.outlook_link(own.booking, url=url, reader=own.reader),
        "is_open": own.booking.status in OPEN,
        "is_over": own.booking.ends_at <= own.now,
    }
    return own.page("wizard/booking.html", context)


@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """This will give the booking as a file for calendar programs."""
    own = opened(request, token)
    if own is None:
        return unknown(request)
    content = calendar_files.entry(own.booking, url=own.url, reader=own.reader, now=own.now)
    response = HttpResponse(content, content_type=calendar_files.CONTENT_TYPE)
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = f'attachment; filename="{own.booking.code}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@csrf_exempt  # the link itself is the proof; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """This will ask whether the booking is to be cancelled, and by POST cancel it; twice is as once."""
    own = opened(request, token)
    if own is None:
        return unknown(request)
    if own.booking.status == Booking.Status.CANCELLED:
        return HttpResponseRedirect(own.to("own_booking"), status=303 if request.method == "POST" else 302)
    if request.method != "POST":
        return own.page("wizard/cancel.html", {"longest_reason": LONGEST_REASON})
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
    try:
        operations.cancel(booking=own.booking, now=own.now, by=BY, reason=reason, policy=operations.GUEST)
    except errors.Refused as error:
        return own.refusal(error)
    return HttpResponseRedirect(own.to("own_booking"), status=303)


def opened(request: HttpRequest, token: str) -> Own | None:
    """This will open a booking by the token of a link; None: the link opens nothing any more."""
    found = queries.booking_by_link(token)
    return Own(request, token, found) if found else None


def unknown(request: HttpRequest) -> HttpResponse:
    """This will say that a link opens no booking, whatever the reason."""
    house = Business(language="en", country="", timezone="UTC")
    reader = languages.speak(request, house)
    return show(request, "wizard/unknown_link.html", {}, reader=reader, status=404, private=True)

"""A guest's own booking, opened by its link: how its pages are made, and what a link that opens nothing is told."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, queries
from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications import calendar as calendar_files
from bookings.notifications import directions
from bookings.wizard import languages, refusals
from bookings.wizard.pages import show
from bookings.wizard.stages import Row, rows_of
from bookings.wizard.steps import Choices
from businesses.models import Business

BY = "guest"
TYPED = ("sequence", "reason", "scope")
# Nobody keeps these pages or finds them by a search, and no other site hears their address.
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Cache-Control": "private, no-store"}


class Own:
    """A booking opened by its link, and how its guest reads it."""

    def __init__(self, request: HttpRequest, token: str, booking: Booking) -> None:
        self.request, self.token, self.booking = request, token, booking
        self.business: Business = booking.business
        self.now = timezone.now()
        self.reader: Reader = languages.speak(request, self.business, preferred=queries.language_known_of(booking))
        self.choices = Choices.of(request)

    def to(self, name: str, **changes: Any) -> str:
        """This will give the address of one of this booking's pages."""
        return self.choices.visit.but(**changes).to(name, self.token)

    def seen(self, done: str = "") -> HttpResponse:
        """This will lead to the page of the booking; `done` is one of `deeds`, of which it has a word to say."""
        status = 303 if self.request.method == "POST" else 302
        address = self.to("own_booking")
        if done:
            address += f"{'&' if '?' in address else '?'}done={done}"
        return HttpResponseRedirect(address, status=status)

    @property
    def to_business(self) -> str:
        """The address at which to book once more."""
        return self.choices.visit.to("business", self.business.slug)

    @property
    def zone(self) -> str:
        """The guest's own time zone: of this address, else of when they booked; "" when it is not known."""
        return Choices.read_zone(self.choices.tz or self.booking.guest_timezone)

    def elsewhere(self, instant: dt.datetime) -> Reader | None:
        """This will give the guest's own clock; None: it shows the venue's time at that instant, or is not known."""
        return self.reader.elsewhere(self.zone, instant)

    @property
    def own_reader(self) -> Reader | None:
        """The guest's own clock, when it shows another time for the booking."""
        return self.elsewhere(self.booking.starts_at)

    @property
    def url(self) -> str:
        """The address of the booking for mails and calendars."""
        return settings.PUBLIC_URL + reverse("own_booking", args=[self.token])

    @property
    def entry(self) -> calendar_files.Entry:
        """The booking in its guest's calendar."""
        return calendar_files.Entry(self.booking, calendar_files.Guest(lambda _: self.url))

    @property
    def rows(self) -> list[Row]:
        """The services of a visit; nothing where there is only one."""
        rows = rows_of(self.booking)
        return rows if len(rows) > 1 else []

    @property
    def prices(self) -> list[Decimal | None]:
        """What each of them costs."""
        return [row.prices[0] for row in self.rows]

    @property
    def videos(self) -> tuple[str, ...]:
        """The addresses at which it is held by video, from when on its guest is told."""
        return self._meeting.told(self.now) if self._meeting else ()

    @property
    def videos_from(self) -> dt.datetime | None:
        """When they are told, where that is still to come."""
        return self._meeting.told_later(self.now) if self._meeting else None

    @property
    def _meeting(self) -> queries.Meeting | None:
        return queries.meeting(self.booking)

    @property
    def is_open(self) -> bool:
        """Whether it is asked for or agreed, and nobody has said yet what became of it."""
        return self.booking.status in Booking.OPEN

    @property
    def until(self) -> dt.datetime:
        """Up to when its guest may move or cancel it."""
        return queries.changeable_until(self.booking)

    @property
    def read_only(self) -> bool:
        """Whether the visit is so long over that the link shows it and does nothing any more."""
        return queries.link_is_read_only(self.booking, now=self.now)

    @property
    def can_change(self) -> bool:
        """Whether its guest may still move or cancel it."""
        return queries.may_be_changed(self.booking, now=self.now)

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """This will answer with a page of this booking."""
        addresses = {"back": self.to("own_booking"), "move": self.to("own_move"), "cancel": self.to("own_cancel")}
        shown = {
            "own": self,
            "booking": self.booking,
            "where": directions.directions_of(self.booking),
            **addresses,
            **context,
        }
        return show(self.request, template, shown, business=self.business, reader=self.reader, status=status)

    def refusal(self, error: errors.Refused) -> HttpResponse:
        """This will say why something was not done: a form leads to an address that says so, with what would work.

        Where nothing was decided the same form can be sent again, with all that was typed.
        """
        is_busy = isinstance(error, errors.Busy)
        if self.request.method == "POST" and not is_busy:
            choices = self.choices
            address = self.to("own_not_done", start=choices.start, staff=choices.staff)
            mark = "&" if "?" in address else "?"
            return HttpResponseRedirect(f"{address}{mark}why={refusals.kind_of(error).__name__}", status=303)
        words = refusals.words_for(error)
        again = [(name, self.request.POST[name]) for name in TYPED if name in self.request.POST] if is_busy else []
        response = self.page("wizard/not_done.html", {"words": words, "again": again}, status=words.status)
        if is_busy:
            response["Retry-After"] = "2"
        return response


def privately(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """This will make every answer at a link's address, refusals included, one that stays between guest and house."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return answer


def by_link(view: Callable[[Own], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """This will make a view of a booking one of its link: a forged, revoked or ended one is told so."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = queries.booking_by_link(token)
        if found is None:
            return unknown(request)
        own = Own(request, token, found)
        return ended(own) if queries.link_has_ended(found, now=own.now) else view(own)

    return privately(answer)


def by_link_to_change(view: Callable[[Own], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """This will do the same for a view that changes the booking; where the link only shows it, it leads there."""

    @wraps(view)
    def answer(own: Own) -> HttpResponse:
        return own.seen() if own.read_only else view(own)

    return by_link(answer)


def unknown(request: HttpRequest) -> HttpResponse:
    """This will say that a link opens no booking, whatever the reason."""
    house = Business(language="en", country="", timezone="UTC")
    reader = languages.speak(request, house)
    return show(request, "wizard/unknown_link.html", {}, reader=reader, status=404)


def ended(own: Own) -> HttpResponse:
    """This will say that a link has ended, and how else to reach the house; of the booking it tells nothing."""
    context = {"find": own.choices.visit.to("find", own.business.slug), "again": own.to_business}
    return show(own.request, "wizard/ended_link.html", context, business=own.business, reader=own.reader, status=410)

"""What somebody has booked already, and in which browser they may read of it.

Whoever types an e-mail address proves nothing by that. So the question “You already have … then” is asked only in a
browser that has proved the booking it names: it was made there, or its link was opened there; and only of somebody who
types the same e-mail or phone as then, since others may sit at the same browser. Nobody else reads anything, not even
that there is something: they are told by the mail that goes to the address itself.

The proof is a cookie of marks (`queries.mine`) for as long as the browser runs. Nothing is refused by it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from bookings import queries
from bookings.models import Booking
from bookings.wizard.journey import Journey
from businesses import cookies

COOKIE = "mine"
MOST = 8  # the cookie goes with every request


def keep_made(request: HttpRequest, response: HttpResponse, booking: Booking) -> None:
    """This will let the browser know that a booking was made in it."""
    _keep(request, response, queries.mark_made(booking))


def keep_seen(request: HttpRequest, response: HttpResponse, booking: Booking) -> None:
    """This will let the browser know that the link of a booking was opened in it."""
    if not was_made_here(request, booking):
        _keep(request, response, queries.mark_seen(booking))


def was_made_here(request: HttpRequest, booking: Booking) -> bool:
    """Whether a booking was made in this browser."""
    return queries.mark_made(booking) in _marks(request)


class Already(NamedTuple):
    """A booking that its guest has, and the address of its page."""

    booking: Booking
    href: str


def in_the_way(request: HttpRequest, journey: Journey, typed: Mapping[str, Any]) -> list[Already]:
    """This will give the bookings that this guest has at the time that they are about to book, where they may know.

    What the guest's hold has become already, when its form is sent again, is not one of them.
    """
    marks, length = _marks(request), journey.duration_minutes
    start = journey.choices.start
    if not marks or start is None:
        return []
    starts = [date.starts_at for date in journey.course.dates] if journey.course else [start]
    minutes = dt.timedelta(minutes=length or 1)  # where it depends on who serves, the start alone decides
    found = queries.overlapping(
        journey.business,
        marks,
        spans=[(each, each + minutes) for each in starts],
        contact=queries.Contact(str(typed.get("email", "")), str(typed.get("phone", ""))),
        hold=journey.held.booking if journey.held else None,
    )
    visit = journey.choices.visit
    return [Already(each, visit.to("own_booking", queries.link_token(each))) for each in found]


def _marks(request: HttpRequest) -> list[str]:
    return cookies.read(request, COOKIE).split(".")[:MOST] if cookies.read(request, COOKIE) else []


def _keep(request: HttpRequest, response: HttpResponse, mark: str) -> None:
    known = _marks(request)
    if known[:1] != [mark]:
        marks = [mark, *(each for each in known if each != mark)]
        cookies.keep(response, COOKIE, ".".join(marks[:MOST]), seconds=None)

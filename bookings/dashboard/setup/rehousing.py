"""Moving what is to come with rooms that are out of order, and saying what moved and what could not."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from bookings import operations
from bookings.dashboard.frame import undoing, words
from bookings.dashboard.frame.addresses import bookings_with
from bookings.dashboard.frame.reach import actor
from bookings.models import Booking
from businesses.models import Resource

NAMED = 3  # so many bookings are named in a message
WAY_ON = "Move each of them to another time, cancel it, or switch it on again."


def rehouse(request: HttpRequest, resources: Iterable[Resource]) -> None:
    """This will move what is to come with resources that are out of order, and say what moved and what could not."""
    now, moved, left = timezone.now(), list[Booking](), list[Booking]()
    for each in resources:
        found = operations.rehouse(resource=each, now=now, by=actor(request))
        moved += found.moved
        undoing.note_rehoused(request, each, found.moved)
        left += found.left
    if moved:
        messages.success(request, f"{_bookings(moved)} moved to another one of the kind: {_named(moved)}.")
    if left:
        messages.warning(
            request,
            format_html(
                'For {} nothing else of the kind is free: {}. {} <a href="{}">See all of them</a>',
                _bookings(left).lower(),
                _named(left),
                WAY_ON,
                bookings_with(),
            ),
        )


def _bookings(found: list[Booking]) -> str:
    return f"{len(found)} booking{'s' if len(found) > 1 else ''}"


def _named(found: list[Booking]) -> str:
    named = [
        f"{each.guest_name or 'Guest'}, {words.moment(each.starts_at.astimezone(each.business.zone))}"
        for each in found[:NAMED]
    ]
    more = len(found) - len(named)
    return "; ".join([*named, f"{more} more"] if more else named)

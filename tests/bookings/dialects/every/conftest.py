"""Every test here is asked of every dialect."""

import datetime as dt
import itertools

import pytest

from tests import factories
from tests.bookings.dialects.every.cast import SPEAKERS


@pytest.fixture(params=SPEAKERS, ids=lambda voice: voice.name)
def voice(request):
    """A dialect."""
    return request.param


@pytest.fixture
def partner(voice, elm):
    """A partner with North Elm's key of that dialect."""
    return voice.partner(voice.secret(elm))


@pytest.fixture
def ask(voice, elm, partner):
    """Asks for a route: `ask(route)`, or `ask(route, body, headers=…)`; a {booking} in its path is made for it."""

    made = itertools.count()

    def booking():
        weeks, half_hours = divmod(next(made), 12)
        clock = f"{13 + half_hours // 2}:{half_hours % 2 * 30:02}"
        return factories.book(elm, "Trim", factories.DAY + dt.timedelta(days=1 + 7 * weeks), clock, guest=voice.guest)

    def send(route, body=None, **how):
        path = route.path
        if "{booking}" in path:
            path = path.format(booking=voice.booking_id(booking()))
        query = {**(route.query or {}), **how.pop("query", {})}
        return partner(route.method, path, route.body if body is None and "raw" not in how else body, **how, **query)

    return send

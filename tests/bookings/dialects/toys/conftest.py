"""Mounts the toy: its folder, its line and its entry in the key's list of dialects."""

from pathlib import Path

import pytest

import bookings.dialects
from bookings.dialects import base, urls
from businesses.models import api_key
from tests import factories
from tests.bookings.dialects.every.cast import Route, Voice
from tests.bookings.dialects.every.conftest import ask, partner  # noqa: F401


def toy_routes(shop):
    start = factories.at(shop, factories.DAY, "10:00").isoformat()
    return [
        Route("POST", "/bookings", {"service": str(shop.services["Fade"].uuid), "start": start, "name": "Ida"}),
        Route("GET", "/services", timed=False),
        Route("DELETE", "/bookings/{booking}"),
    ]


TOY = Voice(
    "toy",
    "/toy",
    lambda secret: {"Toy-Key": secret},
    toy_routes,
    {"name": "Ada"},
    lambda body: body["oh"],
    lambda booking: str(booking.uuid),
)


@pytest.fixture(autouse=True)
def toy(monkeypatch, settings):
    monkeypatch.setattr(bookings.dialects, "__path__", [*bookings.dialects.__path__, str(Path(__file__).parent)])
    monkeypatch.setattr(urls, "DIALECTS", (*urls.DIALECTS, "toy"))
    monkeypatch.setattr(base.KeyAuthentication, "spoken", {**base.KeyAuthentication.spoken})
    monkeypatch.setitem(api_key.KEY_WORDS, "toy", "toy_")
    settings.ROOT_URLCONF = "tests.bookings.dialects.toys.mounted"


@pytest.fixture
def voice(toy):
    """The toy, as the tests of every dialect speak it."""
    return TOY

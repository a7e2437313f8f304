"""What every test may ask for: the frozen clock, two businesses that never see each other, and partners' clients."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from businesses import document
from tests import factories, partners


@pytest.fixture
def now() -> Iterator[dt.datetime]:
    """Friday 2026-11-20 15:00 UTC: 09:00 in Chicago, 20:00 in Karachi. The clock stands still there."""
    with time_machine.travel(factories.NOW, tick=False):
        yield factories.NOW


@pytest.fixture
def elm(db: None, now: dt.datetime) -> document.Loaded:
    """North Elm Studio (America/Chicago), as `factories.ELM` describes it: `elm.business`, `elm.services["Fade"]` …"""
    return factories.load(factories.ELM)


@pytest.fixture
def karachi(db: None, now: dt.datetime) -> document.Loaded:
    """Karachi Kuts (Asia/Karachi), the neighbour: nothing of it may ever be seen with North Elm's keys."""
    return factories.load(factories.KARACHI)


@pytest.fixture
def booqara(elm: document.Loaded) -> partners.Partner:
    """A Booqara partner with North Elm's key: `booqara.get("/slots", date=…)`, `booqara.post("/appointments", {…})`."""
    return partners.booqara(elm)


@pytest.fixture
def stranger(db: None) -> partners.Partner:
    """A Booqara partner without any key."""
    return partners.Partner("/booking", {})

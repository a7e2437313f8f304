"""What every test may ask for: the frozen clock, two businesses that never see each other, and partners' clients."""

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import time_machine
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client

from bookings.queries.memory import memory
from businesses import api_calls, document, forwarding, permits
from businesses.models import Business, User
from tests import dashboard, factories, partners

# What is generated is the same in every run, so that a change is judged by what it changed; the soak makes up more.
hypothesis.settings.register_profile("the same for all", derandomize=True)
hypothesis.settings.register_profile("always new", database=None)
hypothesis.settings.load_profile("always new" if os.environ.get("SOAK") == "1" else "the same for all")


@pytest.fixture(autouse=True, scope="session")
def _the_trail_can_be_emptied() -> Iterator[None]:
    """SQLite empties each table by itself after a test with transactions of its own; the trail goes with its business,
    so that has to go before. PostgreSQL empties all of them at once."""
    flush, first = DatabaseOperations.sql_flush, Business._meta.db_table

    def in_order(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        return sorted(flush(self, *args, **kwargs), key=lambda sql: f'"{first}"' not in sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", in_order)
        yield


@pytest.fixture
def now() -> Iterator[dt.datetime]:
    """Friday 2026-11-20 15:00 UTC: 09:00 in Chicago, 20:00 in Karachi. The clock stands still there."""
    with time_machine.travel(factories.NOW, tick=False):
        yield factories.NOW


@pytest.fixture(autouse=True)
def _nothing_of_another_test() -> Iterator[None]:
    """What a test's requests were counted as is gone with its keys, and what was remembered with its rows."""
    memory.forget()
    forwarding.forget()
    yield
    api_calls.forget()
    permits.forget()


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


@pytest.fixture
def olive(elm) -> Client:
    """The owner of North Elm."""
    return dashboard.member(elm, "olive", "owner")


@pytest.fixture
def max_(elm) -> Client:
    """The manager of North Elm."""
    return dashboard.member(elm, "max", "manager")


@pytest.fixture
def maria(elm) -> Client:
    """Maria Gomez of North Elm, who sees her own diary only."""
    return dashboard.member(elm, "maria", "staff", "Maria Gomez")


@pytest.fixture
def amna(karachi) -> Client:
    """The owner of Karachi Kuts, the neighbour."""
    return dashboard.member(karachi, "amna", "owner")


@pytest.fixture
def platform(db: None, now: dt.datetime) -> Client:
    """The platform's superuser."""
    return dashboard.signed_in(User.objects.create_superuser("root", password=None))

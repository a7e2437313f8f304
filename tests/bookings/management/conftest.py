"""The demo business, for the commands that work on any."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from businesses import document
from businesses.models import Business

DEMO = Path(__file__).parents[3] / "businesses" / "demo.yaml"
NOW = dt.datetime(2026, 11, 17, 8, 0, tzinfo=dt.UTC)  # a Tuesday, 09:00 in Berlin


@pytest.fixture
def now():
    """The clock, stopped on a Tuesday morning before the shop is busy."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def demo(db, now) -> Business:
    """The demo business with an empty diary."""
    return document.load(DEMO.read_text(encoding="utf-8"), now=now).business

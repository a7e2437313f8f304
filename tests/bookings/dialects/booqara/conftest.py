"""What only Booqara's tests need."""

import datetime as dt

import pytest
import time_machine

from tests import factories


@pytest.fixture
def time_moves(now):
    """Lets the frozen clock go on: `time_moves(minutes=5)` after the last time."""
    passed = [factories.NOW]
    with time_machine.travel(factories.NOW, tick=False) as clock:

        def move(**how):
            passed[0] += dt.timedelta(**how)
            clock.move_to(passed[0])
            return passed[0]

        yield move

"""What only NextInQue's tests need."""

import pytest

from tests import partners


@pytest.fixture
def nextinque(elm) -> partners.Partner:
    """A NextInQue partner with North Elm's key."""
    return partners.nextinque(elm)

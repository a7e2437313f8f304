"""What only ReserveKit's tests need."""

import pytest

from tests import partners


@pytest.fixture
def reservekit(elm) -> partners.Partner:
    """A ReserveKit partner with North Elm's key."""
    return partners.reservekit(elm)

"""What only Miketsu's tests need."""

import pytest

from tests import partners


@pytest.fixture
def merchant(elm) -> partners.Partner:
    """A Miketsu merchant with North Elm's token."""
    return partners.miketsu(elm)


@pytest.fixture
def jane(elm) -> partners.Partner:
    """Jane Doe, a customer of North Elm, with her token."""
    return partners.miketsu(elm, customer="jane@example.com")


@pytest.fixture
def john(elm) -> partners.Partner:
    """John Roe, another customer, with his."""
    return partners.miketsu(elm, customer="john@example.com")

"""What only Booxi's tests need."""

import pytest

from businesses import api_access
from businesses.models import ApiKey
from tests import factories, partners


@pytest.fixture
def booxi(elm) -> partners.Partner:
    """A partner with North Elm's key."""
    return partners.booxi(elm)


@pytest.fixture
def both(elm, karachi, now) -> partners.Partner:
    """A partner with North Elm's key, whom Karachi Kuts let act for it, too."""
    partner = partners.booxi(elm)
    key = ApiKey.objects.get(business=elm.business)
    api_access.grant(key.prefix, business=karachi.business, now=factories.NOW)
    return partner

"""Guests for the tests of their pages."""

import pytest

from tests import factories
from tests.guests import Guest


@pytest.fixture
def guest():
    """A guest without scripts; nothing is open yet."""
    return Guest()


@pytest.fixture
def yoga_class(db, now):
    """North Elm where yoga is taught at both places, so that the place is asked for."""
    document = factories.elm_document()
    document["staff"].append({"name": "Zoe Hill", "location": "Main", "services": ["Yoga"]})
    return factories.load(document)

"""Every test here is asked with every dialect's key."""

import pytest

from tests import factories
from tests.bookings.dialects.every.cast import VOICES
from tests.bookings.dialects.partner.answers import Holder, roomy


@pytest.fixture(params=VOICES, ids=lambda voice: voice.dialect)
def voice(request):
    """A dialect."""
    return request.param


@pytest.fixture
def elm(db, now):
    """North Elm Studio, with more room in Yoga than one key may hold."""
    return factories.load(roomy())


@pytest.fixture
def holder(voice, elm):
    """A partner with North Elm's key of that dialect."""
    return Holder(elm, voice, factories.key(elm, voice.dialect))


@pytest.fixture
def booqara_holder(elm):
    """The same with Booqara's key, whose create names a person."""
    return Holder(elm, VOICES[0], factories.key(elm, VOICES[0].dialect))

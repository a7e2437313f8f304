"""Every dialect has words for whatever can be refused."""

import pytest

from bookings import errors
from bookings.dialects import faults
from tests.bookings.dialects.every.cast import VOICES


def leaves(kind):
    """The refusals of the engine and of the common ground; what a vendor adds below them is its own."""
    children = [child for child in kind.__subclasses__() if child.__module__ in (errors.__name__, faults.__name__)]
    return [leaf for child in children for leaf in leaves(child)] or [kind]


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.dialect)
def test_it_has_words_for_everything_that_can_be_refused(voice):
    kinds = leaves(errors.Refused) + leaves(faults.RequestFault)
    assert len(kinds) > 16
    assert [kind for kind in kinds if kind not in voice.phrasebook] == []

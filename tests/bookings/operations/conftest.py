"""After every test of an operation the data is sound."""

from collections.abc import Iterator

import pytest

from bookings import queries


@pytest.fixture(autouse=True)
def _sound(db: None) -> Iterator[None]:
    yield
    assert list(queries.broken_invariants()) == []

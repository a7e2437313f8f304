"""What races over views need."""

import pytest


@pytest.fixture
def as_served(settings):
    """Requests without the watch on N+1 queries, for planning again is no query per row; and as many as one likes."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("zeal.")]
    settings.GUEST_LIMITS = "none"

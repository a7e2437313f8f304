"""The tags of a new dialect; apart from the rest, since these tests have a clock of their own."""

from tests.bookings.dialects.every.test_tags import *  # noqa: F403

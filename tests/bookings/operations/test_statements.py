"""How many statements a verb takes where nobody is in its way; BEGIN, COMMIT and savepoints not counted."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from tests.bookings.operations.desk import NOW, book, claim, hold, move


def statements(verb):
    """What a verb asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        verb()
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [each["sql"] for each in captured if not each["sql"].startswith(frame)]


def test_a_claim_takes_eight_at_most(elm):
    held = hold(elm, "Fade", staff="Maria Gomez")
    assert len(statements(lambda: claim(held))) <= 8


def test_a_cancellation_takes_six_at_most(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    assert len(statements(lambda: operations.cancel(booking=booking, now=NOW, by="x"))) <= 6


def test_a_move_takes_eleven_at_most(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    assert len(statements(lambda: move(elm, booking, "15:00"))) <= 11

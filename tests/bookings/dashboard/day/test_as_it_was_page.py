"""What the diary showed at a past minute, for who runs the day."""

from bookings import operations
from tests import factories
from tests.factories import NOW, at

PAGE = "/admin/diary/as-it-was/"
ASKED = {"day": "2026-11-24", "on": "2026-11-20", "at": "09:00"}  # where North Elm is: NOW


def test_a_booking_that_was_moved_stands_where_it_was(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    later = NOW.replace(minute=10)
    operations.move(booking=booking, starts_at=at(elm, factories.DAY, "14:00"), now=later, by="dashboard:olive")
    (row,) = olive.get(PAGE, ASKED).context["rows"]
    assert (row.when.replace("\u202f", " "), row.what) == ("10:00 AM – 10:45 AM", "Fade with Maria Gomez")
    assert row.since.replace("\u202f", " ") == "Now: Tuesday, November 24, 2026, 2:00 PM with Maria Gomez"
    assert olive.get(PAGE, ASKED | {"at": "08:59"}).context["rows"] == []


def test_what_cannot_be_read_is_as_it_is_now(elm, olive):
    factories.book(elm, "Fade")
    assert olive.get(PAGE, {"day": "x", "on": "y", "at": "z"}).status_code == 200
    assert len(olive.get(PAGE, {"day": "2026-11-24", "on": "2199-01-01", "at": "25:61"}).context["rows"]) == 1


def test_staff_members_do_not_see_it_and_neighbours_see_theirs(elm, olive, maria, amna):
    factories.book(elm, "Fade")
    assert maria.get(PAGE).status_code == 403
    assert amna.get(PAGE, ASKED).context["rows"] == []

"""A link that was sent can be taken back."""

from bookings import operations, queries
from tests import factories
from tests.factories import NOW


def test_links_given_before_open_nothing_and_new_ones_do(elm):
    booking = factories.book(elm, "Fade")
    old = queries.link_token(booking)
    assert queries.booking_by_link(old) == booking
    changed = operations.revoke_links(booking=booking, now=NOW, by="owner:ana")
    assert queries.booking_by_link(old) is None
    assert queries.booking_by_link(queries.link_token(changed)) == booking


def test_it_stands_in_the_history(elm):
    booking = factories.book(elm, "Fade")
    operations.revoke_links(booking=booking, now=NOW, by="owner:ana")
    assert [event.type for event in booking.events.all()] == ["booking.created", "booking.links_revoked"]

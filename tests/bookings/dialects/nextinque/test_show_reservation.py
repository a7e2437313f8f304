"""GET /api/v1/public/reservations/{code}"""

import pytest

from bookings.models import Booking
from tests import factories, partners
from tests.bookings.dialects.nextinque.answers import NOBODY, refused, reserved


def test_it_is_what_was_answered_when_it_was_made(nextinque, elm):
    made = reserved(nextinque, elm)
    for code in (made["confirmationCode"], made["confirmationCode"].lower()):
        answer = nextinque.get(f"/reservations/{code}")
        assert (answer.status_code, answer.json()) == (200, {"reservation": made})


def test_one_that_was_booked_elsewhere_says_where(nextinque, elm):
    booking = factories.book(elm, "Fade")
    shown = nextinque.get(f"/reservations/{booking.code}").json()["reservation"]
    assert (shown["source"], shown["phone"], shown["customerName"]) == ("WIZARD", None, "Jordan Smith")


@pytest.mark.parametrize("status", ["pending", "confirmed", "completed", "no_show", "cancelled"])
def test_every_status_has_its_word(nextinque, elm, status):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status)
    assert nextinque.get(f"/reservations/{booking.code}").json()["reservation"]["status"] == status.upper()


@pytest.mark.parametrize("status", ["held", "expired"])
def test_a_hold_is_not_found(nextinque, elm, now, status):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status, hold_expires_at=now)
    assert refused(nextinque.get(f"/reservations/{booking.code}"), 404, "Reservation not found")


@pytest.mark.parametrize("code", [NOBODY, "5", "BN-000000000000", "%00", "%ff", "٣" * 12, "G" * 12, "A" * 400])
def test_what_is_no_code_of_anybodys_is_not_found(nextinque, code):
    assert refused(nextinque.get(f"/reservations/{code}"), 404, "Reservation not found")


def test_the_neighbours_is_like_none(nextinque, karachi):
    theirs = factories.book(karachi, "Haircut")
    known, unknown = (nextinque.get(f"/reservations/{code}") for code in (theirs.code, NOBODY))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_without_a_key_it_is_401_before_anything_is_looked_up(elm):
    booking = factories.book(elm, "Fade")
    stranger = partners.Partner("/api/v1/public", {"X-API-Key": "niq_nobody"})
    assert refused(stranger.get(f"/reservations/{booking.code}"), 401, "Invalid or missing API key")

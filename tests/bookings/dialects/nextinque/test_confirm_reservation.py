"""PATCH /api/v1/public/reservations/{code}/confirm"""

import pytest

from bookings.models import Booking, Event
from tests import factories, partners
from tests.bookings.dialects.nextinque.answers import NOBODY, refused, reserved


def confirm(partner, code, *args, **how):
    return partner.patch(f"/reservations/{code}/confirm", *args, **how)


def test_it_is_confirmed_and_again_answers_the_same(nextinque, elm):
    made = reserved(nextinque, elm)
    first = confirm(nextinque, made["confirmationCode"])
    assert first.json() == {"reservation": {**made, "status": "CONFIRMED"}}
    assert confirm(nextinque, made["confirmationCode"].lower()).json() == first.json()
    assert Event.objects.filter(type="booking.confirmed").count() == 1


@pytest.mark.parametrize("how", [{}, {"body": {}}, {"raw": b"nonsense", "content_type": "text/plain"}])
def test_no_body_is_needed_and_none_is_read(nextinque, elm, how):
    assert confirm(nextinque, reserved(nextinque, elm)["confirmationCode"], **how).status_code == 200


@pytest.mark.parametrize("status", ["cancelled", "completed", "no_show"])
def test_what_is_over_stays_so(nextinque, elm, status):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status)
    assert refused(confirm(nextinque, booking.code), 400)
    assert Booking.objects.get().status == status


def test_the_neighbours_is_like_none_and_stays_as_it_is(nextinque, karachi):
    theirs = factories.book(karachi, "Haircut", confirmed=False)
    for code in (theirs.code, NOBODY):
        assert refused(confirm(nextinque, code), 404, "Reservation not found")
    theirs.refresh_from_db()
    assert theirs.status == "pending"


def test_a_wrong_key_confirms_nothing(nextinque, elm):
    made = reserved(nextinque, elm)
    assert refused(confirm(partners.Partner("/api/v1/public", {}), made["confirmationCode"]), 401)
    assert Booking.objects.get().status == "pending"

"""PATCH /api/v1/public/reservations/{code}/cancel"""

import datetime as dt

import pytest

from bookings.models import Booking
from tests import factories, partners
from tests.bookings.dialects.nextinque.answers import NOBODY, refused, reserved, slots


def cancel(partner, code, *args, **how):
    return partner.patch(f"/reservations/{code}/cancel", *args, **how)


@pytest.mark.parametrize("confirmed", [True, False])
def test_it_is_cancelled_once_and_its_place_is_free_at_once(nextinque, elm, confirmed):
    made = reserved(nextinque, elm, "Trim")
    if confirmed:
        nextinque.patch(f"/reservations/{made['confirmationCode']}/confirm")
    assert slots(nextinque, elm, "Trim")["10:00"] == (0, 1)
    answer = cancel(nextinque, made["confirmationCode"])
    assert answer.json() == {"reservation": {**made, "status": "CANCELLED"}}
    assert slots(nextinque, elm, "Trim")["10:00"] == (1, 1)
    assert refused(cancel(nextinque, made["confirmationCode"]), 400)


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_what_is_over_stays_so(nextinque, elm, status):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status)
    assert refused(cancel(nextinque, booking.code), 400)
    assert Booking.objects.get().status == status


def test_inside_the_notice_of_the_business_it_stays(db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 24 * 60}))
    partner = partners.nextinque(shop)
    near = factories.book(shop, "Trim", dt.date(2026, 11, 21), "09:00")  # in exactly 24 hours
    nearer = factories.book(shop, "Trim", dt.date(2026, 11, 20), "18:00")
    assert refused(cancel(partner, nearer.code), 400)
    assert cancel(partner, near.code).status_code == 200


def test_the_neighbours_is_like_none_and_stays_as_it_is(nextinque, karachi):
    theirs = factories.book(karachi, "Haircut")
    for code in (theirs.code, NOBODY, "%00", "5"):
        assert refused(cancel(nextinque, code), 404, "Reservation not found")
    theirs.refresh_from_db()
    assert theirs.status == "confirmed"


def test_a_wrong_key_cancels_nothing(nextinque, elm):
    made = reserved(nextinque, elm)
    assert refused(cancel(partners.Partner("/api/v1/public", {}), made["confirmationCode"]), 401)
    assert Booking.objects.get().status == "pending"

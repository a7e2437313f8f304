"""DELETE /booking/appointments/{id}"""

import datetime as dt

import pytest

from bookings.models import Booking, Event
from businesses.models import ApiKey
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, refused, slots


def cancel(partner, booking):
    return partner.delete(f"/appointments/{booking.uuid}")


def test_it_is_cancelled_once_and_its_time_is_free_at_once(booqara, elm):
    booking = factories.book(elm, "Trim")
    answer = cancel(booqara, booking)
    assert answer.status_code == 200
    assert answer.json() == {"success": True, "status": "cancelled"}
    assert booqara.get(f"/appointments/{booking.uuid}").json()["status"] == "cancelled"
    assert slots(booqara, elm, "Trim")["10:00"] is True
    assert refused(cancel(booqara, booking), 404, "Not found")


def test_the_event_says_whose_key_it_was(booqara, elm):
    cancel(booqara, factories.book(elm, "Trim"))
    assert Event.objects.get(type="booking.cancelled").by == f"booqara:{ApiKey.objects.get().prefix}"


def test_a_pending_one_can_be_cancelled(db, now):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False}))
    booking = factories.book(shop, "Fade")
    assert booking.status == "pending"
    assert cancel(partners.booqara(shop), booking).status_code == 200


def test_the_last_moment_is_just_before_the_start(booqara, elm, time_moves):
    first = factories.book(elm, "Trim", dt.date(2026, 11, 20), "10:00")
    time_moves(minutes=60)
    assert refused(cancel(booqara, first), 404, "Not found")
    assert Booking.objects.get().status == "confirmed"


def test_inside_the_notice_of_the_business_it_stays(db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 24 * 60}))
    partner = partners.booqara(shop)
    near = factories.book(shop, "Trim", dt.date(2026, 11, 21), "09:00")  # in exactly 24 hours
    nearer = factories.book(shop, "Trim", dt.date(2026, 11, 20), "18:00")
    assert refused(cancel(partner, nearer), 404, "Not found")
    assert cancel(partner, near).status_code == 200


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_what_is_over_is_not_found(booqara, elm, status):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status)
    assert refused(cancel(booqara, booking), 404, "Not found")


def test_a_hold_is_not_found(booqara, elm, now):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status="held", hold_expires_at=now + dt.timedelta(minutes=5))
    assert refused(cancel(booqara, booking), 404, "Not found")


@pytest.mark.parametrize("wrong", ["5", NOWHERE, NOWHERE.replace("-", ""), "%00"])
def test_what_is_no_id_or_nobodys_is_not_found(booqara, wrong):
    assert refused(booqara.delete(f"/appointments/{wrong}"), 404, "Not found")


def test_the_neighbours_stays_as_it_is(booqara, karachi):
    booking = factories.book(karachi, "Haircut", clock="12:00")
    assert refused(cancel(booqara, booking), 404, "Not found")
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_without_a_key_nothing_is_cancelled(stranger, elm):
    booking = factories.book(elm, "Fade")
    assert refused(cancel(stranger, booking), 401)
    booking.refresh_from_db()
    assert booking.status == "confirmed"

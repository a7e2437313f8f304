"""PATCH and DELETE /v1/bookings/{id}"""

import datetime as dt

import pytest

from bookings.models import Booking
from tests import factories
from tests.bookings.dialects.reservekit.answers import booked, data, order, refused, slots

WEDNESDAY = factories.DAY + dt.timedelta(days=1)


def change(partner, made, **changes):
    return partner.patch(f"/bookings/{made['id']}", changes)


def test_status_and_message_change_together(reservekit, elm):
    made = booked(reservekit, elm)
    found = data(change(reservekit, made, status="confirmed", message="by phone"))
    assert found == {**made, "status": "confirmed", "message": "by phone"}
    assert data(change(reservekit, made, status="pending"))["status"] == "pending"
    assert data(change(reservekit, made)) == data(change(reservekit, made, status="pending"))


def test_it_moves_to_the_same_wall_time_of_any_weekday(reservekit, elm):
    made = booked(reservekit, elm)
    found = data(change(reservekit, made, date=WEDNESDAY.isoformat()))
    assert found["date"] == "2026-11-25"
    assert found["time_slot_id"] == slots(reservekit, elm)[2, "10:00"]["id"]
    booked(reservekit, elm, customer_email="next@example.com")


def test_cancelling_wants_a_reason_shows_it_and_is_final(reservekit, elm):
    made = booked(reservekit, elm)
    for reason in ({}, {"cancel_reason": ""}, {"cancel_reason": "  "}, {"cancel_reason": None}):
        assert refused(change(reservekit, made, status="cancelled", **reason), 400, code="missing_required_field")
    assert "cancel_reason" not in made
    found = data(change(reservekit, made, status="cancelled", cancel_reason="ill"))
    assert (found["status"], found["cancel_reason"]) == ("cancelled", "ill")
    booked(reservekit, elm)
    for status in ("pending", "confirmed", "cancelled"):
        answer = change(reservekit, made, status=status, cancel_reason="again")
        assert refused(answer, 422, code="invalid_status_transition")
    assert refused(change(reservekit, made, date="2026-11-25"), 422, code="invalid_status_transition")


def test_an_error_changes_nothing(reservekit, elm):
    made = booked(reservekit, elm)
    factories.book(elm, "Trim", day=WEDNESDAY)
    answer = change(reservekit, made, date=WEDNESDAY.isoformat(), status="confirmed", message="moved")
    assert refused(answer, 400, "time slot is full", "time_slot_full")
    for wrong in ({"date": "2026-11-22"}, {"date": "2027-11-24"}, {"status": "done"}, {"message": 5}, {"date": "soon"}):
        assert refused(change(reservekit, made, **{"message": "x", **wrong}), 400)
    assert data(reservekit.get(f"/bookings/{made['id']}")) == made


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_what_took_place_is_confirmed_and_stays(reservekit, elm, status):
    made = booked(reservekit, elm)
    Booking.objects.update(status=status)
    assert data(change(reservekit, made, status="confirmed"))["status"] == "confirmed"
    assert refused(change(reservekit, made, status="pending"), 422)
    assert Booking.objects.get().status == status


def test_deleting_frees_the_time_and_leaves_nothing_to_find(reservekit, elm):
    made = booked(reservekit, elm)
    path = f"/bookings/{made['id']}"
    assert data(reservekit.delete(path)) == "ok"
    for answer in (
        *(reservekit.get(path), reservekit.delete(path), reservekit.patch(path, {"message": "x"})),
        *(reservekit.get(f"{path}/customer"), reservekit.patch(f"{path}/customer", {"name": "x"})),
    ):
        assert refused(answer, 404, "booking not found", "booking_not_found")
    listed = data(reservekit.get("/bookings", service_id=made["service_id"]))
    assert listed["bookings"] == []
    gone = Booking.objects.get()
    assert (gone.guest_name, gone.guest_email, gone.guest_phone, gone.customer_notes) == ("", "", "", "")
    booked(reservekit, elm)


@pytest.mark.parametrize("status", ["confirmed", "cancelled"])
def test_it_can_be_deleted_from_any_status(reservekit, elm, status):
    made = booked(reservekit, elm)
    data(change(reservekit, made, status=status, cancel_reason="ill"))
    assert data(reservekit.delete(f"/bookings/{made['id']}")) == "ok"


def test_a_deleted_booking_is_no_duplicate(reservekit, elm):
    made = booked(reservekit, elm, "Yoga")
    reservekit.delete(f"/bookings/{made['id']}")
    assert reservekit.post("/bookings", order(reservekit, elm, "Yoga")).status_code == 201

"""POST /v1/bookings"""

import datetime as dt

import pytest

from bookings.models import Booking
from tests import factories, partners
from tests.bookings.dialects.reservekit.answers import BOOKING, NOBODY, booked, data, order, refused, slots
from tests.factories import DAY


def test_it_is_pending_whatever_the_business_says(reservekit, elm):
    made = booked(reservekit, elm)
    booking = Booking.objects.get()
    slot = slots(reservekit, elm)[1, "10:00"]
    assert made == {
        "id": booking.pk,
        "service_id": elm.services["Trim"].pk,
        "date": "2026-11-24",
        "time_slot_id": slot["id"],
        "status": "pending",
        "message": "First time",
        "version": 1,
        "customer_id": booking.customer_id,
        "created_at": "2026-11-20T15:00:00Z",
        "updated_at": "2026-11-20T15:00:00Z",
        "customer": {
            "id": booking.customer_id,
            "name": "Ida Moss",
            "email": "ida@example.com",
            "phone": "+12025550123",
            "created_at": "2026-11-20T15:00:00Z",
            "updated_at": "2026-11-20T15:00:00Z",
        },
    }
    assert (booking.status, booking.source, booking.starts_at.hour) == ("pending", "reservekit", 16)


def test_nothing_but_date_and_slot_is_needed(reservekit, elm):
    nobody = {"customer_name": ..., "customer_email": None, "customer_phone": ..., "message": ...}
    made = booked(reservekit, elm, **nobody)
    assert made["message"] is None
    assert set(made["customer"].values()) == {None}
    assert set(made) == BOOKING


def test_a_full_time_counts_by_its_date_as_written_and_comes_back_so(reservekit, elm):
    made = booked(reservekit, elm, date="2026-11-24T23:30:00-11:00")
    assert made["date"] == "2026-11-24T23:30:00-11:00"
    assert data(reservekit.get(f"/bookings/{made['id']}"))["date"] == "2026-11-24"


def test_a_full_slot_says_so(reservekit, elm):
    booked(reservekit, elm)
    answer = reservekit.post("/bookings", order(reservekit, elm, customer_email="b@example.com", customer_phone=...))
    assert refused(answer, 400, "time slot is full", "time_slot_full")


def test_a_group_is_full_after_its_last_place(reservekit, elm):
    for n in range(3):
        booked(reservekit, elm, "Yoga", customer_email=f"y{n}@example.com")
    late = order(reservekit, elm, "Yoga", customer_email="late@example.com")
    assert refused(reservekit.post("/bookings", late), 400, "time slot is full")


def test_the_same_customer_on_the_same_slot_and_date_is_a_duplicate(reservekit, elm):
    booked(reservekit, elm)
    again = order(reservekit, elm, customer_email="IDA@example.com", customer_name="Other")
    assert refused(reservekit.post("/bookings", again), 400, "duplicate booking", "duplicate_booking")
    booked(reservekit, elm, day=DAY + dt.timedelta(days=7))


def test_the_service_of_the_query_must_be_that_of_the_slot(reservekit, elm, karachi):
    body, trim, fade = order(reservekit, elm), elm.services["Trim"].pk, elm.services["Fade"].pk
    for pk in (fade, NOBODY, karachi.services["Haircut"].pk):
        assert refused(reservekit.post("/bookings", body, service_id=pk), 404, "service not found", "service_not_found")
    assert refused(reservekit.post("/bookings", body, service_id="abc"), 400)
    assert not Booking.objects.exists()
    assert reservekit.post("/bookings", body, service_id=trim).status_code == 201


def test_a_slot_of_nobody_or_of_a_neighbour_is_404(reservekit, elm, karachi):
    theirs = slots(partners.reservekit(karachi), karachi, "Haircut")[1, "10:00"]["id"]
    for number in (theirs, NOBODY, 0, -1, 2**63, 10**30):
        answer = reservekit.post("/bookings", order(reservekit, elm, time_slot_id=number))
        assert refused(answer, 404, "time slot not found", "time_slot_not_found")


@pytest.mark.parametrize("day", ["2026-11-25", "2026-11-17", "2028-11-21", "2026-11-23"])
def test_another_weekday_the_past_and_too_far_are_400(reservekit, elm, day):
    assert refused(reservekit.post("/bookings", order(reservekit, elm, date=day)), 400)
    assert not Booking.objects.exists()


def test_a_special_day_has_its_own_starts_only(db, now):
    shop = factories.load(
        factories.elm_document(special_days=[{"date": "2026-11-24", "periods": [["10:00", "12:00"]]}])
    )
    partner = partners.reservekit(shop)
    assert refused(partner.post("/bookings", order(partner, shop, clock="14:00")), 400, code="invalid_request")
    booked(partner, shop, clock="10:30")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        *(("date", value, "missing_required_field") for value in (..., None)),
        *(("time_slot_id", value, "missing_required_field") for value in (..., None)),
        *(
            ("date", value, "invalid_field_format")
            for value in ("", "soon", "2026-02-30", "24.11.2026", 5, "2026-11-24T10:00")
        ),
        *(("time_slot_id", value, "invalid_field_format") for value in ("x", "1", 1.5, True, [])),
        *(
            ("customer_email", value, "invalid_field_format")
            for value in ("", "nowhere", "a@b", 5, "x" * 250 + "@a.example")
        ),
        *(
            ("customer_phone", value, "invalid_field_format")
            for value in ("", "555-1234", "12025550185", "+0123456789", "+1 202")
        ),
        *(("customer_name", value, "invalid_field_format") for value in (5, "x" * 201, ["x"])),
        *(("message", value, "invalid_field_format") for value in ("x" * 2001, 5)),
    ],
)
def test_a_field_that_does_not_fit_is_400_and_named(reservekit, elm, field, value, code):
    answer = reservekit.post("/bookings", order(reservekit, elm, **{field: value}))
    assert refused(answer, 400, code=code)
    assert field in answer.json()["error"]
    assert not Booking.objects.exists()


def test_what_nobody_asked_for_changes_nothing(reservekit, elm):
    made = booked(reservekit, elm, status="confirmed", id=1, service_id=elm.services["Fade"].pk, customer_id=5)
    assert (made["status"], made["service_id"]) == ("pending", elm.services["Trim"].pk)


def test_a_repeat_with_its_key_is_answered_as_the_first_time(reservekit, elm):
    body, key = order(reservekit, elm), {"Idempotency-Key": "once"}
    first, again = (reservekit.post("/bookings", body, headers=key) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotency-Replayed"] == "true"
    other = reservekit.post("/bookings", {**body, "message": "other"}, headers=key)
    assert refused(other, 422, code="idempotency_mismatch")
    assert Booking.objects.count() == 1

"""POST /api/v1/public/reservations"""

import datetime as dt

import pytest

from bookings.models import Booking
from businesses.models import Customer
from tests import factories, partners
from tests.bookings.dialects.nextinque.answers import order, refused, reserved, slots
from tests.factories import DAY


def test_it_is_made_pending_whatever_the_business_says(nextinque, elm):
    made = reserved(nextinque, elm)
    booking = Booking.objects.get()
    assert made == {
        "id": str(booking.uuid),
        "confirmationCode": booking.code,
        "customerName": "Omar Aziz",
        "phone": "+923330001122",
        "email": "omar@example.com",
        "scheduledAt": "2026-11-24T16:00:00.000Z",
        "status": "PENDING",
        "notes": "First time",
        "source": "API",
        "createdAt": "2026-11-20T15:00:00.000Z",
        "service": {"name": "Fade", "durationMinutes": 45},
        "tenant": {"name": "North Elm Studio"},
    }
    assert (booking.status, booking.source) == ("pending", "nextinque")


def test_what_is_left_out_is_null(nextinque, elm):
    made = reserved(nextinque, elm, email=..., notes=None)
    assert (made["email"], made["notes"]) == (None, None)


def test_every_slot_that_is_listed_can_be_booked_by_its_iso(nextinque, elm):
    query = {"date": DAY.isoformat(), "serviceId": elm.services["Trim"].uuid}
    for slot in nextinque.get("/availability", **query).json()["slots"][::4]:
        reserved(nextinque, elm, "Trim", scheduledAt=slot["iso"])


@pytest.mark.parametrize(
    "spelling",
    ["2026-11-24T16:00:00Z", "2026-11-24T16:00Z", "2026-11-24 10:00:00-06:00", "2026-11-24t21:00:00.000+0500"],
)
def test_any_spelling_of_an_instant_is_the_same_start(nextinque, elm, spelling):
    assert reserved(nextinque, elm, scheduledAt=spelling)["scheduledAt"] == "2026-11-24T16:00:00.000Z"


@pytest.mark.parametrize(
    "written",
    [
        *(None, "", "2026-11-24T10:00:00", "2026-11-24", "10:00", "2026-11-24T10:00:30-06:00", 1795532400, True, []),
        *("2026-02-30T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "2026-11-24T25:00:00Z"),
        *("2026-11-24T10:10:00-06:00", "2026-11-22T10:00:00-06:00", "2028-11-24T10:00:00-06:00"),
    ],
)
def test_what_is_no_offered_start_is_400_and_named(nextinque, elm, written):
    answer = nextinque.post("/reservations", order(elm, scheduledAt=written))
    past = isinstance(written, str) and written.startswith("0001")
    assert refused(answer, 400, names=None if past else "scheduledAt")
    assert not Booking.objects.exists()


@pytest.mark.parametrize("start", ["2026-11-20T14:59:00Z", "2026-11-20T15:00:00Z", "2020-01-01T10:10:00Z"])
def test_the_past_is_said_before_the_grid(nextinque, elm, start):
    answer = nextinque.post("/reservations", order(elm, scheduledAt=start))
    assert refused(answer, 400, "Scheduled time must be in the future")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("customerName", value) for value in (..., None, "", " ", "A", " A ", "x" * 201, 5, ["A"], "a\0b")),
        *(("phone", value) for value in (..., None, "", "  ", "5" * 51, 5)),
        *(("email", value) for value in ("", "nobody", "a@b", "@example.com", "a" * 250 + "@example.com", 5)),
        *(("notes", value) for value in ("x" * 1001, 5, {})),
        *(("serviceId", value) for value in (..., None, "", "5", 5, "Fade")),
    ],
)
def test_a_field_that_does_not_fit_is_400_and_named(nextinque, elm, field, value):
    answer = nextinque.post("/reservations", order(elm, **{field: value}))
    assert refused(answer, 400, names=None if isinstance(value, str) and "\0" in value else field)
    assert not Booking.objects.exists()


def test_what_nobody_asked_for_changes_nothing(nextinque, elm):
    forged = {"status": "CONFIRMED", "source": "DASHBOARD", "confirmationCode": "A" * 12, "id": "5", "price": 0}
    made = reserved(nextinque, elm, **forged)
    assert (made["status"], made["source"]) == ("PENDING", "API")
    assert made["confirmationCode"] != "A" * 12


def test_a_service_that_is_not_there_is_404_whosever_it_is(nextinque, elm, karachi):
    for service in (karachi.services["Haircut"], elm.services["Retired cut"]):
        answer = nextinque.post("/reservations", order(elm, serviceId=str(service.uuid)))
        assert refused(answer, 404, "Service not found")


def test_a_blocked_customer_is_400(nextinque, elm):
    assert refused(nextinque.post("/reservations", order(elm, email="BOB@example.com")), 400)


def test_a_known_customer_stays_as_they_are(nextinque, elm):
    reserved(nextinque, elm, customerName="Somebody Else", email="jane@example.com")
    assert Customer.objects.get(email="jane@example.com").first_name == "Jane"


class TestAFullStart:
    """409, with what else is free."""

    def conflict(self, partner, shop, *args, **changes):
        answer = partner.post("/reservations", order(shop, *args, **changes))
        assert answer.status_code == 409, answer.content
        assert set(answer.json()) == {"message", "service_name", "available_slots", "date"}
        return answer.json()

    def test_it_names_the_next_three_of_the_date(self, nextinque, elm):
        factories.book(elm, "Trim")
        factories.book(elm, "Trim", clock="11:00")
        assert self.conflict(nextinque, elm, "Trim") == {
            "message": '"Trim" is fully booked at the selected time. '
            "Next available slots on 2026-11-24: 10:30, 11:30, 13:00.",
            "service_name": "Trim",
            "available_slots": ["10:30", "11:30", "13:00"],
            "date": "2026-11-24",
        }

    def test_none_later_is_said_too(self, nextinque, elm):
        factories.book(elm, "Trim", clock="18:30")
        full = self.conflict(nextinque, elm, "Trim", clock="18:30")
        assert full["available_slots"] == []
        assert full["message"] == (
            '"Trim" is fully booked at the selected time. No other slots are available on 2026-11-24.'
        )

    def test_after_midnight_it_is_the_night_under_which_it_is_listed(self, db, now):
        shop = factories.load(factories.elm_document(hours={"friday": [["22:00", "02:00"]]}))
        partner, friday, saturday = partners.nextinque(shop), dt.date(2026, 11, 27), dt.date(2026, 11, 28)
        assert slots(partner, shop, "Trim", friday)["00:30"] == (1, 1)
        reserved(partner, shop, "Trim", saturday, "00:30")
        full = self.conflict(partner, shop, "Trim", saturday, "00:30")
        assert (full["date"], full["available_slots"]) == ("2026-11-27", ["01:00", "01:30"])

"""The lines of Miketsu's own documentation, unchanged but for the host, the token, the ids, the dates and addresses."""

import datetime as dt
import shutil

import pytest

from bookings.models import Appointment, Booking
from businesses.models import Customer
from tests import factories
from tests.bookings.dialects.programs import run

BY_CUSTOMER = """curl -X POST https://api.example.com/bookings/customer \\
  -H "Authorization: Bearer TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{
    "merchant_name": "spa-retreat",
    "service_id": 123,
    "location_id": 456,
    "timeStamp": "2026-03-15T14:00:00Z",
    "customer_note": "Please use fragrance-free products"
  }'"""
BY_MERCHANT = """curl -X POST https://api.example.com/bookings/merchant \\
  -H "Authorization: Bearer TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{
    "service_id": 123,
    "timestamp": "2026-03-15T14:00:00Z",
    "customers": [
      {
        "id": "550e8400-e29b-41d4-a716-446655440000",
        "first_name": "Jane",
        "last_name": "Smith",
        "email": "[email protected]",
        "phone_number": "+1234567890"
      }
    ],
    "merchant_note": "Customer prefers morning appointments",
    "is_recurring": false
  }'"""
RECURRING = """curl -X POST https://api.example.com/bookings/merchant \\
  -H "Authorization: Bearer TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{
    "service_id": 789,
    "timestamp": "2026-03-15T18:00:00Z",
    "customers": [
      {
        "id": "550e8400-e29b-41d4-a716-446655440000"
      }
    ],
    "merchant_note": "Yoga class - beginner level",
    "is_recurring": true,
    "recurrence_rule": {
      "frequency": "WEEKLY",
      "interval": 1,
      "weekdays": ["MO", "WE", "FR"],
      "until": "2026-06-15T18:00:00Z"
    }
  }'"""
GROUP = """{
  "service_id": 456,
  "timestamp": "2026-03-15T14:00:00Z",
  "customers": [
    {"id": "550e8400-e29b-41d4-a716-446655440000"},
    {"id": "660e8400-e29b-41d4-a716-446655440001"},
    {
      "first_name": "John",
      "last_name": "Doe",
      "email": "[email protected]"
    }
  ],
  "is_recurring": false
}"""
STATUS = "curl -sS -o /dev/null -w '%{http_code} %{size_download}\\n'"  # in the place of `curl`: what came back


@pytest.fixture
def told(live_server, elm, tmp_path):
    """What a documented line answers with other words in it: the status and the size of the body."""
    if not shutil.which("curl"):
        pytest.fail("There is no curl. On Debian and Ubuntu: apt install curl", pytrace=False)
    jane, bob = (str(Customer.objects.get(email=f"{name}@example.com").uuid) for name in ("jane", "bob"))

    def send(line, token, **others):
        theirs = {
            "curl": STATUS,
            "https://api.example.com": live_server.url,
            "TOKEN": token,
            "550e8400-e29b-41d4-a716-446655440000": jane,
            "660e8400-e29b-41d4-a716-446655440001": bob,
            "[email protected]": "john@example.com",
            **others,
        }
        for old, new in theirs.items():
            line = line.replace(old, str(new), 1)
        return run(["sh", "-c", line], tmp_path)

    return send


def test_a_customer_creates_a_booking(told, elm):
    secret = factories.key(elm, "miketsu", customer="jane@example.com")
    service, start = elm.services["Fade"], factories.at(elm, factories.DAY, "10:00")
    filled = {"spa-retreat": "elm", "123": service.pk, "456": elm.locations["Main"].pk}
    answer = told(BY_CUSTOMER, secret, **filled, **{"2026-03-15T14:00:00Z": f"{start:%Y-%m-%dT%H:%M:%SZ}"})
    assert answer == ["201 0"]
    assert Booking.objects.get().customer_notes == "Please use fragrance-free products"


def test_a_merchant_creates_a_booking(told, elm):
    start = factories.at(elm, factories.DAY, "10:00")
    filled = {"123": elm.services["Fade"].pk, "2026-03-15T14:00:00Z": f"{start:%Y-%m-%dT%H:%M:%SZ}"}
    assert told(BY_MERCHANT, factories.key(elm, "miketsu"), **filled) == ["201 0"]
    assert Booking.objects.get().guest_name == "Jane Doe"


def test_a_merchant_creates_a_series_that_begins_on_a_sunday(told, elm):
    sunday = dt.date(2026, 11, 29)
    start, until = (factories.at(elm, day, "12:00") for day in (sunday, dt.date(2027, 3, 1)))
    filled = {"789": elm.services["Yoga"].pk}
    filled |= {
        "2026-03-15T18:00:00Z": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "2026-06-15T18:00:00Z": f"{until:%Y-%m-%dT%H:%M:%SZ}",
    }
    assert told(RECURRING, factories.key(elm, "miketsu"), **filled) == ["201 0"]
    assert Booking.objects.count() == Appointment.objects.count() == 1 + 13 * 3 + 1
    assert Appointment.objects.earliest("starts_at").starts_at == start


def test_a_merchant_creates_a_group_booking(told, elm):
    start = factories.at(elm, factories.DAY, "10:00")
    line = BY_MERCHANT.partition("-d '")[0] + f"-d '{GROUP}'"
    filled = {"456": elm.services["Yoga"].pk, "2026-03-15T14:00:00Z": f"{start:%Y-%m-%dT%H:%M:%SZ}"}
    assert told(line, factories.key(elm, "miketsu"), **filled) == ["201 0"]
    assert sorted(Booking.objects.values_list("guest_name", flat=True)) == ["Bob Bane", "Jane Doe", "John Doe"]

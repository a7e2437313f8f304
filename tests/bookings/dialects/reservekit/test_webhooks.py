"""What ReserveKit's webhooks carry is what its API shows."""

import datetime as dt
import json

import pytest
import time_machine

from bookings.models import Booking, Event, WebhookEndpoint
from bookings.webhooks import payloads
from tests import factories
from tests.bookings.dialects.reservekit.answers import booked, data

WEDNESDAY = factories.DAY + dt.timedelta(days=1)


def told():
    """The booking in the webhook of the latest event."""
    booking, endpoint = Booking.objects.with_details().get(), WebhookEndpoint(format="reservekit")
    body = json.loads(payloads.body_of(Event.objects.latest("id"), booking, endpoint))
    (shown,) = body["bookings"]
    return shown


@pytest.fixture
def shown(reservekit):
    """The booking as the API shows it."""
    return lambda made: data(reservekit.get(f"/bookings/{made['id']}"))


def test_a_new_booking(reservekit, elm, shown):
    made = booked(reservekit, elm)
    assert told() == shown(made) == made
    assert made["time_slot_id"] is not None


def test_one_that_gives_nothing_of_its_customer(reservekit, elm, shown):
    nothing = dict.fromkeys(("customer_name", "customer_email", "customer_phone", "message"), ...)
    made = booked(reservekit, elm, **nothing)
    assert told() == shown(made) == made
    assert set(made["customer"].values()) == {None}


@pytest.mark.parametrize(
    "change",
    [
        {"status": "confirmed"},
        {"date": WEDNESDAY.isoformat(), "message": "later"},
        {"status": "cancelled", "cancel_reason": "ill"},
    ],
    ids=str,
)
def test_whatever_was_changed_later(reservekit, elm, shown, now, change):
    made = booked(reservekit, elm)
    with time_machine.travel(now + dt.timedelta(hours=1), tick=False):
        changed = data(reservekit.patch(f"/bookings/{made['id']}", change))
    assert told() == shown(made) == changed
    assert changed["updated_at"] == changed["customer"]["updated_at"] == "2026-11-20T16:00:00Z"
    assert changed["customer"]["created_at"] == made["created_at"]


def test_a_start_off_the_weekly_starts_has_no_time_slot(elm, shown):
    start = factories.at(elm, dt.date(2026, 12, 24), "10:00")
    special = factories.load(factories.elm_document(hours={day: [["13:00", "19:00"]] for day in factories.WEEKDAYS}))
    factories.book(special, "Fade", starts_at=start)
    assert told()["time_slot_id"] is None
    assert told() == shown({"id": Booking.objects.get().pk})

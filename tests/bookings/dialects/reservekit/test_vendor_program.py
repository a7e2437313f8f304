"""ReserveKit's own JavaScript package, unchanged, told our host; and what its Go package sends and can read."""

import datetime as dt
import json
import re

import pytest

from bookings.models import Booking
from tests import factories
from tests.bookings.dialects.programs import node, vendors_folder
from tests.bookings.dialects.reservekit.answers import booked, data

PROGRAM = """
import { ReserveKit } from %(package)s;

const [key, id, host] = %(given)s;
const client = await ReserveKit.create(key, id, { host });
const { service } = client;
const slots = await service.getTimeSlots();
const slot = slots.find((each) => each.day_of_week === 1 && each.start_time.includes("T10:00"));
const order = { customer_name: "John Doe", customer_email: "john@example.com", customer_phone: "+12345678900" };
const said = (action) => action.then((value) => value, (error) => error.message);
const print = (value) => process.stdout.write(JSON.stringify(value) + "\\n");

print({ name: service.name, timezone: service.timezone, provider: service.provider_id });
print(slots.length);
for (const customer_email of ["john@example.com", "john@example.com", "jane@example.com"])
  print(await said(service.createBooking({ ...order, customer_email, date: "2026-11-24", time_slot_id: slot.id })));
print(await said(service.createBooking({ date: new Date("2026-12-01T16:00:00Z"), time_slot_id: slot.id })));
print(await said(service.createBooking({ date: "2026-11-25", time_slot_id: slot.id })));
print(await said(service.createBooking({ date: "2026-11-24", time_slot_id: 1 })));
print(await said(ReserveKit.create(key, 99999999, { host })));
print(await said(ReserveKit.create("sk_rsv_wrong", id, { host })));
"""
GO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def test_the_vendors_package_lists_books_and_says_our_words(live_server, elm, tmp_path):
    service = elm.services["Trim"]
    package = vendors_folder() / "node_modules/reservekitjs/dist/es/index.js"
    given = [factories.key(elm, "reservekit"), service.pk, live_server.url]
    program = PROGRAM % {"package": json.dumps(package.as_uri()), "given": json.dumps(given)}
    said = [json.loads(line) for line in node(program, tmp_path)]
    assert said[0] == {"name": "Trim", "timezone": "America/Chicago", "provider": str(elm.business.uuid)}
    assert said[1] == 6 * 18
    first, by_instant = said[2], said[5]
    assert (first["status"], first["date"], first["service_id"]) == ("pending", "2026-11-24", service.pk)
    assert Booking.objects.get(pk=first["id"]).customer_id == first["customer"]["id"]
    assert said[3:5] == ["duplicate booking", "time slot is full"]
    assert Booking.objects.get(pk=by_instant["id"]).starts_at == factories.at(elm, dt.date(2026, 12, 1), "10:00")
    assert said[6:] == [
        "date: The date is on another weekday than the time slot.",
        "time slot not found",
        "service not found",
        "invalid API key",
    ]
    assert Booking.objects.count() == 2


@pytest.mark.parametrize("written", ["2026-11-24T00:00:00Z", "2026-11-24T10:00:00-06:00", "2026-11-24T10:00:00.5Z"])
def test_the_go_package_can_read_the_booking_that_it_makes(reservekit, elm, written):
    shown = booked(reservekit, elm, date=written)
    assert shown["date"] == written
    for name in ("date", "created_at", "updated_at"):
        assert GO_TIME.fullmatch(shown[name])
    for name in ("id", "service_id", "time_slot_id"):
        assert type(shown[name]) is int
    assert data(reservekit.get(f"/bookings/{shown['id']}"))["date"] == "2026-11-24"

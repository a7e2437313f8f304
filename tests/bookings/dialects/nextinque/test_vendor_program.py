"""The example of NextInQue's own documentation, unchanged but for the host, the key and the date."""

from bookings.models import Booking
from tests import factories
from tests.bookings.dialects.programs import node

EXAMPLE = r"""
const API_BASE = "https://nextinque.com/api/v1/public";
const API_KEY = "your_api_key_here"; // store server-side, never in client JS
const headers = {
"Content-Type": "application/json",
"X-API-Key": API_KEY,
};
async function bookReservation() {
// Step 1: Get services
const { services } = await fetch(`${API_BASE}/services`, { headers }).then(r => r.json());
const service = services[0]; // let user pick from a dropdown
console.log("Service:", service.name, " — ID:", service.id);
// Step 2: Check availability
const date = "2025-12-15";
const { slots } = await fetch(
`${API_BASE}/availability?date=${date}&serviceId=${service.id}`,
{ headers }
).then(r => r.json());
const openSlots = slots.filter(s => s.available > 0);
console.log("Open slots:", openSlots.map(s => s.time));
if (openSlots.length === 0) {
console.log("No slots available on this date.");
return;
}
const chosenSlot = openSlots[0]; // user selects from UI
// Step 3: Create reservation
try {
const res = await fetch(`${API_BASE}/reservations`, {
method: "POST",
headers,
body: JSON.stringify({
customerName: "John Doe",
phone: "+923001234567",
email: "john@example.com",
scheduledAt: chosenSlot.iso, // always use .iso, not .time
serviceId: service.id,
notes: "Referred by Dr. Smith",
}),
});
const { reservation } = await res.json();
console.log("Booked! Code:", reservation.confirmationCode);
// Step 4: Verify
const check = await fetch(
`${API_BASE}/reservations/${reservation.confirmationCode}`,
{ headers }
).then(r => r.json());
console.log("Status:", check.reservation.status); // PENDING
} catch (err) {
if (err.response?.status === 409) {
const { message, available_slots } = err.response.data;
console.log(message);
if (available_slots?.length) {
console.log("Try instead:", available_slots);
}
}
}
}
bookReservation();
"""
HOST, KEY, DATE = "https://nextinque.com", "your_api_key_here", "2025-12-15"


def example(host, key, day):
    """The example with what a partner replaces in it."""
    script = EXAMPLE
    for theirs, ours in ((HOST, host), (KEY, key), (DATE, day.isoformat())):
        assert script.count(theirs) == 1
        script = script.replace(theirs, ours)
    return script


def test_the_vendors_example_books_and_verifies(live_server, elm, tmp_path):
    said = node(example(live_server.url, factories.key(elm, "nextinque"), factories.DAY), tmp_path)
    booking = Booking.objects.get()
    assert said[0] == f"Service: Fade  — ID: {elm.services['Fade'].uuid}"
    assert said[-2:] == [f"Booked! Code: {booking.code}", "Status: PENDING"]
    assert (booking.guest_name, booking.guest_email) == ("John Doe", "john@example.com")
    assert booking.starts_at == factories.at(elm, factories.DAY, "09:00")


def test_the_vendors_example_says_when_nothing_is_free(live_server, elm, tmp_path):
    closed = factories.DAY.replace(day=29)  # a Sunday
    said = node(example(live_server.url, factories.key(elm, "nextinque"), closed), tmp_path)
    assert said[1:] == ["Open slots: []", "No slots available on this date."]

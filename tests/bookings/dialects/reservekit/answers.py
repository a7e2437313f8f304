"""What ReserveKit's tests ask and expect again and again."""

from tests import factories

NOBODY = 99_999_999
BOOKING = {
    *("id", "service_id", "date", "time_slot_id", "status", "message", "created_at", "updated_at", "customer"),
    *("version", "customer_id"),
}
NO_IDS = ["0", "-1", "abc", "9223372036854775808", "1" + "0" * 30, "1.0", "٣", "%00", "true", "+1"]


def data(answer, status=200):
    """What the envelope of a success holds."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    assert set(answer.json()) == {"data"}
    return answer.json()["data"]


def refused(answer, status, text=None, code=None):
    """Whether this is an error in ReserveKit's envelope."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    body = answer.json()
    assert set(body) == {"data", "error", "status", "message", "code"}
    assert (body["data"], body["status"], body["message"]) == (None, status, body["error"])
    assert isinstance(body["error"], str)
    assert body["error"]
    assert text in (None, body["error"]), body
    assert code in (None, body["code"]), body
    assert "Access-Control-Allow-Origin" not in answer
    return True


def slots(partner, shop, service="Trim"):
    """The time slots of a service by weekday and label."""
    found = data(partner.get(f"/services/{shop.services[service].pk}/time-slots"))
    return {(slot["day_of_week"], slot["start_time"][11:16]): slot for slot in found}


def order(partner, shop, service="Trim", day=factories.DAY, clock="10:00", **changes):
    """The body of a booking; a field set to ... is left out."""
    body = {
        "date": day.isoformat(),
        "time_slot_id": slots(partner, shop, service)[day.weekday(), clock]["id"],
        "customer_name": "Ida Moss",
        "customer_email": "ida@example.com",
        "customer_phone": "+12025550123",
        "message": "First time",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def booked(partner, shop, *args, **changes):
    """The booking that an order makes."""
    return data(partner.post("/bookings", order(partner, shop, *args, **changes)), 201)

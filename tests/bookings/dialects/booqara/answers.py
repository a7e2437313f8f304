"""What Booqara's tests ask and expect again and again."""

import uuid

from tests import factories

NOWHERE = str(uuid.UUID(int=0x1234567812345678123456781234567F))


def refused(answer, status, text=None):
    """Whether this is an error in Booqara's shape, readable from every page; fails with the answer if not."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    body = answer.json()
    assert set(body) == {"success", "error"}
    assert body["success"] is False
    assert isinstance(body["error"], str)
    assert body["error"]
    assert text in (None, body["error"])
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Traceback" not in body["error"]
    return True


def order(shop, service="Fade", day=factories.DAY, clock="10:00", **changes):
    """The body of a booking; a field set to ... is left out."""
    body = {
        "serviceId": str(shop.services[service].uuid),
        "userId": "any",
        "appointmentDate": day.isoformat(),
        "appointmentTime": clock,
        "guestName": "Jordan Smith",
        "guestEmail": "jordan@example.com",
        "guestPhone": "(202) 555-0123",
        "customerNotes": "Please ring when you arrive",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def slots(partner, shop, service="Fade", day=factories.DAY, **query):
    """The times of a date, and whether each is available."""
    answer = partner.get("/slots", date=day.isoformat(), serviceId=shop.services[service].uuid, **query)
    assert answer.status_code == 200, answer.content
    assert answer.json()["date"] == day.isoformat()
    return {slot["time"]: slot["available"] for slot in answer.json()["slots"]}


def dates(partner, shop, service="Fade", **query):
    """The open dates, and how many times of each are free."""
    answer = partner.get("/dates", serviceId=shop.services[service].uuid, **query)
    assert answer.status_code == 200, answer.content
    return {date["date"]: date["slotCount"] for date in answer.json()["dates"]}

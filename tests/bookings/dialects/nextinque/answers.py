"""What NextInQue's tests ask and expect again and again."""

from tests import factories

NOBODY = "0" * 12
FIELDS = {
    *("id", "confirmationCode", "customerName", "phone", "email", "scheduledAt", "status", "notes", "source"),
    *("createdAt", "service", "tenant"),
}


def refused(answer, status, text=None, *, names=None):
    """Whether this is an error in NextInQue's shape; `names`: a field that the words name."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    body = answer.json()
    assert set(body) == {"message"}
    assert isinstance(body["message"], str)
    assert body["message"]
    assert text in (None, body["message"])
    assert names is None or names in body["message"], body
    assert "Access-Control-Allow-Origin" not in answer
    return True


def order(shop, service="Fade", day=factories.DAY, clock="10:00", **changes):
    """The body of a reservation; a field set to ... is left out."""
    start = factories.at(shop, day, clock).astimezone(shop.business.zone)
    body = {
        "customerName": "Omar Aziz",
        "phone": "+923330001122",
        "email": "omar@example.com",
        "scheduledAt": start.isoformat(timespec="milliseconds"),
        "serviceId": str(shop.services[service].uuid),
        "notes": "First time",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def reserved(partner, shop, *args, **changes):
    """The reservation that an order makes."""
    answer = partner.post("/reservations", order(shop, *args, **changes))
    assert answer.status_code == 201, answer.content
    reservation = answer.json()["reservation"]
    assert set(reservation) == FIELDS
    return reservation


def slots(partner, shop, service="Fade", day=factories.DAY):
    """The slots of a date by their labels: those left and all of them."""
    answer = partner.get("/availability", date=day.isoformat(), serviceId=shop.services[service].uuid)
    assert answer.status_code == 200, answer.content
    return {slot["time"]: (slot["available"], slot["total"]) for slot in answer.json()["slots"]}

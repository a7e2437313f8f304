"""What Miketsu's tests ask and expect again and again."""

import re

from bookings.models import Appointment
from tests import factories

NOBODY = 99_999_999
NO_IDS = ["0", "-1", "abc", "9223372036854775808", "1" + "0" * 30, "1.0", "٣", "%00", "true", "+1"]
OWN = {
    *("from_date", "to_date", "service_name", "cancel_deadline", "formatted_location"),
    *("price", "price_type", "merchant_name", "is_cancelled"),
}


def wish(shop, service="Fade", day=factories.DAY, clock="10:00", **changes):
    """The body with which a customer books; a field set to ... is left out."""
    person = next(skill for skill in shop.services[service].skills.select_related("staff") if skill.staff.active)
    body = {
        "merchant_name": shop.business.slug,
        "service_id": shop.services[service].pk,
        "location_id": person.staff.location_id,
        "timeStamp": factories.at(shop, day, clock).isoformat(),
        "customer_note": "Please use fragrance-free products",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def entry(shop, service="Fade", day=factories.DAY, clock="10:00", **changes):
    """The body with which a merchant books; a field set to ... is left out."""
    body = {
        "service_id": shop.services[service].pk,
        "timestamp": factories.at(shop, day, clock).isoformat(),
        "customers": [{"first_name": "Ida", "last_name": "Moss", "email": "ida@example.com"}],
        "merchant_note": "Customer prefers morning appointments",
        "is_recurring": False,
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def made(answer, side="merchant", base=""):
    """The appointment that an answer without a body names."""
    assert answer.status_code == 201, (answer.status_code, answer.content)
    assert answer.content == b""
    assert "Content-Type" not in answer
    found = re.fullmatch(rf"{base}/bookings/{side}/(\d+)", answer["Location"])
    assert found, answer["Location"]
    return Appointment.objects.get(pk=int(found[1]))


def done(answer):
    """Whether something was done, without a body."""
    assert answer.status_code == 200, (answer.status_code, answer.content)
    assert answer.content == b""
    return True


def own(answer):
    """The booking that a customer reads."""
    assert answer.status_code == 200, (answer.status_code, answer.content)
    assert set(answer.json()) == {"data"}
    assert set(answer.json()["data"]) == OWN
    return answer.json()["data"]


def refused(answer, status, text=None):
    """Whether this is an error in Miketsu's shape."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message"}
    assert isinstance(body["error"]["message"], str)
    assert body["error"]["message"]
    assert text in (None, body["error"]["message"]), body
    assert "Access-Control-Allow-Origin" not in answer
    return True

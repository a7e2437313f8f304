"""A row of the neighbour's is answered as one that is nowhere, in status, body and headers, wherever a row is named."""

import uuid

import pytest

from bookings.dialects.booqara import urls
from tests import factories
from tests.bookings.dialects.booqara.answers import order

# path: the requests that name a row, as (method, path, query, body) with `{id}` for it, and the neighbour's kind
REQUESTS = {
    "booking/business": [],
    "booking/services": [],
    "booking/staff": [("GET", "/staff", {"serviceId": "{id}"}, None, "service")],
    "booking/dates": [
        ("GET", "/dates", {"serviceId": "{id}", "month": "2026-11"}, None, "service"),
        ("GET", "/dates", {"serviceId": "own", "userId": "{id}", "month": "2026-11"}, None, "staff"),
    ],
    "booking/slots": [
        ("GET", "/slots", {"serviceId": "{id}", "date": "2026-11-24"}, None, "service"),
        ("GET", "/slots", {"serviceId": "own", "userId": "{id}", "date": "2026-11-24"}, None, "staff"),
    ],
    "booking/appointments": [
        ("POST", "/appointments", {}, {"serviceId": "{id}"}, "service"),
        ("POST", "/appointments", {}, {"userId": "{id}"}, "staff"),
    ],
    "booking/appointments/<str:id>": [
        ("GET", "/appointments/{id}", {}, None, "booking"),
        ("DELETE", "/appointments/{id}", {}, None, "booking"),
    ],
}


def test_every_path_is_here():
    assert {str(each.pattern) for each in urls.documented} == set(REQUESTS)


@pytest.mark.parametrize("asked", [each for requests in REQUESTS.values() for each in requests], ids=str)
def test_a_foreign_id_is_answered_as_a_random_one(booqara, elm, karachi, asked):
    method, path, query, body, kind = asked
    foreign = {
        "service": karachi.services["Haircut"].uuid,
        "staff": karachi.staff["Amna Khan"].uuid,
        "booking": factories.book(karachi, "Haircut", clock="12:00").uuid,
    }

    def said(key):
        known = {"own": str(elm.services["Fade"].uuid), "{id}": str(key)}
        asking = {name: known.get(value, value) for name, value in query.items()}
        sent = None if body is None else order(elm) | {name: known.get(value, value) for name, value in body.items()}
        answer = booqara(method, path.replace("{id}", str(key)), sent, **asking)
        headers = {name: value for name, value in answer.items() if "RateLimit" not in name and name != "X-Request-Id"}
        return answer.status_code, headers, answer.content.replace(str(key).encode(), b"#")

    one, other = said(foreign[kind]), said(uuid.uuid4())
    assert one == other
    assert one[0] >= 400 or kind == "staff"

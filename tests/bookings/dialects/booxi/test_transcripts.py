"""The vendor's own lines for a shell, with host, key, ids, dates and addresses filled in."""

import json
import shutil

import pytest

from tests import factories
from tests.bookings.dialects.booxi.answers import FIELDS
from tests.bookings.dialects.programs import run

BY_NAME = r'''curl -sS -X POST
"YOUR_HOST/booking/v1/booking?language:eng"
-H "accept: application/json"
-H "Booxi-PartnerKey: YOUR_PARTNER_API_KEY"
-H "Content-Type: application/json"
-d "{\"merchantId\":YOUR_MERCHANT_ID,\"bookingMethod\":\"Appointment\",
\"startsOn\":\"STARTING_DATE\",\"status\":\"Approved\",\"staffId\":YOUR_STAFF_ID,
\"items\":[{\"serviceId\":YOUR_SERVICE_ID}],\"client\":{\"firstName\":\"FIRST_NAME\",
\"lastName\":\"LAST_NAME\",\"email\":\"EMAIL\"},\"createdBy\":\"Staff\"}"'''
BY_ID = r'''curl -sS -X POST
"YOUR_HOST/booking/v1/booking?language:eng"
-H "accept: application/json"
-H "Booxi-PartnerKey: YOUR_PARTNER_API_KEY"
-H "Content-Type: application/json"
-d "{\"merchantId\":YOUR_MERCHANT_ID,\"bookingMethod\":\"Appointment\",
\"startsOn\":\"STARTING_DATE\",\"status\":\"Approved\",\"staffId\":YOUR_STAFF_ID,
\"items\":[{\"serviceId\":YOUR_SERVICE_ID}],\"client\":{\"id\":YOUR_CLIENT_ID}}"'''


@pytest.fixture
def sent(live_server, elm, tmp_path):
    """What one of the vendor's lines prints."""
    if not shutil.which("curl"):
        pytest.fail("There is no curl. On Debian and Ubuntu: apt install curl", pytrace=False)
    filled = {
        "YOUR_HOST": live_server.url,
        "YOUR_PARTNER_API_KEY": factories.key(elm, "booxi"),
        "YOUR_MERCHANT_ID": str(elm.business.pk),
        "YOUR_STAFF_ID": str(elm.staff["Maria Gomez"].pk),
        "YOUR_SERVICE_ID": str(elm.services["Trim"].pk),
        "YOUR_CLIENT_ID": str(elm.customers["jane@example.com"].pk),
        "STARTING_DATE": "2026-11-24T16:00:00Z",
        "FIRST_NAME": "John",
        "LAST_NAME": "Doe",
        "EMAIL": "john@gmail.com",
    }

    def send(lines):
        for name, value in filled.items():
            lines = lines.replace(name, value)
        head, body = lines.split("-d ")
        script = tmp_path / "line.sh"
        script.write_text(head.replace("\n", " ") + "-d " + body)
        return json.loads("".join(run(["sh", "-eu", str(script)], tmp_path)))

    return send


def test_a_booking_by_name_and_email(sent):
    made = sent(BY_NAME)
    assert set(made) == FIELDS
    assert (made["client"]["firstName"], made["client"]["email"]) == ("John", "john@gmail.com")
    assert (made["startsOn"], made["status"], made["createdBy"]) == ("2026-11-24T16:00:00Z", "Approved", "Staff")


def test_a_booking_by_client_id(sent, elm):
    made = sent(BY_ID)
    assert (made["client"]["id"], made["client"]["firstName"]) == (elm.customers["jane@example.com"].pk, "Jane")

"""GET /api/v1/public/services"""

from tests import partners
from tests.bookings.dialects.nextinque.answers import refused


def test_it_lists_what_is_on_offer_with_four_fields_each(nextinque, elm):
    listed = nextinque.get("/services").json()
    assert set(listed) == {"services"}
    found = {service["name"]: service for service in listed["services"]}
    fade = elm.services["Fade"]
    assert found["Fade"] == {
        "id": str(fade.uuid),
        "name": "Fade",
        "description": "Classic fade",
        "durationMinutes": 45,
    }
    assert found["Trim"]["description"] is None
    assert not {"Retired cut", "Old perm"} & set(found)


def test_the_neighbours_services_are_not_among_them(nextinque, karachi):
    assert "Haircut" not in nextinque.get("/services").content.decode()


def test_without_a_key_there_is_nothing(elm, booqara):
    for headers in ({}, {"X-API-Key": ""}, {"X-API-Key": "niq_nobody"}, {"X-API-Key": "é"}, booqara.headers):
        answer = partners.Partner("/api/v1/public", headers).get("/services")
        assert refused(answer, 401, "Invalid or missing API key")


def test_a_key_of_another_dialect_opens_nothing(elm, booqara):
    headers = {"X-API-Key": booqara.headers["x-private-key"]}
    assert refused(partners.Partner("/api/v1/public", headers).get("/services"), 401)

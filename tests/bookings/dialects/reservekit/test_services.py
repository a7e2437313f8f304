"""GET /v1/services and /v1/services/{id}"""

import pytest

from tests.bookings.dialects.reservekit.answers import NO_IDS, NOBODY, data, refused


def test_active_services_are_listed_with_both_sets_of_names(reservekit, elm):
    found = data(reservekit.get("/services"))
    assert {service["name"] for service in found["services"]} == {"Fade", "Trim", "Yoga", "Massage", "Color", "Advice"}
    pages = {"current_page": 1, "total_pages": 1, "total_count": 6, "page_size": 10, "page": 1, "total_items": 6}
    assert found["pagination"] == pages


def test_a_service_has_the_business_as_its_provider(reservekit, elm):
    trim = elm.services["Trim"]
    assert data(reservekit.get(f"/services/{trim.pk}")) == {
        "id": trim.pk,
        "name": "Trim",
        "description": None,
        "timezone": "America/Chicago",
        "provider_id": str(elm.business.uuid),
        "version": 1,
        "created_at": "2026-11-20T15:00:00Z",
        "updated_at": "2026-11-20T15:00:00Z",
    }


def test_pages_follow_each_other_and_end_empty(reservekit):
    pages = [data(reservekit.get("/services", page=page, page_size=4)) for page in (1, 2, 3)]
    assert [len(page["services"]) for page in pages] == [4, 2, 0]
    assert len({service["id"] for page in pages for service in page["services"]}) == 6
    assert pages[2]["pagination"]["current_page"] == 3


@pytest.mark.parametrize(
    "query", [{"page": "0"}, {"page": "x"}, {"page_size": "0"}, {"page_size": "101"}, {"page": "1.5"}]
)
def test_a_page_that_cannot_be_is_400(reservekit, query):
    assert refused(reservekit.get("/services", **query), 400, code="invalid_field_format")


@pytest.mark.parametrize("written", NO_IDS)
def test_what_is_no_id_is_not_found(reservekit, written):
    for path in (f"/services/{written}", f"/services/{written}/time-slots"):
        assert refused(reservekit.get(path), 404, "service not found", "service_not_found")


def test_neither_the_neighbours_nor_an_inactive_one_is_found(reservekit, elm, karachi):
    theirs, retired = karachi.services["Haircut"], elm.services["Retired cut"]
    answers = [reservekit.get(f"/services/{pk}") for pk in (theirs.pk, retired.pk, NOBODY)]
    assert refused(answers[0], 404, "service not found")
    assert answers[0].content == answers[1].content == answers[2].content


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", "/services"), ("PATCH", "/services/1"), ("DELETE", "/services/1"), ("PUT", "/services")),
        *(
            ("PATCH", "/time-slots"),
            ("DELETE", "/time-slots"),
            ("POST", "/services/1/time-slots"),
            ("TRACE", "/services"),
        ),
        *(("PUT", "/bookings/1"), ("POST", "/bookings/1"), ("DELETE", "/bookings"), ("DELETE", "/bookings/1/customer")),
    ],
)
def test_what_is_not_written_here_is_405(reservekit, method, path):
    assert refused(reservekit(method, path, {}), 405, code="method_not_allowed")


@pytest.mark.parametrize("path", ["/", "/nothing", "/services/", "/bookings/1/", "/bookings/1/customer/x", "/Bookings"])
def test_an_unknown_path_is_404_in_the_envelope(reservekit, path):
    assert refused(reservekit.get(path), 404, code="resource_not_found")
    assert refused(reservekit.post(path, {}), 404, code="resource_not_found")

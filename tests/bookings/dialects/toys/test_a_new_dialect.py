"""A dialect made of nothing but its folder, one line and one entry: what holds for every dialect holds for it."""

import sys

import pytest

from bookings.dialects import introduced
from bookingsite.api_docs import examples
from businesses.models import Scope
from tests import factories
from tests.bookings.dialects.every.test_limits import *  # noqa: F403
from tests.bookings.dialects.every.test_parsing import (  # noqa: F401
    carrying,
    test_a_body_may_have_64_kib,
    test_a_body_over_64_kib_is_413_on_every_path,
    test_a_method_that_a_path_does_not_have_is_405_and_401_for_a_stranger,
    test_an_unknown_path_is_404_and_401_for_a_stranger,
    test_another_content_type_is_415,
    test_json_is_answered_whatever_is_accepted,
)
from tests.bookings.dialects.every.test_repeats import *  # noqa: F403
from tests.bookings.dialects.every.test_request_ids import *  # noqa: F403
from tests.bookings.dialects.every.test_routes import *  # noqa: F403
from tests.bookings.dialects.programs import run


@pytest.mark.parametrize("scope", Scope)
def test_its_scopes_are_those_that_its_map_declares(voice, elm, ask, scope):
    limited = voice.partner(factories.key(elm, "toy", scopes=(scope,)))
    allowed = {
        route.method
        for route in voice.routes(elm)
        if limited(route.method, route.path.format(booking="5"), route.body).status_code != 403
    }
    assert allowed == {{Scope.READ: "GET", Scope.BOOK: "POST", Scope.MANAGE: "DELETE"}[scope]}


def test_another_dialects_key_does_not_open_it(voice, elm):
    assert voice.refused(voice.partner(factories.key(elm, "booqara")).get("/services"), 401)


def test_the_neighbours_booking_is_not_found(voice, elm, partner, karachi):
    neighbours = factories.book(karachi, "Haircut", clock="12:00")
    assert voice.refused(partner.delete(f"/bookings/{neighbours.uuid}"), 404)


def test_it_is_documented(client, elm):
    assert "/api/docs/toy/" in client.get("/api/docs/").content.decode()
    page = client.get("/api/docs/toy/").content.decode()
    assert "Coming from Toy?" in page
    assert "who are you?" in page
    assert "not without manage" in page
    paths = client.get("/api/docs/toy/openapi.json").json()["paths"]
    assert {path: set(methods) for path, methods in paths.items()} == {
        "/toy/services": {"get"},
        "/toy/bookings": {"post"},
        "/toy/bookings/{id}": {"delete"},
    }


def test_its_example_runs(live_server, elm, tmp_path):
    given = examples.Given(live_server.url, factories.key(elm, "toy"), factories.DAY)
    programs = {each.language: each.text for each in examples.of(introduced.every()["toy"], given)}
    (tmp_path / "example.py").write_text(programs["Python"])
    assert "cancelled" in run([sys.executable, "example.py"], tmp_path)[-1]

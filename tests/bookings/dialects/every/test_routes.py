"""Every route of every dialect, found by the map of addresses: it works, and refuses every id that is not its own."""

import re
from urllib.parse import quote

import pytest
from django.urls import resolve

from bookings import queries
from bookings.dialects import introduced
from tests import factories
from tests.bookings.dialects.booqara.answers import NOWHERE
from tests.bookings.dialects.every.cast import SPEAKERS

ODD_IN_PATHS = ["-1", "0", str(2**63), "1" + "0" * 30, "true", "1.0", "+1", "٣", "%", "x" * 300]
ODD_IN_BODIES = [-1, 2**63, 10**30, True, "1", 1.5, "٣", "true", "", [], {}, [1]]
NOT_THERE = 99_999_999


@pytest.fixture
def routes(voice, elm):
    """The dialect's routes."""
    return voice.routes(elm)


@pytest.fixture
def neighbours(voice, karachi):
    """What the neighbour has, by what it is."""
    service, start = karachi.services["Haircut"], factories.at(karachi, factories.DAY, "12:00")
    return {
        "booking": voice.booking_id(factories.book(karachi, "Haircut", clock="12:00")),
        "number": service.pk,
        "uuid": str(service.uuid),
        "slot": queries.number_of(queries.house(karachi.business), service, start),
        "person": str(karachi.staff["Amna Khan"].uuid),
        "merchant": karachi.business.pk,
        "colleague": karachi.staff["Amna Khan"].pk,
        "client": factories.book(karachi, "Haircut", clock="13:00").customer_id,
    }


@pytest.fixture
def nobodys(voice):
    """What nobody has."""
    booking = {"booqara": NOWHERE, "nextinque": "0" * 12}.get(voice.dialect, NOT_THERE)
    numbers = dict.fromkeys(("merchant", "colleague", "client"), NOT_THERE)
    slot = NOT_THERE * 7 * 24 * 60
    return {"booking": booking, "number": NOT_THERE, "uuid": NOWHERE, "slot": slot, "person": NOWHERE, **numbers}


def is_id(name):
    return re.fullmatch(r"service|(.*_|.*[a-z])(Id|id)", name) is not None


def kind(name, value):
    """What the id in a field names."""
    if "slot" in name:
        return "slot"
    if "user" in name:
        return "person"
    if name in ("merchantId", "clientId"):
        return name.removesuffix("Id")
    if name.casefold().endswith("staffid"):
        return "colleague"
    return "uuid" if re.fullmatch("[0-9a-f-]{36}", str(value)) else "number"


def places(route):
    """Where a route names something: in its path, in its query or in its body, and what."""
    if "{booking}" in route.path:
        yield "path", "{booking}", "booking"
    for part in route.path.split("/"):
        if part.isdecimal():
            yield "path", part, "number"
    for where, fields in (("query", route.query or {}), ("body", route.body or {})):
        for name, value in fields.items():
            if is_id(name):
                yield where, name, kind(name, value)


def naming(route, where, name, value):
    """The route with another id in one place; a field set to ... is left out."""
    if where == "path":
        return route._replace(path="/".join(str(value) if part == name else part for part in route.path.split("/")))
    fields = {**getattr(route, where), name: value}
    return route._replace(**{where: {key: each for key, each in fields.items() if each is not ...}})


def test_every_address_and_method_of_the_map_is_in_the_cast(voice, elm):
    mounted = {
        (method.upper(), str(pattern.pattern))
        for pattern in introduced.endpoints(voice.dialect)
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(pattern.callback.cls, method)
    }
    spoken = [each for other in (voice, *SPEAKERS) if other.dialect == voice.dialect for each in other.routes(elm)]
    assert {(each.method, resolve(voice.prefix + each.path).route) for each in spoken} == mounted


def test_it_works(routes, ask):
    for route in routes:
        answer = ask(route)
        assert answer.status_code in (200, 201), (route, answer.content)


def test_a_wrong_key_opens_none(voice, elm, karachi, routes):
    ended = voice.secret(elm, expires_at=factories.NOW)
    for secret in ("", "wrong", voice.secret(elm)[:-1] + "~", ended):
        for route in routes:
            assert voice.refused(voice.partner(secret)(route.method, route.path, route.body), 401)


def test_what_is_the_neighbours_is_as_unknown_as_what_nobody_has(voice, routes, ask, neighbours, nobodys):
    for route in routes:
        for where, name, what in places(route):
            theirs = ask(naming(route, where, name, neighbours[what]))
            none = ask(naming(route, where, name, nobodys[what]))
            assert voice.refused(theirs, none.status_code), (route, where, name)
            assert none.status_code in (400, 404)
            assert theirs.content == none.content, (route, where, name)


def test_an_id_that_is_missing_is_missed(voice, routes, ask):
    for route in routes:
        for where, name, _ in places(route):
            if where != "path":
                answer = ask(naming(route, where, name, ...))
                assert answer.status_code == 200 or voice.refused(answer, 400), (route, name)


@pytest.mark.parametrize("odd", ODD_IN_PATHS, ids=lambda odd: odd[:24])
def test_an_odd_id_in_an_address_names_nothing(voice, routes, ask, odd):
    for route in routes:
        for where, name, _ in places(route):
            if where == "path":
                assert voice.refused(ask(naming(route, where, name, quote(odd, safe=""))), 404), (route, odd)
            elif where == "query":
                answer = ask(naming(route, where, name, odd))
                assert answer.status_code in (400, 404), (route, name, odd)
                assert voice.refused(answer, answer.status_code)


@pytest.mark.parametrize("odd", ODD_IN_BODIES, ids=repr)
def test_an_odd_id_in_a_body_is_refused(voice, routes, ask, odd):
    for route in routes:
        for where, name, _ in places(route):
            if where == "body":
                answer = ask(naming(route, where, name, odd))
                assert answer.status_code in (400, 404), (route, name, odd)
                assert voice.refused(answer, answer.status_code)

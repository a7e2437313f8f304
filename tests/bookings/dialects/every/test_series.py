"""An appointment of a series is an ordinary one, read and changed through any dialect."""

import json

import pytest

from bookings import operations
from tests import factories
from tests.bookings.operations.courses import course, statuses


@pytest.fixture
def bookings(voice, elm):
    """A course of somebody whom the dialect can read."""
    return course(elm, count=3, order=operations.Order(voice.guest, factories.WIZARD))


def shape(value):
    """What an answer consists of, without what it says."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value)


def test_it_is_read_as_any_other(voice, elm, partner, bookings):
    plain = factories.book(elm, "Fade", clock="14:00", staff="Maria Gomez", guest=voice.guest)
    for route in (route for route in voice.routes(elm) if route.method == "GET" and "{booking}" in route.path):
        answers = [
            partner("GET", route.path.format(booking=voice.booking_id(each)), **(route.query or {}))
            for each in (plain, bookings[1])
        ]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert shape(answers[0].json()) == shape(answers[1].json())
        assert "series" not in json.dumps(answers[1].json()).lower()


def test_what_ends_one_leaves_the_others(voice, elm, partner, bookings):
    for route in (route for route in voice.routes(elm) if route.method == "DELETE" and "{booking}" in route.path):
        answer = partner("DELETE", route.path.format(booking=voice.booking_id(bookings[1])), route.body)
        assert answer.status_code in (200, 204)
        assert statuses(bookings) == ["confirmed", "cancelled", "confirmed"]

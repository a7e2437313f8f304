"""What services ask: a partner may answer it in any dialect, need not, and reads what was answered."""

import pytest

from bookings import operations
from bookings.models import Booking
from businesses import diary
from businesses.models import Service
from businesses.questions import Answer, Question
from tests import factories
from tests.factories import NOW

ASKED = [
    Question("Any allergies?", required=True),
    Question("Your hair?", "choice", True, ("short", "long")),
    Question("I agree.", "tick", True),
]
SENT = [
    {"question": "Your hair?", "answer": "long"},
    {"question": " Any  allergies? ", "answer": "Nuts\r\n"},
    {"question": "I agree.", "answer": True},
]
SHOWN = [
    {"question": "Your hair?", "answer": "long"},
    {"question": "Any allergies?", "answer": "Nuts"},
    {"question": "I agree.", "answer": True, "at": "2026-11-20T15:00:00+00:00"},
]


@pytest.fixture
def asking(elm):
    """Every service of North Elm asks."""
    with diary.changing(elm.business.pk):
        Service.objects.filter(business=elm.business).update(questions=[each.stored for each in ASKED])
    return elm


@pytest.fixture
def create(voice, elm, ask):
    route = voice.create(elm)
    return lambda **more: ask(route, {**route.body, **more})


def kept():
    return [(each["question"], each["answer"]) for each in Booking.objects.get().answers]


def inner(body):
    """A booking without its envelope."""
    for name in ("data", "booking", "reservation"):
        if isinstance(body, dict) and isinstance(body.get(name), dict):
            return body[name]
    return body


def test_answers_are_kept_with_the_booking(asking, create):
    answer = create(answers=SENT)
    assert answer.status_code < 300, answer.content
    assert kept() == [("Your hair?", "long"), ("Any allergies?", "Nuts"), ("I agree.", True)]
    if answer.content:
        assert inner(answer.json())["answers"] == SHOWN


def test_nothing_has_to_be_answered_and_then_nothing_is_shown(asking, create):
    answer = create()
    assert answer.status_code < 300, answer.content
    assert kept() == []
    assert b"answers" not in answer.content


def test_an_empty_answer_is_none(asking, create):
    sent = [{"question": "Any allergies?", "answer": "  "}, {"question": "I agree.", "answer": False}]
    assert create(answers=sent).status_code < 300
    assert kept() == []


@pytest.mark.parametrize(
    "wrong",
    [
        [{"question": "Which colour?", "answer": "Red"}],
        [{"question": "Your hair?", "answer": "green"}],
        [{"question": "Your hair?", "answer": True}],
        [{"question": "I agree.", "answer": "yes"}],
        [{"question": "Any allergies?", "answer": "x" * 1001}],
        [{"question": "Any allergies?", "answer": 5}],
        [{"question": "Any allergies?"}],
        [{"answer": "Nuts"}],
        [{"question": "Your hair?", "answer": "long"}] * 2,
        ["Nuts"],
        {"Any allergies?": "Nuts"},
        "Nuts",
    ],
)
def test_a_question_that_nobody_asks_and_a_wrong_answer_are_refused(voice, asking, create, wrong):
    assert voice.refused(create(answers=wrong), 400)
    assert not Booking.objects.exists()


def test_a_refusal_names_what_is_asked(voice, asking, create):
    said = voice.said(create(answers=[{"question": "Which colour?", "answer": "Red"}]).json())
    assert "This is not asked. Asked is: “Any allergies?”, “Your hair?”, “I agree.”." in said


def test_where_nothing_is_asked_nothing_is_answered(voice, elm, create):
    assert "The service asks nothing." in voice.said(create(answers=SENT).json())


def test_what_a_guest_answered_elsewhere_is_read(voice, asking, partner):
    reads = [route for route in voice.routes(asking) if route.method == "GET" and route.path.endswith("/{booking}")]
    given = (Answer("Any allergies?", "text", "Nuts"),)
    order = operations.Order(voice.guest, factories.WIZARD, answers=given)
    booking = operations.book(wish=factories.wish(asking, "Trim"), order=order, now=NOW)
    for route in reads:
        answer = partner("GET", route.path.format(booking=voice.booking_id(booking)))
        assert inner(answer.json())["answers"] == [{"question": "Any allergies?", "answer": "Nuts"}]


def test_the_lists_that_have_room_say_what_is_asked(voice, asking, partner):
    if voice.dialect == "booqara":
        shown = partner("GET", "/services").json()["categories"][0]["services"][0]
    elif voice.dialect == "reservekit":
        shown = partner("GET", f"/services/{asking.services['Fade'].pk}").json()["data"]
    else:
        return
    assert shown["questions"] == [each.stored for each in ASKED]

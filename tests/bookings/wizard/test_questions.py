"""What services ask of their guests, beside the name: required or not, kept through errors, holds and lost times."""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Appointment, Booking
from businesses.questions import Question
from tests import factories
from tests.bookings.wizard.test_booking import JORDAN, choose, only
from tests.factories import NOW

ALLERGIES = Question("Any allergies?")
HAIR = Question("Your hair?", "choice", True, ("short", "long"))
AGREE = Question("I have read the notice about colours.", "tick", True)
FADE, TRIM = [ALLERGIES, HAIR, AGREE], [ALLERGIES, Question("Where to part it?")]


def name(question):
    return f"q-{question.key}"


ANSWERED = {**JORDAN, name(ALLERGIES): "Nuts,\r\nmilk", name(HAIR): "long", name(AGREE): "on"}


@pytest.fixture
def asking(db, now):
    """North Elm where two services ask."""
    document = factories.elm_document()
    fade, trim, *_ = document["categories"][0]["services"]
    fade["questions"], trim["questions"] = [each.stored for each in FADE], [each.stored for each in TRIM]
    return factories.load(document)


def answers():
    return {each["question"]: each["answer"] for each in only().answers}


def test_a_guest_answers_where_they_write_their_name_and_reads_it_before_booking(guest, asking):
    page = choose(guest, asking)
    for words in ("Any allergies? (optional)", "Your hair?", "short", "long", AGREE.text):
        assert words in page.text
    page = guest.press("Continue", **ANSWERED)
    for words in ("Any allergies? Nuts, milk", "Your hair? long", f"{AGREE.text} Yes"):
        assert words in page.text
    guest.press("Book now")
    assert answers() == {"Any allergies?": "Nuts,\nmilk", "Your hair?": "long", AGREE.text: True}
    assert only().answers[2]["at"] == "2026-11-20T15:00:00+00:00"


@pytest.mark.parametrize(
    ("question", "said"),
    [(HAIR, "Choose one of these."), (AGREE, "Tick this box: it cannot be booked without it.")],
)
def test_what_must_be_answered_is_said_and_what_was_answered_stays(guest, asking, question, said):
    choose(guest, asking)
    page = guest.press("Continue", **{key: each for key, each in ANSWERED.items() if key != name(question)})
    assert page.title.startswith("Error:")
    assert said in page.text
    kept = guest.found("Continue")[0].fields
    assert kept[name(ALLERGIES)] == "Nuts,\r\nmilk"
    assert {name(HAIR), name(AGREE)} & kept.keys() == {name(HAIR), name(AGREE)} - {name(question)}
    assert not Booking.objects.visible().exists()


def test_what_is_wrong_with_an_answer_is_said_with_its_question(guest, asking):
    choose(guest, asking)
    page = guest.press("Continue", **JORDAN)
    listed = [words for words in page.links if "Choose one" in words or "Tick this box" in words]
    assert listed == [
        f"{HAIR.text} Choose one of these.",
        f"{AGREE.text} Tick this box: it cannot be booked without it.",
    ]


def test_what_is_no_choice_and_what_is_too_long_are_refused(guest, asking):
    choose(guest, asking)
    page = guest.press("Continue", **{**ANSWERED, name(HAIR): "green", name(ALLERGIES): "x" * 1001})
    assert "Choose one of these." in page.text
    assert "1000" in page.text


def test_a_line_end_counts_once_as_browsers_count_it(guest, asking):
    choose(guest, asking)
    thousand = "\r\n".join(["x" * 9] * 100) + "x"
    page = guest.press("Continue", **{**ANSWERED, name(ALLERGIES): thousand, "notes": "\r\n".join(["x"] * 1000)})
    assert page.title.startswith("Check")


def test_what_need_not_be_answered_may_be_left(guest, asking):
    choose(guest, asking, service="Trim")
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    assert only().answers == []


def test_a_visit_asks_what_each_of_its_services_asks_and_the_same_once(guest, asking):
    trim = asking.services["Trim"].pk
    maria = asking.staff["Maria Gomez"].pk
    page = choose(guest, asking, staff=maria, more=f"{trim}-{maria}")
    assert page.html.count(f'name="{name(ALLERGIES)}"') == 1
    guest.press("Continue", **ANSWERED, **{name(TRIM[1]): "Left"})
    guest.press("Book now")
    assert list(answers()) == ["Any allergies?", "Your hair?", AGREE.text, "Where to part it?"]


def test_answers_outlive_a_longer_hold_and_a_way_back(guest, asking):
    choose(guest, asking)
    guest.press("I need more time", **ANSWERED)
    for button in ("Continue", "I need more time"):
        guest.press(button)  # with what the page has kept
    guest.click("Change my details")
    guest.press("Continue")
    guest.press("Book now")
    assert answers() == {"Any allergies?": "Nuts,\nmilk", "Your hair?": "long", AGREE.text: True}


def test_answers_outlive_a_time_that_somebody_else_took(guest, asking):
    maria = asking.staff["Maria Gomez"].pk
    choose(guest, asking, staff=maria)
    guest.press("Continue", **ANSWERED)
    Booking.objects.update(hold_expires_at=NOW - dt.timedelta(seconds=1))
    Appointment.objects.update(hold_until=NOW.timestamp() - 1)
    factories.book(asking, "Fade", staff="Maria Gomez", guest=operations.Guest(name="Quick"))
    page = guest.press("Book now")
    assert page.status == 409
    guest.press(page.buttons(", 11:00")[0])
    guest.press("Book now")
    found = Booking.objects.visible().exclude(guest_name="Quick").get()
    assert [each["answer"] for each in found.answers] == ["Nuts,\nmilk", "long", True]


def test_a_question_that_changed_meanwhile_is_asked_anew(guest, asking):
    choose(guest, asking)
    guest.press("Continue", **ANSWERED)
    document = factories.elm_document()
    document["categories"][0]["services"][0]["questions"] = [Question("I agree to more.", "tick", True).stored]
    factories.load(document)
    page = guest.press("Book now")
    assert page.title.startswith("Error:")
    assert "I agree to more." in page.text
    assert not Booking.objects.visible().exists()

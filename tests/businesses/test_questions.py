"""What a service may ask, and what answers it."""

import datetime as dt

import pytest

from businesses import questions
from businesses.questions import CHOICE, TEXT, TICK, Answer, Question

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
HAIR = Question("Your hair?", CHOICE, choices=("short", "long"))


def test_a_text_is_kept_with_its_lines_and_without_what_nobody_sees() -> None:
    assert Question("Any allergies?").answered(" Nuts\r\nand\u200b  milk\r\n ") == Answer(
        "Any allergies?", TEXT, "Nuts\nand milk"
    )


@pytest.mark.parametrize(("question", "nothing"), [(Question("Why?"), " \r\n "), (Question("I agree", TICK), False)])
def test_nothing_is_no_answer(question: Question, nothing: object) -> None:
    assert question.answered(nothing) is None


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        (HAIR, "red", "choice"),
        (HAIR, True, "invalid"),
        (Question("Why?"), 5, "invalid"),
        (Question("Why?"), "x" * 1001, "long"),
        (Question("I agree", TICK), "yes", "invalid"),
    ],
)
def test_what_is_no_answer_is_refused(question: Question, value: object, code: str) -> None:
    with pytest.raises(questions.Unanswerable) as refused:
        question.answered(value)
    assert refused.value.code == code


def test_a_text_may_have_as_many_characters_as_are_kept_of_it() -> None:
    typed = "\r\n".join(["x" * 99] * 10)  # 1,008 as browsers send it, 999 as it is kept
    answer = Question("Why?").answered(typed)
    assert answer is not None
    assert len(str(answer.answer)) == 999


def test_a_tick_is_kept_with_its_instant() -> None:
    agreed = Question("I agree", TICK).answered(True)
    assert agreed is not None
    assert agreed.stored(NOW) == {
        "question": "I agree",
        "kind": TICK,
        "answer": True,
        "at": "2026-11-20T15:00:00+00:00",
    }


def test_services_that_ask_the_same_ask_it_once_and_it_is_required_if_one_needs_it() -> None:
    optional, required = Question("Any allergies?"), Question("Any allergies?", required=True)
    found = questions.of([optional.stored, HAIR.stored], [required.stored])
    assert found == [required, HAIR]


def test_a_question_of_other_words_or_choices_is_another_one() -> None:
    keys = {each.key for each in (HAIR, Question("Your hair?"), Question("Your hair?", CHOICE, choices=("a", "b")))}
    assert len(keys) == 3
    assert Question("Why?").key == Question("Why?", required=True).key


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([Question(str(n)) for n in range(21)], "at most 20 questions"),
        ([Question("Why?"), Question("why?", TICK)], "twice"),
        ([Question("Hair", CHOICE, choices=("short",))], "2 to 30 choices for “Hair”, not 1"),
        ([Question("Hair", CHOICE, choices=("short", "Short"))], "each choice for “Hair” once"),
        ([Question("Hair", choices=("short", "long"))], "no choices for “Hair”"),
        ([Question("x" * 501)], "1 to 500 characters"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(asked: list[Question], words: str) -> None:
    assert words in questions.fault(asked)


def test_what_can_be_asked_has_no_fault() -> None:
    assert questions.fault([HAIR, Question("I agree", TICK, required=True), Question("Why?")]) == ""

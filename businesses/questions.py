"""The questions that a service asks its guests, and what may answer them.

A service keeps them as a document has them: `[{"text": "Any allergies?", "kind": "text", "required": false}]`.
A booking keeps each answer beside the words of its question, so that it stays true when the question changes.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from businesses import normal

TEXT, CHOICE, TICK = KINDS = ("text", "choice", "tick")
MOST = 20  # questions of one service
LONGEST_QUESTION = 500  # characters: the words of a consent
LONGEST_CHOICE = 100
MOST_CHOICES = 30
LONGEST_ANSWER = 1000

Stored = Mapping[str, Any]
Value = str | bool


class Unanswerable(ValueError):
    """This is no answer to the question; `code` says why, and the text says it in words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its words, its kind, whether guests have to answer it, and of which answers one is chosen."""

    text: str
    kind: str = TEXT
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A short name that is another one as soon as anything else is asked."""
        asked = json.dumps([self.kind, self.text, *self.choices])
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    @property
    def stored(self) -> dict[str, Any]:
        """The question as a service and a document keep it."""
        found: dict[str, Any] = {"text": self.text, "kind": self.kind, "required": self.required}
        return found | {"choices": list(self.choices)} if self.kind == CHOICE else found

    def is_answered_by(self, kept: Stored) -> bool:
        """Whether an answer that a booking keeps is one to this question."""
        same = (kept["question"], kept["kind"]) == (self.text, self.kind)
        return same and (self.kind != CHOICE or kept["answer"] in self.choices)

    def answered(self, value: object) -> "Answer | None":
        """This will give the answer in its normal form; None for an empty text or a box left empty.

        Raises `Unanswerable`.
        """
        if self.kind == TICK:
            if not isinstance(value, bool):
                raise Unanswerable("invalid", "must be true or false")
            return Answer(self.text, TICK, True) if value else None
        if not isinstance(value, str):
            raise Unanswerable("invalid", "must be a text")
        text = normal.lines(value)
        if not text:
            return None
        if self.kind == CHOICE and text not in self.choices:
            raise Unanswerable("choice", f"must be one of {', '.join(self.choices)}")
        if len(text) > LONGEST_ANSWER:
            raise Unanswerable("long", f"must have at most {LONGEST_ANSWER} characters, not {len(text)}")
        return Answer(self.text, self.kind, text)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a question of these words; True: they ticked it."""

    question: str
    kind: str
    answer: Value

    def stored(self, now: dt.datetime) -> dict[str, Any]:
        """This will give the answer as a booking keeps it: of a tick with the instant, for it may be a consent."""
        found: dict[str, Any] = {"question": self.question, "kind": self.kind, "answer": self.answer}
        return found | {"at": now.astimezone(dt.UTC).isoformat(timespec="seconds")} if self.kind == TICK else found


def read(stored: Iterable[Stored]) -> list[Question]:
    """This will give the questions that a service keeps."""
    return [
        Question(each["text"], each["kind"], bool(each.get("required")), tuple(each.get("choices", ())))
        for each in stored
    ]


def of(*lists: Iterable[Stored]) -> list[Question]:
    """This will give the questions of several services in order, the same one once: required, if it is for one."""
    found: dict[str, Question] = {}
    for question in (each for stored in lists for each in read(stored)):
        if question.key not in found or question.required:
            found[question.key] = question
    return list(found.values())


def fault(questions: Sequence[Question]) -> str:
    """This will say what keeps these from being the questions of a service; "": nothing does."""
    if len(questions) > MOST:
        return f"must be at most {MOST} questions, not {len(questions)}"
    texts = [normal.folded(each.text) for each in questions]
    if twice := next((each.text for n, each in enumerate(questions) if texts[n] in texts[:n]), None):
        return f"must not ask “{shortened(twice)}” twice"
    return next((words for each in questions if (words := _fault(each))), "")


def _fault(question: Question) -> str:
    if not 0 < len(question.text) <= LONGEST_QUESTION:
        return f"must have questions of 1 to {LONGEST_QUESTION} characters, not {len(question.text)}"
    named = f"“{shortened(question.text)}”"
    choices = question.choices
    if question.kind != CHOICE:
        return f"must give no choices for {named}: only the kind choice has them" if choices else ""
    if not 2 <= len(choices) <= MOST_CHOICES:
        return f"must give 2 to {MOST_CHOICES} choices for {named}, not {len(choices)}"
    if len(set(map(normal.folded, choices))) < len(choices):
        return f"must give each choice for {named} once"
    if any(len(each) > LONGEST_CHOICE for each in choices):
        return f"must give choices of at most {LONGEST_CHOICE} characters for {named}"
    return ""


def shortened(text: str) -> str:
    """This will give the beginning of a question, to name it by."""
    return text if len(text) <= 40 else f"{text[:39]}…"

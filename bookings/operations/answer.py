"""Writes down what a guest answers once the booking is made."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bookings.models import Booking, Event
from bookings.operations import locking
from bookings.operations.recording import record
from businesses.questions import Answer, Question


def answer(
    *, booking: Booking, asked: Sequence[Question], answers: Sequence[Answer], now: dt.datetime, by: str
) -> Booking:
    """This will replace what a booking answers to these questions; the event does not repeat it.

    Answers to other questions stay, and so does one that is the same, with the moment of a consent.
    """
    for attempt in locking.attempts(booking):
        with attempt as current:
            kept = _replaced(current.answers, asked, answers, now)
            if kept != current.answers:
                current.answers = kept
                record(current, Event.Type.AMENDED, "answers", now=now, by=by)
    return current


def _replaced(
    kept: list[dict[str, Any]], asked: Sequence[Question], answers: Sequence[Answer], now: dt.datetime
) -> list[dict[str, Any]]:
    found = [
        each
        for each in kept
        if not any(question.is_answered_by(each) for question in asked)
        and (each["question"], each["kind"]) not in {(new.question, new.kind) for new in answers}
    ]
    for new in answers:
        same = (old for old in kept if (old["question"], old["kind"]) == (new.question, new.kind))
        found.append(next((old for old in same if old["answer"] == new.answer), new.stored(now)))
    return found

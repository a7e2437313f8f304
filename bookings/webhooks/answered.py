"""What a guest answered, as partners read it: in webhooks and in every dialect alike, and only where there is any."""

from typing import Any

from bookings.models import Booking

LONGEST_QUESTION = 100  # characters of a question in a webhook: enough to know it by


def answered(booking: Booking) -> dict[str, Any]:
    """This will give `answers`, or nothing; of a tick also `at`, the instant in which the box was ticked."""
    kept = [{name: value for name, value in each.items() if name != "kind"} for each in booking.answers]
    return {"answers": kept} if kept else {}


def shortly(booking: Booking, characters: int) -> dict[str, Any]:
    """This will give the same in at most so many characters: long texts are cut, and what has no room is left out."""
    found = []
    for each in answered(booking).get("answers", []):
        question = each["question"][:LONGEST_QUESTION]
        characters -= len(question)
        answer = each["answer"] if each["answer"] is True else each["answer"][: max(characters, 0)]
        characters -= 0 if answer is True else len(answer)
        if characters < 0 or not answer:
            break
        found.append({**each, "question": question, "answer": answer})
    return {"answers": found} if found else {}

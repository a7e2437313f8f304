"""`answers` and `questions`: what a service asks its guests, beside the fields of every vendor.

A partner who knows none of it books as before: nothing that a page requires of guests is required here. Where a service
asks nothing and a booking answers nothing, an answer has only the vendor's own fields.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects import faults, fields
from bookings.dialects.shown import Answer as Shown
from bookings.models import Booking
from bookings.webhooks.answered import answered
from businesses import normal, questions
from businesses.models import Service
from businesses.questions import Answer

MOST = 100  # of a visit: five services with all questions they may have
LONGEST_SENT = 2 * questions.LONGEST_ANSWER  # before line ends are counted once
HELP = "Answers to what the service asks its guests. Beside the vendor's fields; none has to be given."
TRUE_OR_TEXT = {"anyOf": [{"type": "string", "maxLength": LONGEST_SENT}, {"type": "boolean"}]}


@extend_schema_field(TRUE_OR_TEXT)
class TextOrTick(serializers.Field[str | bool, object, str | bool, Any]):
    """A text, or true for a box that is ticked."""

    default_error_messages = {
        "invalid": "Not a text, true or false.",
        "max_length": f"Ensure this field has no more than {LONGEST_SENT} characters.",
    }

    def to_internal_value(self, data: object) -> str | bool:
        """This will refuse everything else."""
        if isinstance(data, bool):
            return data
        if not isinstance(data, str):
            return self.fail("invalid")
        return self.fail("max_length") if len(data) > LONGEST_SENT else data

    def to_representation(self, value: str | bool) -> str | bool:
        """This will give it as it is kept."""
        return value


class Given(fields.Request):
    """An answer that a partner sends."""

    question = fields.Text(max_length=questions.LONGEST_QUESTION, help_text="The words of the question, as they are.")
    answer = TextOrTick(help_text="A text, one of the choices, or true for a box that the guest ticked.")


def answers() -> Given:
    """This will give the field of a request."""
    return Given(many=True, required=False, allow_null=True, max_length=MOST, help_text=HELP)


def read(services: Iterable[Service], wanted: Mapping[str, Any]) -> list[Answer]:
    """This will give what a request answers, in order. Raises `BadRequest` for a question that is not asked, one that
    is answered twice, and for what is no answer to it."""
    asked = questions.of(*(service.questions for service in services))
    found: dict[str, Answer] = {}
    for n, each in enumerate(wanted.get("answers") or ()):
        question = next((one for one in asked if one.text == normal.name(each["question"])), None)
        if question is None:
            raise faults.BadRequest(f"answers[{n}].question", f"This is not asked. {_asks(asked)}")
        if question.key in found:
            raise faults.BadRequest(f"answers[{n}].question", "This is answered already.")
        try:
            answer = question.answered(each["answer"])
        except questions.Unanswerable as fault:
            raise faults.BadRequest(f"answers[{n}].answer", f"This {fault}.") from None
        if answer is not None:
            found[question.key] = answer
    return list(found.values())


def asks(service: Service) -> dict[str, Any]:
    """This will give the `questions` of a service, or nothing."""
    found = [question.stored for question in questions.read(service.questions)]
    return {"questions": found} if found else {}


class ShownQuestion(Shown):
    """What a service asks; only `choice` has choices."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(questions.KINDS)
    required = serializers.BooleanField(help_text="Of guests on the booking page; a partner may leave it out.")
    choices = serializers.ListField(child=serializers.CharField(), required=False)


class ShownAnswer(Shown):
    """What was answered, beside the words of the question as they were then."""

    question = serializers.CharField()
    answer = TextOrTick()
    at = serializers.DateTimeField(required=False, help_text="When a box was ticked.")


class Answered(Shown):
    """What a booking answers; left out where it answers nothing."""

    answers = ShownAnswer(many=True, required=False)

    def to_representation(self, booking: Booking) -> dict[str, Any]:
        """This will add them last."""
        shown = super().to_representation(booking)
        shown.pop("answers", None)
        return shown | answered(booking)


class Asking(Shown):
    """What a service asks; left out where it asks nothing."""

    questions = ShownQuestion(many=True, required=False)

    def to_representation(self, service: Service) -> dict[str, Any]:
        """This will add them last."""
        shown = super().to_representation(service)
        shown.pop("questions", None)
        return shown | asks(service)


def _asks(asked: Iterable[questions.Question]) -> str:
    words = ", ".join(f"“{questions.shortened(each.text)}”" for each in asked)
    return f"Asked is: {words}." if words else "The service asks nothing."

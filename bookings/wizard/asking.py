"""The questions of services as fields of a form for guests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from businesses import questions
from businesses.questions import Answer, Question

MOST_RADIOS = 6  # more choices than that are a list that opens


class LongText(forms.CharField):
    """A text of several lines; the end of a line counts once, however a browser sends it."""

    def to_python(self, value: Any) -> Any:
        """This will give the text with one sign at the end of each line."""
        text = super().to_python(value)
        return "\n".join(text.splitlines()) if text else text


def name_of(question: Question) -> str:
    """This will name the field of a question: another name as soon as anything else is asked."""
    return f"q-{question.key}"


def fields(asked: Sequence[Question]) -> dict[str, forms.Field]:
    """This will give the fields of questions, by name."""
    return {name_of(question): _field(question) for question in asked}


def answers(asked: Sequence[Question], typed: Mapping[str, Any]) -> list[Answer]:
    """This will give what was answered, from the cleaned fields."""
    found = (typed.get(name_of(question)) for question in asked)
    return [answer for answer in found if isinstance(answer, Answer)]


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"required": question.required, "label": question.text}
    if question.kind == questions.TICK:
        words = gettext("Tick this box: it cannot be booked without it.")
        return _Tick(question, **common, error_messages={"required": words})
    if question.kind == questions.CHOICE:
        return _choice(question, common)
    common["label"] = _labelled(question)
    common["error_messages"] = {"required": gettext("Write an answer.")}
    rows = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    return _Text(question, **common, max_length=questions.LONGEST_ANSWER, widget=rows)


def _choice(question: Question, common: dict[str, Any]) -> forms.Field:
    choices: list[tuple[str, str]] = [(each, each) for each in question.choices]
    few = len(choices) <= MOST_RADIOS
    if few and not question.required:
        choices.append(("", gettext("No answer")))
    elif not few:
        choices.insert(0, ("", gettext("Choose …")))
    widget = forms.RadioSelect() if few else forms.Select()
    words = gettext("Choose one of these.")
    common["error_messages"] = {"required": words, "invalid_choice": words}
    return _Choice(question, **{**common, "label": _labelled(question)}, choices=choices, widget=widget)


def _labelled(question: Question) -> str:
    return question.text if question.required else gettext("{label} (optional)").format(label=question.text)


class _Answering:
    """A field whose value is the answer to a question; None: there is none."""

    def __init__(self, question: Question, **how: Any) -> None:
        super().__init__(**how)
        self.question = question

    def clean(self, value: Any) -> Answer | None:
        """This will give the answer."""
        typed = super().clean(value)  # type: ignore[misc]
        try:
            answer = self.question.answered(typed)
        except questions.Unanswerable as fault:
            raise ValidationError(str(fault), code=fault.code) from None
        if answer is None and self.required:  # type: ignore[attr-defined]
            raise ValidationError(self.error_messages["required"], code="required")  # type: ignore[attr-defined]
        return answer


class _Text(_Answering, LongText):
    """A text."""


class _Choice(_Answering, forms.ChoiceField):
    """One of several."""


class _Tick(_Answering, forms.BooleanField):
    """A box to be ticked."""

"""What a service asks its guests, as rows of a form: a row more than there are questions, and an emptied one goes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from businesses import normal, questions
from businesses.questions import Question

FREE_ROWS = 2
KINDS = [(questions.TEXT, "a text"), (questions.CHOICE, "one of several"), (questions.TICK, "a box to tick")]
Row = dict[str, Any]


class Rows(forms.Widget):
    """A row of fields for each question, and some free ones; it needs no script."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row] | None:
        """This will give the rows as they were typed; None: the form that was sent has none."""
        found = []
        for n in range(questions.MOST + FREE_ROWS):
            prefix = f"{name}-{n}-"
            if f"{prefix}text" in data:
                row: Row = {key: data.get(prefix + key, "") for key in ("text", "kind", "choices", "place")}
                found.append({**row, "required": f"{prefix}required" in data})
        return found or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether a form was sent without them."""
        return f"{name}-0-text" not in data

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The first field."""
        return f"{id_}-0-text"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The rows."""
        rows = [*(value or []), *({} for _ in range(FREE_ROWS))][: questions.MOST + FREE_ROWS]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "rows": [_shown(row) for row in rows],
            "kinds": KINDS,
            "longest": questions.LONGEST_QUESTION,
        }
        return render_to_string("admin/_questions.html", context)


class Questions(forms.Field):
    """The questions of a service, in order."""

    widget = Rows

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """This will give the questions as a service keeps them. Raises `ValidationError`."""
        rows = [row for _, row in sorted(enumerate(value or []), key=_place)]
        found = [_read(row) for row in rows if normal.name(row.get("text", ""))]
        if fault := questions.fault(found):
            raise ValidationError(f"This {fault}.", code="invalid")
        return [question.stored for question in found]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything else is asked, or in another order."""
        if data is None:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _read(row: Row) -> Question:
    kind = row.get("kind") or questions.TEXT
    if kind not in questions.KINDS:
        raise ValidationError("Choose what kind of answer each question has.", code="invalid_choice")
    choices = tuple(name for line in _lines(row) if (name := normal.name(line)))
    return Question(normal.name(row["text"]), kind, bool(row.get("required")), choices)


def _lines(row: Row) -> list[str]:
    choices = row.get("choices", "")
    return choices.splitlines() if isinstance(choices, str) else list(choices)


def _place(numbered: tuple[int, Row]) -> tuple[int, int, int]:
    """By the number that was typed, where there is one: who goes up stands before who had the place, who goes down
    behind."""
    n, row = numbered
    typed = str(row.get("place", "")).strip()
    place = int(typed[:4]) if typed.isascii() and typed.isdigit() else n + 1
    return (place, (place > n + 1) - (place < n + 1), n)


def _shown(row: Row) -> Row:
    """A row with its choices as lines, a line each."""
    return {**row, "choices": "\n".join(_lines(row))}

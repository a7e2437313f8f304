"""Reading what a service asks its guests."""

from typing import Any

from businesses import questions as rules
from businesses.document.node import Node


def questions(node: Node) -> list[dict[str, Any]]:
    """This will read questions in order; nothing when one of them cannot be read."""
    items = node.items(rules.MOST)
    found = [question for item in items if (question := _question(item))]
    if len(found) < len(items):
        return []
    if fault := rules.fault(found):
        node.fail(fault)
    return [question.stored for question in found]


def _question(item: Node) -> rules.Question | None:
    fields = item.mapping("text", "kind", "required", "choices")
    text = fields["text"].required().name(rules.LONGEST_QUESTION)
    kind = fields["kind"].choice(rules.KINDS, default=rules.TEXT)
    choices = tuple(each.required().name(rules.LONGEST_CHOICE) for each in fields["choices"].items(rules.MOST_CHOICES))
    required = fields["required"].flag(default=False)
    return rules.Question(text, kind, required, choices) if text and all(choices) else None

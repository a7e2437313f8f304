"""What answers of several vendors are made of."""

from typing import Any

from rest_framework import serializers


class Answer(serializers.Serializer[Any]):
    """Something to be shown."""


class TextOrNull(serializers.CharField):
    """A text; an empty one is null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]
        """This will give the text."""
        return value or None

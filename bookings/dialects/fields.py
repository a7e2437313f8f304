"""Fields that take exactly what they say: no number for a text, no text for a number, no date but YYYY-MM-DD."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.validators import EmailValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from businesses import names, normal

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
CLOCK_FORM = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
INSTANT_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})",
    re.ASCII,
)
INTEGER_FORM = re.compile(r"-?[0-9]{1,9}", re.ASCII)


class Request(serializers.Serializer[Any]):
    """What a request says; `null` equals leaving a field out, and fields that nobody knows are ignored."""

    def to_internal_value(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """This will read the fields that were given."""
        if not isinstance(data, Mapping):  # within another one
            return super().to_internal_value(data)
        return super().to_internal_value({name: value for name, value in data.items() if value is not None})


class Text(serializers.CharField):
    """A text, without the spaces around it."""

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("allow_blank"):
            kwargs.setdefault("min_length", 1)  # for the documentation; a blank one is refused before
        super().__init__(**kwargs)

    def to_internal_value(self, data: object) -> str:
        """This will refuse everything but a text."""
        return super().to_internal_value(data) if isinstance(data, str) else self.fail("invalid")


class Name(Text):
    """A person's name, on one line."""

    default_error_messages = {code: f"This {words}." for code, words in names.FAULTS.items()}

    def to_internal_value(self, data: object) -> str:
        """This will give the name in its normal form; one that nobody can see is blank."""
        name = normal.name(super().to_internal_value(data)) or self.fail("blank")
        return self.fail(fault) if (fault := names.fault(name)) else name


class Email(serializers.EmailField):
    """An e-mail address to which mails can be sent; 254 characters are all that one can have."""

    default_error_messages = {code: f"This {words}." for code, words in normal.Unsendable.WORDS.items()}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        # `normal.email` looks at the address as it will be kept, not as it was typed
        self.validators = [each for each in self.validators if not isinstance(each, EmailValidator)]

    def to_internal_value(self, data: object) -> str:
        """This will refuse everything but a text, and give the address in its normal form."""
        if not isinstance(data, str):
            return self.fail("invalid")
        try:
            return normal.email(super().to_internal_value(data))
        except normal.Unsendable as fault:
            return self.fail(fault.code)


class Uuid(serializers.UUIDField):
    """A UUID with its four hyphens, in either letter case."""

    def to_internal_value(self, data: object) -> uuid.UUID:
        """This will give the UUID."""
        return read_uuid(data) or self.fail("invalid", value=data)


class Day(serializers.DateField):
    """A date that exists, as YYYY-MM-DD."""

    default_error_messages = {"invalid": "Not a date in the form YYYY-MM-DD."}

    def to_internal_value(self, data: object) -> dt.date:
        """This will give the date."""
        if isinstance(data, str) and DAY_FORM.fullmatch(data):
            try:
                return dt.date.fromisoformat(data)
            except ValueError:
                pass
        return self.fail("invalid")


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["09:30"]})
class Clock(serializers.Field[int, str, str, Any]):
    """A wall time as HH:MM, read as minutes after midnight."""

    default_error_messages = {"invalid": "Not a time in the form HH:MM."}

    def to_internal_value(self, data: object) -> int:
        """This will give the minutes."""
        found = CLOCK_FORM.fullmatch(data) if isinstance(data, str) else None
        return int(found[1]) * 60 + int(found[2]) if found else self.fail("invalid")


@extend_schema_field({"type": "string", "format": "date-time"})
class Instant(serializers.Field[dt.datetime, str, str, Any]):
    """A whole minute as ISO 8601 with its offset from UTC, in any spelling of it."""

    whole_minutes = True
    default_error_messages = {
        "invalid": "Not a date and time in the form 2031-06-03T09:00:00+05:00; the offset from UTC must stand in it.",
        "seconds": "Times are whole minutes.",
    }

    def to_internal_value(self, data: object) -> dt.datetime:
        """This will give the instant in UTC."""
        if not isinstance(data, str) or not INSTANT_FORM.fullmatch(data):
            return self.fail("invalid")
        try:
            found = dt.datetime.fromisoformat(data.upper().replace(",", ".")).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            return self.fail("invalid")
        return self.fail("seconds") if self.whole_minutes and (found.second or found.microsecond) else found


class QueryInteger(serializers.IntegerField):
    """A whole number written in a query: ASCII digits and nothing else."""

    form = INTEGER_FORM

    def to_internal_value(self, data: object) -> int:
        """This will give the number."""
        return int(data) if isinstance(data, str) and self.form.fullmatch(data) else self.fail("invalid")


class WholeNumber(serializers.IntegerField):
    """A JSON number without a fraction: no text, no truth value."""

    def to_internal_value(self, data: object) -> int:
        """This will give the number."""
        return data if isinstance(data, int) and not isinstance(data, bool) else self.fail("invalid")


class Flag(serializers.BooleanField):
    """A JSON true or false: no text, no number."""

    def to_internal_value(self, data: object) -> bool:
        """This will give it."""
        return data if isinstance(data, bool) else self.fail("invalid", input=data)


def read_uuid(text: object) -> uuid.UUID | None:
    """This will give the UUID that a text is; None: it is none."""
    return uuid.UUID(text) if isinstance(text, str) and UUID_FORM.fullmatch(text) else None

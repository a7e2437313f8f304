"""A column of times inside an appointment: a multirange of UTC minutes on PostgreSQL, JSON on SQLite."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import models

from bookings.availability import Interval


class MinuteRanges(models.Field):  # type: ignore[type-arg]
    """Some times in UTC minutes, in order and apart, as a tuple of `Interval`; None: there are none."""

    def db_type(self, connection: Any) -> str:
        """This will give the type by which each engine can reckon with them."""
        return "int4multirange" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[Interval, ...] | None:
        """This will give the times of a row."""
        return ranges_read(value)

    def to_python(self, value: Any) -> tuple[Interval, ...] | None:
        """This will give the times from anything that the column may hold."""
        return value if value is None or isinstance(value, tuple) else ranges_read(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> str | None:
        """This will write the times as the engine has them."""
        if not value:
            return None
        if connection.vendor == "postgresql":
            return "{" + ",".join(f"[{start},{end})" for start, end in value) + "}"
        return json.dumps([list(each) for each in value])


def ranges_read(value: Any) -> tuple[Interval, ...] | None:
    """This will give the times from what an engine answers: text of JSON, or ranges with an upper and a lower bound."""
    if not value:
        return None
    pairs: Iterable[Iterable[int]] = (
        json.loads(value) if isinstance(value, str) else ((each.lower, each.upper) for each in value)
    )
    return tuple(Interval(*pair) for pair in pairs)

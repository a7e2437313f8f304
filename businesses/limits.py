"""How often somebody may do something: exact counts in the database, whatever the number of servers.

A window is counted by one statement that adds and reads at once, so of any number of simultaneous calls exactly as
many pass as the limit says. The window before still counts by the share of it that lies within the last
`per_seconds`, so that nobody does twice as much across the border of two windows.
"""

import datetime as dt
import hashlib
import hmac
import re
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F

from businesses.models import Tally

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RULE = re.compile(r"(?P<name>[a-z_]+)=(?P<count>\d{1,7})/(?P<length>\d{1,4})(?P<unit>[smhd])")
GRAMMAR = "Write rules such as holds=30/10m,bookings=20/1h,emails=5/1h,finds=5/15m, or none."
UNLIMITED = 0


class Limit(NamedTuple):
    """At most so many `times` within `per_seconds`; 0 is no limit."""

    name: str
    times: int
    per_seconds: int


class Exceeded(Exception):
    """It was done too often."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


# A salon's guests may all sit behind one address of an office or a telephone company.
OF_GUESTS = (
    Limit("holds", 60, 600),
    Limit("bookings", 30, 3600),
    Limit("emails", 10, 3600),
    Limit("finds", 5, 900),
)


def take(limit: Limit, who: str, *, now: dt.datetime) -> None:
    """This will count one more time that somebody does something. Raises `Exceeded` when it was once too often.

    A refused try is not counted: trying on does not make the wait any longer.
    """
    if limit.times == UNLIMITED:
        return
    seconds = int(now.timestamp())
    window = seconds - seconds % limit.per_seconds
    key = _hashed(limit.name, who)
    count = _counted(limit.name, key, window)
    before = Tally.objects.filter(name=limit.name, who=key, window=window - limit.per_seconds).values_list("count")
    earlier = min(next(iter(before), (0,))[0], limit.times)
    left = limit.per_seconds - seconds % limit.per_seconds
    if count + earlier * left // limit.per_seconds > limit.times:
        Tally.objects.filter(name=limit.name, who=key, window=window).update(count=F("count") - 1)
        raise Exceeded(retry_after_seconds=max(left, 1))


def purge(*, now: dt.datetime, longest_seconds: int = 2 * UNITS["d"]) -> int:
    """This will drop the windows that count no more, and give their number."""
    return Tally.objects.filter(window__lt=int(now.timestamp()) - longest_seconds).delete()[0]


def of_guests() -> dict[str, Limit]:
    """This will give the limits on the booking pages, as GUEST_LIMITS says. Raises `ImproperlyConfigured`."""
    return _read(settings.GUEST_LIMITS)


@lru_cache
def _read(written: str) -> dict[str, Limit]:
    found = {limit.name: limit for limit in OF_GUESTS}
    if written.strip() == "none":
        return {name: limit._replace(times=UNLIMITED) for name, limit in found.items()}
    for part in filter(None, (part.strip() for part in written.split(","))):
        rule = RULE.fullmatch(part)
        if not rule or rule["name"] not in found or int(rule["count"]) < 1 or int(rule["length"]) < 1:
            known = ", ".join(found)
            raise ImproperlyConfigured(f"GUEST_LIMITS: {part!r} is no rule (known: {known}). {GRAMMAR}")
        found[rule["name"]] = Limit(rule["name"], int(rule["count"]), int(rule["length"]) * UNITS[rule["unit"]])
    return found


def _counted(name: str, who: str, window: int) -> int:
    """The count with this time in it, by one statement that SQLite and PostgreSQL both know."""
    table = connection.ops.quote_name(Tally._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, who, {connection.ops.quote_name('window')}, count) VALUES (%s, %s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (name, who, {connection.ops.quote_name('window')}) "
            f"DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [name, who, window],
        )
        return int(cursor.fetchone()[0])


def _hashed(name: str, who: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{name}:{who}".encode(), hashlib.sha256).hexdigest()

"""The last calls of each key: noted in the process, written with the counts of `api_calls`, a few dozen kept.

A request adds to a short list in memory and writes nothing. What is noted and not yet written when a process dies, or
cannot be written, is lost: nobody is promised more than a look.
"""

import datetime as dt
import logging
import re
import threading
from collections import deque
from typing import NamedTuple

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from businesses.models import ApiKey, RecentCall

KEPT = 50  # of a key
KEPT_FOR = dt.timedelta(days=30)
AT_ONCE = 100  # rows a statement: SQLite takes no more than so many parameters
LONGEST_METHOD, LONGEST_PATH = 10, 100
NAMED = re.compile(r"<(?:\w+:)?(\w+)>")

logger = logging.getLogger(__name__)


class Call(NamedTuple):
    """One call, as it is noted; `route` is the map's pattern, never the path that was asked for."""

    at: dt.datetime
    method: str
    route: str
    status: int
    milliseconds: int
    request_id: str


_lock = threading.Lock()
_noted: dict[int, deque[Call]] = {}


def note(key: ApiKey, call: Call) -> None:
    """This will remember a call of a key until the next `flush`; of many only the last."""
    with _lock:
        _noted.setdefault(key.pk, deque(maxlen=KEPT)).append(call)


def flush() -> None:
    """This will write what is noted, and drop what is more than a key's last calls."""
    global _noted
    with _lock:
        noted, _noted = _noted, {}
    rows = [_row(key, call) for key, calls in sorted(noted.items()) for call in calls]
    for start in range(0, len(rows), AT_ONCE):
        _write(rows[start : start + AT_ONCE])


def of(key: ApiKey) -> list[RecentCall]:
    """This will give the last calls of a key that are written, the latest first. One query."""
    return list(RecentCall.objects.filter(key=key).order_by("-id")[:KEPT])


def purge(now: dt.datetime) -> int:
    """This will drop the calls that are old, and give their number."""
    return RecentCall.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def forget() -> None:
    """This will drop what is noted and not written; for tests, whose keys come and go."""
    with _lock:
        _noted.clear()


def shown(route: str) -> str:
    """This will write a pattern of the map as documentation does: `/v1/bookings/{id}`, `/v1/…` for an unknown path."""
    plain = NAMED.sub(r"{\1}", route.removeprefix("^"))
    return f"/{plain.partition('(')[0]}…" if route.startswith("^") else f"/{plain}"


def _row(key_id: int, call: Call) -> RecentCall:
    return RecentCall(
        key_id=key_id,
        at=call.at,
        method=call.method[:LONGEST_METHOD],
        path=shown(call.route)[:LONGEST_PATH],
        status=call.status,
        milliseconds=call.milliseconds,
        request_id=call.request_id,
    )


def _write(rows: list[RecentCall]) -> None:
    keys = {row.key_id for row in rows}
    try:
        with transaction.atomic():
            RecentCall.objects.bulk_create(rows)
            place = Window(RowNumber(), partition_by=F("key_id"), order_by=F("id").desc())
            ranked = RecentCall.objects.filter(key__in=keys).annotate(place=place)
            RecentCall.objects.filter(pk__in=ranked.filter(place__gt=KEPT).values("pk")).delete()
    except IntegrityError:  # a key was deleted meanwhile: nobody asks for its calls, but for those of the others
        if len(keys) > 1:
            for key in sorted(keys):
                _write([row for row in rows if row.key_id == key])
    except DatabaseError as error:
        logger.info("The last calls of %s keys could not be written: %s", len(keys), error)

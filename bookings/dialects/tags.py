"""ETag: a read that is asked again is answered 304 by the versions of the diaries alone, while nothing has changed.

A tag names the versions under which an answer was made, and until when it stays so by itself: where free times are
shown, the minute ends or a hold does. So no tag outlives what it stands for.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.dialects.base import DialectView
from businesses import diary

HEADER, SENT_BACK = "ETag", "If-None-Match"
PRIVATE = "private, no-cache"  # to be kept by the partner alone, and asked about each time
FOR_EVER = 0
LONGEST = 60_000_000  # microseconds that a tag of free times can stand

Handler = Callable[..., HttpResponseBase]


def tagged(*, timed: bool) -> Callable[[Handler], Handler]:
    """This will let a `get` be asked with the tag of an answer; `timed` where the answer depends on what time it is."""

    def decorate(read: Handler) -> Handler:
        @wraps(read)
        def get(view: DialectView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            made_of = _fingerprint(view, timed=timed)
            if sent := _known(request.headers.get(SENT_BACK, ""), made_of, now=view.now):
                return Response(status=304, headers={HEADER: sent, "Cache-Control": PRIVATE})
            answer = read(view, request, *args, **kwargs)
            until = _microseconds(view.shop.house.steady_until(view.now)) if timed else FOR_EVER
            if not timed or until > _microseconds(view.now):
                answer[HEADER], answer["Cache-Control"] = f'"{made_of}.{until:x}"', PRIVATE
            return answer

        get.tagged = True  # type: ignore[attr-defined]  # for the documentation
        return get

    return decorate


def _fingerprint(view: DialectView, *, timed: bool) -> str:
    """A hash of all that makes another answer, but for the time."""
    house, request = view.shop.house, view.request
    setup = diary.of_setup(house.business.pk)
    versions = house.versions if timed else {setup: house.versions.get(setup)}
    query = sorted((name, *values) for name, values in request.query_params.lists())
    question = [_program(), view.dialect.name, house.business.pk, request.path, query, sorted(versions.items())]
    return hashlib.sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _known(sent: str, made_of: str, *, now: dt.datetime) -> str | None:
    """The tag among those sent back that still stands for the answer."""
    for tag in sent.split(","):
        plain = tag.strip().removeprefix("W/")  # a proxy that compresses makes it weak
        found, _, until = plain.strip('"').partition(".")
        if found == made_of and _stands(until, _microseconds(now)):
            return plain
    return None


def _stands(until: str, now: int) -> bool:
    """Whether an instant, in hexadecimal microseconds, is yet to come; within a minute, if no clock was set back."""
    try:
        end = int(until, 16)
    except ValueError:
        return False
    return end == FOR_EVER or now < end <= now + LONGEST


def _microseconds(instant: dt.datetime) -> int:
    return (instant - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


@cache
def _program() -> str:
    """A hash of the program: another one may answer otherwise."""
    found = hashlib.sha256()
    for app in ("bookings", "businesses"):
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()

"""Idempotency-Key: a POST that is sent again does nothing again, and is answered as the first time, byte by byte.

The first answer is written in the transaction of what it speaks of, so that even who was cut off in between finds it.
Two at once: the later one waits for the first, in the database, and then finds its answer. Kept for 48 hours for each
API key; what was refused because somebody has the time, or the server is busy, is not kept, so it can be tried again.
"""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import errors
from bookings.dialects import bodies, faults
from bookings.dialects.base import BOOKING_HOLD, DialectView
from bookings.models import Booking
from businesses import once

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST = 255  # characters of a key
PASSING = (409, 429)  # and whatever is the server's fault: another time it may be otherwise

Handler = Callable[..., HttpResponseBase]


class Repeat:
    """What is asked with a key, and what was answered."""

    def __init__(self, view: DialectView, key: str) -> None:
        request = view.request
        query = sorted((name, *values) for name, values in request.query_params.lists())
        bodies.refuse_other_types(view.raw_body, request._request.content_type)
        body = bodies.canonical(view.raw_body)
        held = [value for name in [BOOKING_HOLD] if (value := request.headers.get(name)) is not None]
        self.question = once.asked(f"answer:{view.key.pk}", key, request.method, view.route, query, body, *held)
        self.now, self.noted = view.now, False

    def answer(self) -> HttpResponse | None:
        """This will give what was answered; None: nothing yet. Raises `AskedOtherwise`, for an erased answer too."""
        try:
            written = once.answered(self.question, now=self.now)
        except once.OtherQuestion:
            raise errors.AskedOtherwise from None
        if written is None:
            return None
        if not written:
            raise errors.AskedOtherwise
        kept = json.loads(written)
        answer = HttpResponse(kept["body"], JSONRenderer.media_type, kept["status"], headers=kept["headers"])
        if not kept["body"]:
            del answer["Content-Type"]
        answer[REPLAYED] = "true"
        return answer

    def note(self, answer: Response, about: str = "") -> None:
        """This will write an answer down, in the caller's transaction."""
        body = JSONRenderer().render(answer.data).decode()
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
        written = json.dumps({"status": answer.status_code, "headers": headers, "body": body})
        once.note(self.question, written, now=self.now, about=about)
        self.noted = True


def once_only(create: Handler) -> Handler:
    """This will let a `post` be repeated by its key: what makes something passes `noting(self, …)` to its operation."""

    @wraps(create)
    def post(view: DialectView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER)
        if key is None:
            return create(view, request, *args, **kwargs)
        if not 1 <= len(key) <= LONGEST:
            raise faults.BadRequest(HEADER, f"The key must have 1 to {LONGEST} characters.")
        view.repeat = repeat = Repeat(view, key)
        if before := repeat.answer():
            return before
        try:
            answer = create(view, request, *args, **kwargs)
        except Exception as error:
            if before := repeat.answer():  # to the same request, a moment ago
                return before
            return _refused(view, repeat, error)
        if not repeat.noted:
            raise RuntimeError(f"{request.method} {request.path} made something without noting its answer.")
        return answer

    return post


def noting(view: DialectView, show: Callable[[Any], Response]) -> Callable[[Sequence[Any]], None] | None:
    """This will give what an operation is to call in its transaction with what it made; None: nobody will repeat it.

    `show` makes the answer of the first thing made. If that is a booking, the answer is erased with it; what else
    is made may show nobody's data.
    """
    repeat: Repeat | None = view.repeat
    if repeat is None:
        return None

    def note(made: Sequence[Any]) -> None:
        repeat.note(show(made[0]), about=once.about(made[0]) if isinstance(made[0], Booking) else "")

    return note


def _refused(view: DialectView, repeat: Repeat, error: Exception) -> HttpResponseBase:
    """The answer to what could not be done, kept if it will be the same another time."""
    answer = view.handle_exception(error)
    passing = isinstance(error, errors.Taken | errors.Busy) or answer.status_code in PASSING
    if not passing and answer.status_code < 500:
        try:
            with transaction.atomic():
                repeat.note(answer)
        except IntegrityError:
            return repeat.answer() or answer
    return answer

"""Reads the JSON object that a request carries, and believes nothing that is said about it."""

import json
import math
from typing import Any

from django.http import HttpRequest

from bookings.dialects import faults

LIMIT = 65_536  # bytes


def refuse_too_large(request: HttpRequest) -> None:
    """This will raise `BodyTooLarge` for a body that says of itself that it is."""
    declared = request.META.get("CONTENT_LENGTH") or ""
    if declared.isascii() and declared.isdigit() and (len(declared) > 9 or int(declared) > LIMIT):
        raise faults.BodyTooLarge


def read_object(request: HttpRequest, *, required: bool = True) -> dict[str, Any]:
    """This will give the JSON object in a body; without `required` no body at all is an empty object.

    Raises `BodyTooLarge`, `UnsupportedMediaType`, or `BadRequest` for whatever is no object of finite numbers and
    clean texts.
    """
    raw = _bytes(request)
    if not raw and not required:
        return {}
    if raw and request.content_type != "application/json":
        raise faults.UnsupportedMediaType
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):  # bad UTF-8 and numbers of thousands of digits are ValueErrors too
        raise faults.BadRequest("", "The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise faults.BadRequest("", "The body must be a JSON object.")
    _refuse_dirty_texts(value)
    return value


def _bytes(request: HttpRequest) -> bytes:
    """The body, never more of it than one byte over the limit; whatever its length was said to be."""
    refuse_too_large(request)
    # A server that marks the end of the input itself also reads bodies in chunks, which announce no length.
    stream = request.META["wsgi.input"] if request.META.get("wsgi.input_terminated") else request
    chunks, wanted = [], LIMIT + 1
    try:
        while wanted and (chunk := stream.read(wanted)):
            chunks.append(chunk)
            wanted -= len(chunk)
    except OSError:
        raise faults.BadRequest("", "The body broke off.") from None
    if not wanted:
        raise faults.BodyTooLarge
    return b"".join(chunks)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError("a number too large")
    return number


def _refuse_dirty_texts(value: object) -> None:
    """This will raise `BadRequest` for NUL characters and halves of surrogate pairs in any text, names included."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            waiting += [*found.keys(), *found.values()]
        elif isinstance(found, list):
            waiting += found
        elif isinstance(found, str) and ("\0" in found or any("\ud800" <= letter <= "\udfff" for letter in found)):
            raise faults.BadRequest("", "A text holds a character that is none.")

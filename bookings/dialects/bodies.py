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


def read(request: HttpRequest) -> bytes:
    """This will read the body, which can be done once; never more of it than one byte over the limit.

    Raises `BodyTooLarge`, or `BadRequest` for one that breaks off.
    """
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


def refuse_other_types(raw: bytes, content_type: str | None) -> None:
    """This will raise `UnsupportedMediaType` for a body that does not call itself JSON."""
    if raw and content_type != "application/json":
        raise faults.UnsupportedMediaType


def parsed(raw: bytes, *, required: bool = True) -> dict[str, Any]:
    """This will give the JSON object in a body; without `required` no body at all is an empty object.

    Raises `BadRequest` for whatever is no object of finite numbers and clean texts, each of its names there once.
    """
    if not raw and not required:
        return {}
    try:
        value = json.loads(
            raw.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unambiguous
        )
    except (ValueError, RecursionError):  # bad UTF-8 and numbers of thousands of digits are ValueErrors too
        raise faults.BadRequest("", "The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise faults.BadRequest("", "The body must be a JSON object.")
    _refuse_dirty_texts(value)
    return value


def canonical(raw: bytes) -> str:
    """This will write a body in such a way that equal ones are equal, whatever their spaces and the order of names."""
    try:
        return json.dumps(parsed(raw), sort_keys=True)
    except (faults.BadRequest, RecursionError):
        return raw.hex()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError("a number too large")
    return number


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):  # two readers would read two things
        raise ValueError("a name stands there twice")
    return found


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

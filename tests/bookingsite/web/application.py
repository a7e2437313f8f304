"""What is served where the product itself does not matter."""

import json
import os
import time
from collections.abc import Callable, Iterable
from typing import Any

PIECE = b"." * 10_000


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """`/slow` takes a second, `/large/30` is 30 pieces long; all else tells what the server made of the request."""
    if environ["PATH_INFO"].startswith("/large/"):
        pieces = int(environ["PATH_INFO"].rpartition("/")[2])
        start_response("200 OK", [("Content-Length", str(pieces * len(PIECE)))])
        return (PIECE for _ in range(pieces))
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    body = environ["wsgi.input"].read()
    told = {key: value for key, value in environ.items() if isinstance(value, str)}
    answer = json.dumps({"pid": os.getpid(), "body": len(body), **told}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]

"""A picture that somebody sent is never shown as it came: `redraw.py` draws it anew, in a process of its own."""

import hashlib
import json
import math
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from businesses import pictures

REDRAW = Path(__file__).with_name("redraw.py")
LARGEST_BYTES = 10 * 1024 * 1024
PATIENCE = 10  # seconds for which somebody waits while pictures of others are drawn
LONGEST = 20  # seconds by the clock; `redraw.py` has a limit of its own for what it computes
ONE_AT_A_TIME = threading.Lock()  # in each process


class Unusable(Exception):
    """Says what is wrong with a file, and what would help."""


class Drawn(NamedTuple):
    """A picture drawn anew, not kept yet: its address, and its files by their names."""

    uploaded: pictures.Uploaded
    files: dict[str, bytes]


def drawn(data: bytes, *, of: UUID, size: int | None = None) -> Drawn:
    """This will draw a picture anew for the business of this UUID; `size` is that of the file when not all of it was
    read. Raises `Unusable`, in words for whoever sent it."""
    if len(data) > LARGEST_BYTES:
        has, most = (f"{math.ceil(each / 1024**2 * 10) / 10:g} MB" for each in (size or len(data), LARGEST_BYTES))
        raise Unusable(f"The file has {has}, and at most {most} can be sent. Save a smaller copy, and send that.")
    if not data:
        raise Unusable("The file is empty. Send it once more.")
    facts, made = _redrawn(data)
    if "fault" in facts:
        raise Unusable(f"The file {facts['fault']}. {facts['help']}")
    return _named(facts, made, of)


def drawn_here(data: bytes, *, of: UUID) -> Drawn:
    """This will draw a picture that comes with the product, which needs no process of its own."""
    from businesses import redraw  # and with it Pillow, which nobody else in this process needs

    facts, files = redraw.drawn(data, list(pictures.WIDTHS))
    return _named(facts, b"".join(files), of)


def _named(facts: dict[str, Any], made: bytes, of: UUID) -> Drawn:
    digest = hashlib.sha256(of.bytes + made).hexdigest()[:32]
    files, start = {}, 0
    for name, size in facts["sizes"].items():
        files[f"{digest}-{name}"] = made[start : start + size]
        start += size
    return Drawn(pictures.Uploaded(digest, facts["width"], facts["kind"]), files)


def _redrawn(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What the program says of a file, and what it made. Raises `Unusable`."""
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise Unusable("Other pictures are being drawn at this moment. Try again in a minute.")
    # Alone: it knows no setting of ours, and nobody's folders.
    command = [sys.executable, "-I", str(REDRAW), *map(str, pictures.WIDTHS)]
    try:
        ended = subprocess.run(  # noqa: S603 - nothing of the file is in the command
            command, input=data, capture_output=True, timeout=LONGEST, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unusable("The file takes too long to read. Save a smaller copy as a JPEG, and send that.") from None
    finally:
        ONE_AT_A_TIME.release()
    said, _, made = ended.stdout.partition(b"\n")
    if ended.returncode or not said:  # it was ended, for the memory or the time that the file wanted
        raise Unusable("The file cannot be read. Save a smaller copy as a JPEG, and send that.")
    return json.loads(said), made

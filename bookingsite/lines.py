"""The log's form: a record begins with its time (UTC) and is one line, whatever somebody put into what it tells.

An address that opens something by itself, such as a guest's link, is written without what opens it.
"""

import logging
import re
import textwrap
import time
from types import TracebackType
from typing import TypeAlias

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MARGIN = "    | "  # of a traceback, so that no line of it looks like a record
# What follows the beginning of these is as good as a password; within a frame so is the name of a guest's form. And
# what an owner searches for is somebody's name.
OPENING = re.compile(
    r"(/b/|/admin/start/|/admin/(?:welcome|password_reset)/[^/\s]+/|[?&](?:draft|hold|q)=)[^/\s?&\"']+"
)

Caught: TypeAlias = (
    "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"  # as `logging` has it
)


class Lines(logging.Formatter):
    """Writes line breaks, colours and other controls within a message as escapes, and sets tracebacks off."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line."""
        return _escaped(super().formatMessage(record))

    def formatException(self, ei: Caught) -> str:
        """The traceback behind a margin."""
        lines = super().formatException(ei).split("\n")
        return textwrap.indent("\n".join(map(_escaped, lines)), MARGIN, lambda line: True)


def brief(record: logging.LogRecord) -> bool:
    """A filter that lets all through: what Django refuses of a client, such as a foreign Host, needs no traceback."""
    if record.name.startswith("django.security"):
        record.exc_info = record.exc_text = None
    return True


def _escaped(text: str) -> str:
    return OPENING.sub(r"\1…", CONTROLS.sub(lambda found: repr(found[0])[1:-1], text))

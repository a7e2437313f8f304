"""The log's form: a record begins with its time and is one line, whatever somebody put into what it tells."""

import logging
import re
import textwrap
from types import TracebackType
from typing import TypeAlias

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MARGIN = "    | "  # of a traceback, so that no line of it looks like a record

Caught: TypeAlias = (
    "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"  # as `logging` has it
)


class Lines(logging.Formatter):
    """Writes line breaks, colours and other controls within a message as escapes, and sets tracebacks off."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line."""
        return _escaped(super().formatMessage(record))

    def formatException(self, ei: Caught) -> str:
        """The traceback behind a margin."""
        lines = super().formatException(ei).split("\n")
        return textwrap.indent("\n".join(map(_escaped, lines)), MARGIN, lambda line: True)


def _escaped(text: str) -> str:
    return CONTROLS.sub(lambda found: repr(found[0])[1:-1], text)

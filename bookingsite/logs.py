"""How much the log says."""

import logging


def one_line(record: logging.LogRecord) -> bool:
    """A filter that lets all through: what Django refuses of a client, such as a foreign Host, needs no traceback."""
    if record.name.startswith("django.security"):
        record.exc_info = record.exc_text = None
    return True

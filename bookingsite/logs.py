"""How much the log says."""

import logging

SECRETS = ("token", "signed")  # what opens something to whoever has it, as the routes call it


def one_line(record: logging.LogRecord) -> bool:
    """A filter that lets all through: what Django refuses of a client, such as a foreign Host, needs no traceback.

    Paths are written without the secrets in them.
    """
    if record.name.startswith("django.security"):
        record.exc_info = record.exc_text = None
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    for secret in (str(match.kwargs[name]) for name in SECRETS if name in match.kwargs) if match else ():
        if isinstance(record.args, tuple):
            record.args = tuple(_without(secret, each) for each in record.args)
    return True


def _without(secret: str, told: object) -> object:
    return told.replace(secret, "…") if isinstance(told, str) else told

"""The log `security`: who came in, who was refused, and what was done about keys, people and factors.

    security_log.note("signed in", request, by="password")     # signed in user=12 from=192.0.2.7 by=password

A line says ids, networks and names of limits: never a secret, nor what somebody typed in the place of a user name, for
that is a password at times. What was typed is written as a short word that is the same for the same text.
"""

import logging

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from businesses import addresses

NAME = "security"
logger = logging.getLogger(NAME)


def note(what: str, request: HttpRequest | None = None, **facts: object) -> None:
    """This will write what happened, by which user and from which network as a request says, and further facts.

    Who gives a `user` has the request's own left unread: a partner's request has none.
    """
    said: dict[str, object] = {}
    if request is not None:
        said["user"] = facts.pop("user") if "user" in facts else getattr(getattr(request, "user", None), "pk", None)
        said["from"] = addresses.networks(request.META.get("REMOTE_ADDR", "")).near
    said |= facts
    logger.info("%s %s", what, " ".join(f"{name}={_word(fact)}" for name, fact in said.items()))


def stand_in(typed: str) -> str:
    """This will give what is written instead of what somebody typed."""
    return salted_hmac("businesses.security_log", typed, algorithm="sha256").hexdigest()[:12]


def _word(fact: object) -> str:
    """A fact without blanks, so that a line can be taken apart."""
    return "_".join(str("-" if fact is None else fact).split()) or "-"

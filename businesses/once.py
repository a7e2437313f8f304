"""Once: whoever repeats a key is given the first answer, and whoever asks something else with it is told so.

`answered` looks, `note` writes the answer in the transaction of what it speaks of. Of two who come with one key at
once, the second waits in `note` for the first and gets an `IntegrityError` (`once_a_key`); then it looks again.
"""

import datetime as dt
import hashlib
from typing import NamedTuple

from django.db.models import Model

from businesses.models import Once
from businesses.models.api_key import hash_secret

KEPT = dt.timedelta(hours=48)
CONSTRAINT = "once_a_key"


class OtherQuestion(Exception):
    """The key was used before, for something else."""


class Asked(NamedTuple):
    """A key within its scope, and what is asked with it as a hash."""

    scope: str
    key_hash: str
    fingerprint: str


def asked(scope: str, key: str, *question: object) -> Asked:
    """This will name a question: `question` is everything that makes it another one, as plain values."""
    fingerprint = hashlib.sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()
    return Asked(scope, hash_secret(key), fingerprint)


def answered(question: Asked, *, now: dt.datetime) -> str | None:
    """This will give the answer that was given within 48 hours; None: there was none. Raises `OtherQuestion`."""
    found = Once.objects.filter(scope=question.scope, key_hash=question.key_hash)
    for fingerprint, answer, created_at in found.values_list("fingerprint", "answer", "created_at"):
        if created_at < now - KEPT:
            found.filter(created_at=created_at).delete()  # the key may be used anew
            return None
        if fingerprint != question.fingerprint:
            raise OtherQuestion
        return answer
    return None


def note(question: Asked, answer: object, *, now: dt.datetime, about: str = "") -> None:
    """This will write an answer down, within the transaction that makes it true.

    `about` says whose data stands in the answer, so that `erase` finds it.
    """
    Once.objects.create(**question._asdict(), answer=str(answer), created_at=now, about=about)


def forget(question: Asked) -> None:
    """This will take an answer back, so that the key can be answered anew."""
    Once.objects.filter(scope=question.scope, key_hash=question.key_hash).delete()


def about(row: Model) -> str:
    """This will name whose data stand in an answer, as `note` and `erase` take it."""
    return f"{row._meta.model_name}:{row.pk}"


def erase(about: str) -> int:
    """This will empty the answers about something, and give their number.

    Their keys stay used, so that nothing is done twice.
    """
    return Once.objects.filter(about=about).update(answer="")


def purge(now: dt.datetime) -> int:
    """This will forget what nobody repeats any more, and give the number of it."""
    return Once.objects.filter(created_at__lt=now - KEPT).delete()[0]

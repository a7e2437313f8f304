"""The keys that sign and encrypt: none that can be guessed opens a site that others can reach."""

from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST, FEWEST_DIFFERENT = 32, 8  # characters
HOW_TO = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def secret_key(given: str, kept: Path, *, debug: bool) -> str:
    """This will give the key from the environment, else the one in a file, else (only to debug) a fixed one.

    Raises `ImproperlyConfigured` when there is none.
    """
    if given:
        return given
    if kept.is_file():
        return kept.read_text().strip()
    if debug:
        return "only-for-debugging-" + "0" * 40
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put a long random text into the environment or into .env; "
        "`make run` makes one by itself, and DEBUG=true does without."
    )


def refuse_weak(name: str, keys: Sequence[str]) -> None:
    """This will raise `ImproperlyConfigured` when a key is too short or too uniform to be random."""
    for key in keys:
        if len(key) < SHORTEST or len(set(key)) < FEWEST_DIFFERENT or key.startswith("django-insecure-"):
            raise ImproperlyConfigured(
                f"{name} can be guessed: it needs {SHORTEST} random characters or more. Make one: {HOW_TO}"
            )

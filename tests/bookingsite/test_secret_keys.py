"""A site that others can reach does not start with a key that can be guessed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bookingsite import secret_keys

ROOT = Path(__file__).parents[2]
STRONG = "jH4-tE9_xW2aQ7pL0sD3fG6kZ8cV5bN1mY"


@pytest.mark.parametrize("key", ["x", "changeme", "a" * 60, "abcabcab" * 8, "django-insecure-" + STRONG])
def test_a_key_that_can_be_guessed_is_refused_with_what_would_work(key):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY can be guessed: it needs 32 random .*token_urlsafe"):
        secret_keys.refuse_weak("SECRET_KEY", [STRONG, key])


def test_random_ones_are_not():
    secret_keys.refuse_weak("SECRET_KEY", [STRONG])


@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS", "WEBHOOK_SECRET_KEY"])
def test_every_variable_with_keys_is_looked_at_when_the_site_starts(name):
    assert f"{name} can be guessed" in started({"SECRET_KEY": STRONG, name: "x"}).stderr


def test_to_debug_any_key_does():
    assert started({"SECRET_KEY": "x", "DEBUG": "true"}).returncode == 0


def started(environment):
    """What reading the settings says in a process of its own."""
    bare = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:"}
    read = [sys.executable, "-c", "import bookingsite.settings"]
    return subprocess.run(read, cwd=ROOT, env=bare | environment, capture_output=True, text=True, check=False)

"""How another process finds the test's database."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """The test database as another process finds it: where ours is, by its own name."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(name).resolve()}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def environment() -> dict[str, str]:
    """The environment of a process with the test's data, and the product's own settings."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bookingsite.settings",  # as it is served: planning again is no query per row
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "false",
    }

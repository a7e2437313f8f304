"""The dialects, for tools that are not the product's: what `bookings.dialects` mounts is asked, and nothing is listed
twice."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookings.dialects.about import About

ROOT = Path(__file__).resolve().parent.parent


def every() -> "dict[str, About]":
    """This will give what each dialect says of itself, by its name. It sets the product up within this process."""
    _set_up()
    from bookings.dialects import introduced

    return introduced.every()


def for_customers() -> tuple[str, ...]:
    """This will name those that have keys for one customer."""
    _set_up()
    from businesses import api_rights

    return tuple(str(dialect) for dialect in api_rights.FOR_CUSTOMERS)


def _set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookingsite.settings")
    import django

    django.setup()

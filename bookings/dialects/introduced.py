"""The dialects that are mounted, as they introduce themselves."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bookings.dialects import urls
from bookings.dialects.about import About


def every() -> dict[str, About]:
    """This will give what each dialect says of itself, by its name."""
    return {name: room(name, "about").ABOUT for name in urls.DIALECTS}


def all_pages() -> dict[str, About]:
    """This will give what has a page of documentation: each dialect, and what we add for all of them."""
    return every() | {urls.OURS: room(urls.OURS, "about").ABOUT}


def dialect(name: str) -> Any:
    """This will give the dialect as its requests are answered."""
    return room(name, "authentication").DIALECT


def endpoints(name: str) -> Sequence[Any]:
    """This will give the addresses that a partner may know."""
    documented: Sequence[Any] = room(name, "urls").documented
    return documented


def room(name: str, called: str) -> Any:
    """This will give a room of a vendor's folder."""
    return import_module(f"bookings.dialects.{name}.{called}")

"""How a dialect introduces itself: its documentation and the tools are made of this and of what it declares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class First(NamedTuple):
    """Of a list the first entry whose `field` is true, or is what an earlier step kept as `equals`."""

    field: str
    equals: str = ""


class Keep(NamedTuple):
    """What of an answer later steps need: the way to it, by names, numbers and `First`.

    Without a way it is the last part of the address in the answer's header Location.
    """

    way: tuple[str | int | First, ...] = ()
    is_number: bool = False


class Step(NamedTuple):
    """A request of the example. Path and body may name what is kept: `{service}`; `{date}`, `{weekday}` (Monday is 0),
    `{start}` (an instant) and the number of a service are given. In the body it stands for the whole value."""

    title: str
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    keeps: Mapping[str, Keep] = {}


class Chapter(NamedTuple):
    """What a program must know that no list of endpoints says: a heading, and paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """A vendor's API, for those who write programs for it."""

    name: str  # of its folder, and of its keys
    vendor: str
    title: str
    summary: str
    header: str  # which carries the key: "X-API-Key: {key}"
    coming_from: tuple[str, ...]  # five lines for who has a program for the vendor
    steps: tuple[Step, ...]
    example: str = "Lists, finds a free time, books it, shows the booking and cancels it."
    chapters: tuple[Chapter, ...] = ()
    samples: Mapping[type[Exception], Exception] = field(default_factory=dict)  # of errors that say more than words

"""What a channel is, and what can become of one try."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bookings.models import Delivery, Event


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, at `recipient`; `answer` is what was said."""

    recipient: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not arrive this time. `after_seconds` is what the receiver asked for, at least."""

    answer: str
    recipient: str = ""
    after_seconds: float = 0


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It will never arrive."""

    answer: str
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """There is nothing to say any more, or nobody to say it to."""

    answer: str


Outcome = Delivered | Retry | GivenUp | Skipped


class Channel(Protocol):
    """A way to tell somebody, by the name that deliveries have for it.

    `schedule`: the seconds between one try and the next; after the last it is given up.
    """

    name: str
    schedule: Sequence[float]

    def plan(self, event: Event, *, now: dt.datetime) -> list[Delivery]:
        """This will give the unsaved deliveries that an event makes."""

    def send(self, delivery: Delivery, *, now: dt.datetime) -> Outcome:
        """This will try once, outside of any transaction."""

    def gave_up(self, delivery: Delivery, *, now: dt.datetime) -> None:
        """This will do what follows when a delivery was given up."""

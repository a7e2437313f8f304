"""Everything the engine can refuse, as facts. No status codes, no vendor's words: each dialect has its phrasebook.

Refused
├── NotBookable            the request names something that cannot be booked
│   ├── ServiceNotOffered      the service is inactive
│   ├── StaffNotOffered        that person does not perform it, or takes no bookings
│   ├── NotOffered             a start off the grid, closed, past, too soon, too far, of nobody
│   ├── PartyTooLarge          more people than the service ever has places
│   └── CustomerBlocked        the business does not want this customer
├── Taken                  the time was offered, but somebody has it
│   ├── SlotTaken              nobody (and nothing) is free at that start
│   └── HoldLost               the hold is over, and its time went to somebody else
├── NotPossible            the booking is not in a state that allows it
│   ├── WrongStatus            the life cycle has no such step
│   ├── TooLate                inside the cancel notice, or past
│   └── HoldNotYours           the token does not open this hold
└── Busy                   locks were not to be had in time: nothing happened, try again
"""

import datetime as dt
from collections.abc import Callable
from functools import cached_property


class Refused(Exception):
    """The engine says no; nothing was changed."""


class NotBookable(Refused):
    """The request names something that cannot be booked."""


class ServiceNotOffered(NotBookable):
    """The service is inactive."""


class StaffNotOffered(NotBookable):
    """That person does not perform the service, or takes no bookings."""


class NotOffered(NotBookable):
    """The start is not offered: off the grid, closed, past, too soon, too far, or nobody performs the service."""

    def __init__(self, starts_at: dt.datetime, *, past: bool = False) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at
        self.past = past


class PartyTooLarge(NotBookable):
    """The service never has that many places."""

    def __init__(self, *, party_size: int, capacity: int) -> None:
        super().__init__(party_size, capacity)
        self.party_size = party_size
        self.capacity = capacity


class CustomerBlocked(NotBookable):
    """The business does not take bookings of this customer."""


class Taken(Refused):
    """The time was offered, but somebody has it."""


class SlotTaken(Taken):
    """Nobody is free at an offered start. `alternatives` (instants in UTC) are looked up only when somebody asks."""

    def __init__(
        self, starts_at: dt.datetime, *, find_alternatives: Callable[[], list[dt.datetime]] = list, places_left: int = 0
    ) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at
        self.places_left = places_left
        self._find_alternatives = find_alternatives

    @cached_property
    def alternatives(self) -> list[dt.datetime]:
        """The nearest free starts, as instants in UTC."""
        return self._find_alternatives()


class HoldLost(Taken):
    """The hold ran out and its time went to somebody else."""

    def __init__(self, starts_at: dt.datetime) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at


class NotPossible(Refused):
    """The booking is not in a state that allows it."""


class WrongStatus(NotPossible):
    """The life cycle of a booking has no such step."""

    def __init__(self, *, status: str, wanted: str) -> None:
        super().__init__(status, wanted)
        self.status = status
        self.wanted = wanted


class TooLate(NotPossible):
    """It is past, or inside the notice that the business asks for."""

    def __init__(self, *, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


class HoldNotYours(NotPossible):
    """The token does not open this hold."""


class Busy(Refused):
    """The locks were not to be had in time; nothing happened, the same request may be sent again."""

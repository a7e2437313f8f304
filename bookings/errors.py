"""Everything the engine can refuse, as facts. No status codes, no vendor's words: each dialect has its phrasebook.

Refused
├── NotBookable            the request names something that cannot be booked
│   ├── ServiceNotOffered      the service is inactive
│   ├── StaffNotOffered        that person does not perform it, or takes no bookings
│   ├── NotOffered             a start off the grid, closed, past, too soon, too far, of nobody
│   ├── PartyTooLarge          more people than the service ever has places
│   ├── SeriesTooLong          more occurrences, or more years, than a series may have
│   └── CustomerBlocked        the business does not want this customer
├── Taken                  the time was offered, but somebody has it
│   ├── SlotTaken              nobody (and nothing) is free at that start
│   ├── SeriesTaken            some of many starts that are wanted together are not to be had
│   ├── AlreadyBooked          by the same customer, who may come once
│   └── HoldLost               the hold is over, and its time went to somebody else
├── KeptEnough             the caller keeps as many times from others as one may before they are sure to come
├── NotPossible            the booking is not in a state that allows it
│   ├── WrongStatus            the life cycle has no such step
│   ├── PartOfVisit            somebody in the appointment comes for more than this: their visit moves whole
│   ├── TooLate                inside the cancel notice, or past
│   ├── ChangedMeanwhile       somebody else changed it since it was looked at
│   ├── AskedOtherwise         the key or form was used before, for something else
│   ├── ExtendedEnough         the hold was made longer as often as it may be
│   ├── HoldNotYours           the token or the key does not open this hold
│   └── HeldOtherwise          the hold is of something else than what is to be booked with it
└── Busy                   locks were not to be had in time: nothing happened, try again
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from bookings.availability import Reason, Rule

Said = TypeVar("Said")


def said(phrasebook: Mapping[type[Exception], Said], error: Exception) -> Said:
    """This will give what a phrasebook says to an error: to its own class, else to the nearest one above it.

    Raises `LookupError` where it has nothing to say.
    """
    for kind in type(error).__mro__:
        if kind in phrasebook:
            return phrasebook[kind]
    raise LookupError(f"no words for {error!r}")


class Refused(Exception):
    """The engine says no; nothing was changed."""


class NotBookable(Refused):
    """The request names something that cannot be booked."""


class ServiceNotOffered(NotBookable):
    """The service is inactive."""


class StaffNotOffered(NotBookable):
    """That person does not perform the service, or takes no bookings."""


class NotOffered(NotBookable):
    """The start is not offered. `reason` is the rule that keeps it from all; None: nobody performs the service."""

    def __init__(self, starts_at: dt.datetime, reason: Reason | None = None) -> None:
        super().__init__(starts_at, reason)
        self.starts_at = starts_at
        self.reason = reason

    @property
    def past(self) -> bool:
        """Whether the start is over."""
        return self.reason is not None and self.reason.rule is Rule.PAST

    @property
    def too_soon(self) -> bool:
        """Whether the start is to come, but sooner than the business wants."""
        return self.reason is not None and self.reason.rule is Rule.LEAD_TIME

    @property
    def too_far(self) -> bool:
        """Whether the start is further from now than the caller may book."""
        return self.reason is not None and self.reason.rule is Rule.WINDOW


class PartyTooLarge(NotBookable):
    """The service never has that many places."""

    def __init__(self, *, party_size: int, capacity: int) -> None:
        super().__init__(party_size, capacity)
        self.party_size = party_size
        self.capacity = capacity


class SeriesTooLong(NotBookable):
    """A series has at most so many occurrences, the last of them on a local date until then."""

    def __init__(self, *, most: int, until: dt.date) -> None:
        super().__init__(most, until)
        self.most = most
        self.until = until


class CustomerBlocked(NotBookable):
    """The business does not take bookings of this customer."""


class Taken(Refused):
    """The time was offered, but somebody has it."""


class SlotTaken(Taken):
    """Nobody is free at an offered start for a party. Why, and what else is free, is looked up when somebody asks."""

    def __init__(
        self,
        starts_at: dt.datetime,
        *,
        party_size: int = 1,
        find_reason: Callable[[], Reason | None] = lambda: None,
        find_alternatives: Callable[[], list[dt.datetime]] = list,
    ) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at
        self.party_size = party_size
        self._find_reason = find_reason
        self._find_alternatives = find_alternatives

    @cached_property
    def reason(self) -> Reason | None:
        """The rule that keeps those away who come nearest to being free."""
        return self._find_reason()

    @property
    def is_full(self) -> bool:
        """Whether there is a group at the start, with too few places left."""
        return self.reason is not None and self.reason.rule is Rule.FULL

    @property
    def lacks_thing(self) -> bool:
        """Whether somebody is free, and nothing but what they would need is not."""
        return self.reason is not None and self.reason.rule is Rule.RESOURCE

    @cached_property
    def alternatives(self) -> list[dt.datetime]:
        """The nearest free starts, as instants in UTC."""
        return self._find_alternatives()


class SeriesTaken(Taken):
    """Some of many starts that are wanted together are not to be had, so none was booked.

    `starts` are all of those, as instants in UTC and in order; `refusals` says of each what keeps it.
    """

    def __init__(self, *, starts: Sequence[dt.datetime], refusals: "Sequence[SlotTaken | NotOffered]" = ()) -> None:
        super().__init__(starts)
        self.starts = list(starts)
        self.refusals = list(refusals)


class AlreadyBooked(Taken):
    """The customer has a booking of that service at that start already."""

    def __init__(self, starts_at: dt.datetime) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at


class HoldLost(Taken):
    """The hold ran out and its time went to somebody else."""

    def __init__(self, starts_at: dt.datetime) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at


class KeptEnough(Refused):
    """The caller keeps as many times from others as one may who is not sure to come."""


class NotPossible(Refused):
    """The booking is not in a state that allows it."""


class WrongStatus(NotPossible):
    """The life cycle of a booking has no such step."""

    def __init__(self, *, status: str, wanted: str) -> None:
        super().__init__(status, wanted)
        self.status = status
        self.wanted = wanted


class PartOfVisit(NotPossible):
    """Somebody in the appointment has other services in the same visit, which moves whole or not at all."""


class TooLate(NotPossible):
    """It is past, or inside the notice that the business asks for."""

    def __init__(self, *, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


class ChangedMeanwhile(NotPossible):
    """Somebody else changed the booking since the caller looked at it."""


class AskedOtherwise(NotPossible):
    """The key or form was used before, for something else; nothing is done twice, and nothing else in its name."""


class ExtendedEnough(NotPossible):
    """The hold was made longer as often as it may be."""


class HoldNotYours(NotPossible):
    """The token or the key does not open this hold."""


class HeldOtherwise(NotPossible):
    """The hold is of another service, start, person or party than what is to be booked with it."""


class Busy(Refused):
    """The locks were not to be had in time; nothing happened, the same request may be sent again."""

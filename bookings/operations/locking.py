"""Changes a booking that exists: what the caller read serves the first try, and is read anew for every other.

A booking's `sequence` proves that nothing happened to it since it was read: `recording.record` compares it. A refusal
is believed only when the booking was read for it, so nobody is refused for what is no longer so.
"""

import copy
from collections.abc import Callable, Iterator
from types import TracebackType

from django.db import transaction

from bookings import errors
from bookings.models import Booking, Place
from bookings.operations.releasing import diaries_of
from bookings.operations.settling import ATTEMPTS, Stale, Transaction
from businesses import diary


def attempts(booking: Booking, *, time: bool = False, meet: Callable[[], object] | None = None) -> "Iterator[Attempt]":
    """This will give one attempt after the other until one comes true: `for attempt in …: with attempt as current: …`.

    With `time` the diaries of the booking are locked, and their versions raised at the end; `meet` is called before.
    """
    known = _copy(booking)
    for _ in range(ATTEMPTS):
        attempt = Attempt(known or read(booking), time=time, fresh=known is None, meet=meet)
        if attempt.opened(attempt.lock):
            yield attempt
        if attempt.done:
            return
        known = None
    raise errors.Busy


def attempts_at_all(read: Callable[[], list[Booking]]) -> "Iterator[AttemptAtAll]":
    """This will give one attempt after the other at many bookings, read anew for each, until one comes true.

    Their diaries are locked, and raised at the end. `recording.record_all` proves that nothing happened to them.
    """
    for _ in range(ATTEMPTS):
        attempt = AttemptAtAll(read())
        if attempt.opened(attempt.lock):
            yield attempt
        if attempt.done:
            return
    raise errors.Busy


class AttemptAtAll(Transaction):
    """One try at a change of many bookings of one business, in a transaction of its own."""

    def __init__(self, found: list[Booking]) -> None:
        super().__init__()
        self.found = found
        self.keys = {key for booking in found for key in diaries_of(booking)}

    def lock(self) -> None:
        """This will lock the diaries of all."""
        if self.keys:
            diary.lock(business_id=self.found[0].business_id, keys=self.keys)

    def last(self) -> None:
        """This will say that the diaries changed."""
        if self.keys:
            diary.raise_versions(business_id=self.found[0].business_id, keys=self.keys)

    def __enter__(self) -> list[Booking]:
        return self.found


class Attempt(Transaction):
    """One try at a change, in a transaction of its own."""

    def __init__(self, current: Booking, *, time: bool, fresh: bool, meet: Callable[[], object] | None) -> None:
        super().__init__()
        self.current, self.fresh, self.meet = current, fresh, meet
        self.sequence, self.keys = current.sequence, diaries_of(current) if time else set()
        self.versions: diary.Versions = {}

    def lock(self) -> None:
        """This will lock the diaries, where time is at stake."""
        if self.meet is not None:
            self.meet()
        self.versions = diary.lock(business_id=self.current.business_id, keys=self.keys)

    def last(self) -> None:
        """This will say that the diaries changed; that nothing was to be done is believed of a fresh reading only."""
        if self.current.sequence != self.sequence:
            diary.raise_versions(business_id=self.current.business_id, keys=self.keys)
        elif not self.fresh:
            raise Stale
        else:  # nor was a guest met
            transaction.set_rollback(True)

    def __enter__(self) -> Booking:
        return self.current

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        dealt_with = super().__exit__(kind, error, trace)
        return dealt_with or (isinstance(error, errors.Refused) and not self.fresh)


def _copy(booking: Booking) -> Booking | None:
    """What the caller has, to be changed without their seeing it; None: its parts were not read."""
    if "places" not in getattr(booking, "_prefetched_objects_cache", {}):
        return None
    current = copy.copy(booking)
    current.take_places([_part(place) for place in booking.places.all()])
    return current


def _part(place: Place) -> Place:
    part = copy.copy(place)
    part.appointment = copy.copy(part.appointment)
    return part


def read(booking: Booking) -> Booking:
    """This will read a booking with its details once more; raises `Booking.DoesNotExist` when it is gone."""
    current = Booking.objects.filter(pk=booking.pk).whole()
    if current is None:
        raise Booking.DoesNotExist(booking.pk)
    return current

"""What is booked in one diary, as masks of a span. What only holds keep stands apart, for it ends by itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bookings.availability.span import Span
from bookings.availability.timeline import Interval, runs


class Group(NamedTuple):
    """An appointment that others may join, perhaps with a thing of its own. `holds`: until when (UTC seconds) and how
    many places are only held."""

    key: int
    service: int
    start: int
    time: Interval  # with both buffers
    places: int
    taken: int
    holds: tuple[tuple[int, int], ...] = ()
    thing: int | None = None

    def taken_at(self, second: float) -> int:
        """This will count the places that are taken then."""
        return self.taken - sum(size for until, size in self.holds if until <= second)


class Booked(NamedTuple):
    """An appointment: its time with both buffers and without, in UTC minutes. `until`: UTC seconds when its last hold
    ends, where nothing but holds keeps it."""

    key: int
    time: Interval
    served: Interval
    until: int | None = None


class Busy:
    """One diary. Appointments in it never overlap, so that taking one out is taking out its minutes."""

    def __init__(self, span: Span, rows: Iterable[Booked] = (), groups: Sequence[Group] = ()) -> None:
        self.span, self.groups = span, tuple(groups)
        rows = list(rows)
        self.taken = span.mask(row.time for row in rows if row.until is None)
        self.served = span.mask(row.served for row in rows if row.until is None)
        self.holds = tuple(sorted((row for row in rows if row.until is not None), key=lambda row: row.until or 0))
        self._gaps: dict[tuple[int, int], int] = {}

    def held(self, second: float) -> tuple[Booked, ...]:
        """This will give the holds that still run then."""
        return tuple(row for row in self.holds if row.until is not None and row.until > second)

    def lapsed(self, second: float) -> tuple[Booked, ...]:
        """This will give the holds that are over then, and that nobody has tidied yet."""
        return tuple(row for row in self.holds if row.until is not None and row.until <= second)

    def ends(self) -> Iterator[int]:
        """This will give the seconds at which something is free by itself, since a hold ends."""
        yield from (row.until for row in self.holds if row.until is not None)
        yield from (until for group in self.groups for until, _ in group.holds)

    def gaps(self, before: int, minutes: int) -> int:
        """This will give the starts around which `minutes`, `before` of them before the start, are not taken."""
        key = before, minutes
        if key not in self._gaps:
            self._gaps[key] = gaps_of(self.taken, self.span, before, minutes)
        return self._gaps[key]

    def weight(self) -> int:
        """This will say how much memory it takes, in bytes, about."""
        masks = self.taken, self.served, *self._gaps.values()
        return sum(mask.bit_length() // 7 for mask in masks) + 200 * (len(self.holds) + len(self.groups)) + 500


def gaps_of(taken: int, span: Span, before: int, minutes: int) -> int:
    """This will give the starts around which `minutes`, `before` of them before the start, are not in a mask."""
    return runs(span.everything & ~taken, minutes) << before

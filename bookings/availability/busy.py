"""What is booked in one diary, as masks of a span. What only holds keep stands apart, for it ends by itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bookings.availability.span import Span
from bookings.availability.timeline import Interval, runs


class Group(NamedTuple):
    """An appointment that others may join, perhaps with a thing of its own. `holds`: until when (UTC seconds) and how
    many places are only held. One that is `planned` stays with nobody in it, and is offered whenever it is."""

    key: int
    service: int
    start: int
    time: Interval  # with both buffers
    places: int
    taken: int
    holds: tuple[tuple[int, int], ...] = ()
    thing: int | None = None
    waits: tuple[Interval, ...] = ()
    planned: bool = False
    place: int | None = None

    def taken_at(self, second: float) -> int:
        """This will count the places that are taken then."""
        if not self.holds:
            return self.taken
        return self.taken - sum(size for until, size in self.holds if until <= second)


class Booked(NamedTuple):
    """An appointment: its time with both buffers and without, in UTC minutes. `until`: UTC seconds when its last hold
    ends, where nothing but holds keeps it. `waits`: when the one whose diary it is in is free meanwhile."""

    key: int
    time: Interval
    served: Interval
    until: int | None = None
    waits: tuple[Interval, ...] = ()

    @property
    def work(self) -> tuple[Interval, ...]:
        """What of its time is taken of the diary."""
        return self.time.without(self.waits)

    @property
    def worked(self) -> tuple[Interval, ...]:
        """The same without the buffers."""
        return self.served.without(self.waits)


class Busy:
    """One diary. No minute of it is taken by two appointments, so that taking one out is taking out its minutes."""

    def __init__(self, span: Span, rows: Iterable[Booked] = (), groups: Sequence[Group] = ()) -> None:
        self.span, self.groups = span, tuple(groups)
        rows = list(rows)
        booked = [row for row in rows if row.until is None]
        waiting = [row for row in booked if row.waits]
        whole = [row for row in booked if not row.waits] if waiting else booked
        self.taken = span.mask([*(row.time for row in whole), *(time for row in waiting for time in row.work)])
        self.served = span.mask([*(row.served for row in whole), *(time for row in waiting for time in row.worked)])
        self.holds = tuple(sorted((row for row in rows if row.until is not None), key=lambda row: row.until or 0))
        self._gaps: dict[tuple[Interval, ...], int] = {}

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

    def gaps(self, times: tuple[Interval, ...]) -> int:
        """This will give the starts around which these times, counted from the start, are not taken."""
        if times not in self._gaps:
            self._gaps[times] = gaps_of(self.taken, self.span, times)
        return self._gaps[times]

    def weight(self) -> int:
        """This will say how much memory it takes, in bytes, about."""
        masks = self.taken, self.served, *self._gaps.values()
        return sum(mask.bit_length() // 7 for mask in masks) + 200 * (len(self.holds) + len(self.groups)) + 500


def gaps_of(taken: int, span: Span, times: Iterable[Interval]) -> int:
    """This will give the starts around which these times, counted from the start, are not in a mask."""
    free, starts = span.everything & ~taken, -1
    for begin, end in times:
        fitting = runs(free, end - begin)
        starts &= fitting >> begin if begin > 0 else fitting << -begin
    return starts

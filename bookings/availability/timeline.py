"""Sets of whole minutes as integers, so that a month of a diary is one number and "is it free?" is one operation.

Bit n of a mask is the minute `origin + n`; minutes are counted in UTC since 1970. Masks of one window share an origin.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Interval(NamedTuple):
    """A half-open time, in minutes: `start` belongs to it, `end` does not."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many minutes."""
        return self.end - self.start

    def overlaps(self, other: "Interval") -> bool:
        """Whether a minute belongs to both."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: "Interval") -> bool:
        """Whether every minute of the other belongs to this."""
        return self.start <= other.start and other.end <= self.end

    def later(self, minutes: int) -> "Interval":
        """This will give the same time, so many minutes later."""
        return Interval(self.start + minutes, self.end + minutes)

    def without(self, holes: "Sequence[Interval]") -> "tuple[Interval, ...]":
        """This will give what is left of it beside holes, which lie inside it, in order and apart."""
        if not holes:
            return (self,)
        edges = [self.start, *(edge for hole in holes for edge in hole), self.end]
        return tuple(Interval(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))


def mask_of(intervals: Iterable[Interval], window: Interval) -> int:
    """This will give the minutes of the intervals that lie in the window, as a mask from the window's start.

    Subtracting the number that has a bit at every start from the one that has a bit at every end sets exactly the
    bits between them, so the work is one bit per edge and one subtraction, however long the intervals are. That asks
    for intervals apart from each other, so of one that overlaps those before it only the rest is taken.
    """
    origin, limit = window
    size = (limit - origin) // 8 + 1
    starts, ends = bytearray(size), bytearray(size)
    covered = origin
    for start, end in sorted(intervals):
        first, last = max(start, covered) - origin, min(end, limit) - origin
        if first < last:
            starts[first >> 3] |= 1 << (first & 7)
            ends[last >> 3] |= 1 << (last & 7)
            covered = end
    return int.from_bytes(ends, "little") - int.from_bytes(starts, "little")


def union(intervals: Iterable[Interval], origin: int) -> int:
    """This will give the minutes of a few intervals, none of which begins before the origin, as a mask from there."""
    mask = 0
    for start, end in intervals:
        mask |= (1 << end - start) - 1 << start - origin
    return mask


def runs(mask: int, length: int) -> int:
    """This will keep the minutes at which `length` minutes of the mask begin, in about log2(length) steps."""
    covered = 1
    while covered < length:
        step = min(covered, length - covered)
        mask &= mask >> step
        covered += step
    return mask


def every(step: int, count: int) -> int:
    """This will give a mask with `count` bits, the first at 0, then one every `step` minutes."""
    return ((1 << step * count) - 1) // ((1 << step) - 1) if count > 0 else 0


def minutes_of(mask: int, origin: int) -> Iterator[int]:
    """This will give the minutes of a mask in order."""
    while mask:
        lowest = mask & -mask
        yield origin + lowest.bit_length() - 1
        mask ^= lowest


def nearest(mask: int, origin: int, minute: int, count: int) -> list[int]:
    """This will give the `count` minutes of a mask that lie nearest to a minute, in order; of two the earlier first."""
    at = max(minute - origin, 0)
    later, earlier, found = mask >> at << at, mask & (1 << at) - 1, []
    for _ in range(count):
        if later:
            found.append(origin + (later & -later).bit_length() - 1)
            later &= later - 1
        if earlier:
            found.append(origin + earlier.bit_length() - 1)
            earlier ^= 1 << earlier.bit_length() - 1
    return sorted(sorted(found, key=lambda each: (abs(each - minute), each))[:count])


def intervals_of(mask: int, origin: int) -> Iterator[Interval]:
    """This will give the unbroken times of a mask in order."""
    bits = f"{mask:b}"[::-1]  # text is searched faster than a number of so many digits
    start = bits.find("1")
    while start >= 0:
        end = bits.find("0", start)
        end = len(bits) if end < 0 else end
        yield Interval(origin + start, origin + end)
        start = bits.find("1", end)

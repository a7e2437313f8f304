"""Some local dates, and the minutes around them that every mask covers."""

import datetime as dt
from collections.abc import Iterable, Iterator

from bookings.availability.localtime import DAY, local_date, wall_minute
from bookings.availability.timeline import Interval, mask_of

ONE_DAY = dt.timedelta(days=1)
# A night's period, a whole day's service and its buffer, a class's buffer and the class, which is judged as a whole:
# nothing that decides about a start of a date is further away.
MARGIN = 5 * DAY


class Span:
    """The dates `first` … `last` of a zone. Bit n of a mask is the UTC minute `start + n`."""

    def __init__(self, zone: dt.tzinfo, first: dt.date, last: dt.date) -> None:
        self.zone, self.first, self.last = zone, first, last
        self.start = self.midnight(first) - MARGIN
        self.end = self.midnight(last + ONE_DAY) + MARGIN
        self.everything = (1 << self.end - self.start) - 1

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[dt.date]:
        return dates(self.first, self.last)

    def around(self) -> Iterator[dt.date]:
        """This will give every date whose periods or classes can lie in the span."""
        return dates(local_date(self.start, self.zone) - ONE_DAY, local_date(self.end, self.zone))

    def midnight(self, day: dt.date) -> int:
        """This will give the instant with which a date begins."""
        return wall_minute(day, 0, self.zone)

    def mask(self, times: Iterable[Interval]) -> int:
        """This will give the minutes of these times."""
        return mask_of(times, Interval(self.start, self.end))

    def minutes(self, time: Interval) -> int:
        """This will give the mask of one time; 0 when it is outside."""
        first, last = max(time.start, self.start), min(time.end, self.end)
        return (1 << last - first) - 1 << first - self.start if first < last else 0

    def bit(self, minute: int) -> int:
        """This will give the mask of one minute; 0 when it is outside."""
        return 1 << minute - self.start if self.start <= minute < self.end else 0

    def from_(self, minute: int) -> int:
        """This will give all minutes from one on."""
        skipped = min(max(minute - self.start, 0), self.end - self.start)
        return self.everything >> skipped << skipped


def dates(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """This will give the dates from the first to the last."""
    for n in range((last - first).days + 1):
        yield first + n * ONE_DAY

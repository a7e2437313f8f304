"""The dates that are looked at, when the business is open on them, and the minutes that every mask covers."""

import datetime as dt
from collections.abc import Iterable, Iterator

from bookings.availability.facts import Facts
from bookings.availability.localtime import local_date, wall_minute
from bookings.availability.timeline import Interval, mask_of

ONE_DAY = dt.timedelta(days=1)


class Days:
    """The dates `first` … `last`, and whatever near them can touch an appointment that begins under one of them."""

    def __init__(self, facts: Facts, first: dt.date, last: dt.date) -> None:
        self.facts, self.first, self.last = facts, first, last
        demand = facts.demand
        reach = demand.before + demand.after + max((person.length or 0 for person in facts.people), default=0)
        reach += max((lesson.before + lesson.length + lesson.after for lesson in facts.lessons), default=0)
        # The last period may close at the end of the next date, and so may the last start be that late.
        self.window = Interval(self.midnight(first) - reach, self.midnight(last + 2 * ONE_DAY) + reach)
        self._periods: dict[dt.date, list[Interval]] = {}

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[dt.date]:
        return _dates(self.first, self.last)

    def around(self) -> Iterator[dt.date]:
        """This will give every date whose periods or classes can lie in the window."""
        zone = self.facts.zone
        return _dates(local_date(self.window.start, zone) - ONE_DAY, local_date(self.window.end, zone))

    def midnight(self, day: dt.date) -> int:
        """This will give the instant with which a date begins."""
        return wall_minute(day, 0, self.facts.zone)

    def periods(self, day: dt.date) -> list[Interval]:
        """This will give the opening periods of a date as instants."""
        if day not in self._periods:
            self._periods[day] = self.facts.hours.on(day, self.facts.zone)
        return self._periods[day]

    def has_period_for(self, time: Interval) -> bool:
        """Whether one period, of whatever date, is open for all of this time."""
        day = local_date(time.start, self.facts.zone)
        return any(period.contains(time) for date in (day - ONE_DAY, day) for period in self.periods(date))

    def mask(self, times: Iterable[Interval]) -> int:
        """This will give the minutes of these times as a mask of the window."""
        return mask_of(times, self.window)

    def minutes(self, time: Interval) -> int:
        """This will give the mask of one time; 0 when it is outside the window."""
        first, last = max(time.start, self.window.start), min(time.end, self.window.end)
        return (1 << last - first) - 1 << first - self.window.start if first < last else 0

    def bit(self, minute: int) -> int:
        """This will give the mask of one minute; 0 when it is outside the window."""
        return self.minutes(Interval(minute, minute + 1))


def _dates(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for n in range((last - first).days + 1):
        yield first + n * ONE_DAY

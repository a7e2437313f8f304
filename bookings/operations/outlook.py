"""What the parts of one wish see: for many of them one span of dates, read in one statement, and each other's seats."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bookings import availability, errors, queries
from bookings.availability import DAY, Interval, Openings, Span, Visit
from bookings.operations.seat import Seat
from bookings.operations.wish import After, Listed, Then
from businesses.models import Service

if TYPE_CHECKING:
    from bookings.operations.seeking import Seeker

ONE_DAY = dt.timedelta(days=1)
LONGEST_DAYS = 1100  # masks of more dates cost more than to read them apart
Dates = tuple[dt.date, dt.date]


class Outlook:
    """The dates and diaries that a wish looks at, and the seats that it has found so far, in order.

    Parts that ask the same share one look, unless a seat of the same wish stands in the time of one of them.
    """

    def __init__(self, house: queries.House, seekers: Sequence["Seeker"], now: dt.datetime) -> None:
        self.house, self.seekers, self.now = house, seekers, now
        self.seats: list[Seat] = []
        self._span: Span | None = None  # of all dates
        self._shared: dict[queries.Asked, Openings] = {}
        self._visits: dict[tuple[queries.Asked, ...], Visit] = {}
        self._served: dict[int, dict[int, None]] = defaultdict(dict)
        self._on: dict[int, list[tuple[Interval, Seat]]] = defaultdict(list)  # by day of UTC

    def add(self, seat: Seat) -> None:
        """This will note one more seat."""
        self.seats.append(seat)
        if len(self.seekers) == 1:
            return
        self._served[seat.service.pk][seat.assignment.person] = None
        time = seat.taken.time
        for day in range(time.start // DAY, time.end // DAY + 1):
            self._on[day].append((time, seat))

    def near(self, time: Interval) -> list[Seat]:
        """This will give the seats, of many, that stand in a time."""
        days = range(time.start // DAY, time.end // DAY + 1)
        found = {id(seat): seat for day in days for taken, seat in self._on[day] if taken.overlaps(time)}
        return list(found.values())

    def openings(self, seeker: "Seeker", start: dt.datetime | Listed) -> Openings:
        """This will give the starts that a part may have. Raises `NotOffered` for a start that no date has."""
        dates = seeker.dates(start)
        seeker.look_near(dates[0])
        if len(self.seekers) == 1:
            return self._asked(seeker.asked, dates, [], self._read([seeker], dates))
        return self._look([seeker], start, dates)[0]

    def visit(self, chain: Sequence["Seeker"], start: dt.datetime | Listed) -> Visit:
        """This will give the starts that parts may have which follow each other; raises as `openings`."""
        dates = chain[0].dates(start)
        for seeker in chain:
            seeker.look_near(dates[0])
        key = tuple(seeker.asked for seeker in chain)
        stages, together = self._look(chain, start, dates), chain[0].wish.together
        if any(self._shared.get(seeker.asked) is not seen for seeker, seen in zip(chain, stages, strict=True)):
            return Visit(stages, together=together)
        if key not in self._visits:
            self._visits[key] = Visit(stages, together=together)
        return self._visits[key]

    def who_served(self, service: Service, people: Sequence[int]) -> int | None:
        """This will give the first of these people who has a seat of a service already."""
        return next((person for person in self._served.get(service.pk, ()) if person in people), None)

    def free_most(self, seeker: "Seeker", openings: Openings, people: Sequence[int]) -> Sequence[int]:
        """This will give those who are free for most of the starts at which the wish asks the same."""
        if len(self.seekers) == 1 or len(people) == 1 or len(minutes := self._minutes.get(seeker.asked, ())) == 1:
            return people
        starts = sum(openings.span.bit(minute) for minute in minutes)
        free = {person: (openings.opening_mask(person) & starts).bit_count() for person in people}
        return [person for person in people if free[person] == max(free.values())]

    @cached_property
    def _minutes(self) -> dict[queries.Asked, set[int]]:
        """The starts at which the wish asks the same."""
        found: dict[queries.Asked, set[int]] = defaultdict(set)
        for seeker in self.seekers:
            if isinstance(seeker.part.start, dt.datetime):
                found[seeker.asked].add(availability.minute_of(seeker.part.start))
        return found

    def _look(self, chain: Sequence["Seeker"], start: dt.datetime | Listed, dates: Dates) -> list[Openings]:
        """What the parts of a chain see, beside the seats that stand in its time."""
        beside = self._beside(chain, start)
        if self._all_dates is None:
            dates = dates[0], dates[1] + (self._later(chain) if len(chain) > 1 else dt.timedelta())
            span = self._read(chain, dates)
            return [self._asked(seeker.asked, dates, beside, span) for seeker in chain]
        dates = min(dates[0], self._all_dates[0]), max(dates[1], self._all_dates[1])
        if beside:
            return [self._asked(seeker.asked, dates, beside, self._span) for seeker in chain]
        for seeker in chain:
            if seeker.asked not in self._shared:
                self._shared[seeker.asked] = self._asked(seeker.asked, dates, [], self._span)
        return [self._shared[seeker.asked] for seeker in chain]

    def _read(self, seekers: Iterable["Seeker"], dates: Dates) -> Span:
        return self.house.look_ahead([seeker.asked for seeker in seekers], *dates, now=self.now, alone=True)

    def _asked(self, asked: queries.Asked, dates: Dates, beside: Sequence[Seat], span: Span | None) -> Openings:
        (service, wanted), taken = asked, [seat.taken for seat in beside]
        if span is not None and not (dates[0] in span and dates[1] in span):
            span = None
        return self.house.openings(service, *dates, now=self.now, wanted=wanted, taken=taken, span=span)

    def _beside(self, chain: Sequence["Seeker"], start: dt.datetime | Listed) -> list[Seat]:
        """The seats that stand in the time of a chain, however long its people take."""
        if not self.seats:
            return []
        minutes = sum(self.house.longest(*seeker.asked) for seeker in chain)
        if isinstance(start, Listed):
            midnight = availability.wall_minute(start.day, 0, chain[0].zone)
            begin, minutes = midnight - DAY, minutes + 4 * DAY
        else:
            begin = availability.minute_of(start) - chain[0].service.buffer_before_minutes
        reach = Interval(begin, begin + minutes)
        return self.near(reach)

    @cached_property
    def _all_dates(self) -> Dates | None:
        """The dates of all parts, whose diaries are read now; None: they lie too far apart."""
        found = [dates for seeker in self.seekers if (dates := self._dates_of(seeker)) is not None]
        if not found:
            return None
        first, last = min(first for first, _ in found), max(last for _, last in found)
        if any(isinstance(seeker.part.start, Then) for seeker in self.seekers):
            last += self._later(self.seekers)
        if (last - first).days > LONGEST_DAYS:
            return None
        self._span = self._read(self.seekers, (first, last))
        return first, last

    def _dates_of(self, seeker: "Seeker") -> Dates | None:
        """The dates that a part asks for, as far as they are known beforehand and are any."""
        start = seeker.part.start
        if isinstance(start, Then):
            return None
        if isinstance(start, After):
            head = self._dates_of(self.seekers[start.part]) if self.seekers[start.part] is not seeker else None
            days = start.minutes // DAY * ONE_DAY
            return None if head is None else (head[0] + days, head[1] + days + ONE_DAY)
        try:
            return seeker.dates(start)
        except errors.NotOffered:
            return None

    def _later(self, chain: Sequence["Seeker"]) -> dt.timedelta:
        """How many dates the last of parts that follow each other may be behind the first."""
        longest: list[int] = []
        for seeker in chain:
            if not isinstance(seeker.part.start, Then):
                longest.append(0)
            longest[-1] += self.house.longest(*seeker.asked)
        return (1 + max(longest) // DAY) * ONE_DAY
